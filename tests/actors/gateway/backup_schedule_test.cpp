#include "actors/gateway/backup_schedule.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace backup_schedule_test {

using namespace taskraft;
namespace wire = taskraft::tasks::wire;

constexpr auto minute = std::uint64_t{60'000'000};
constexpr auto hour = 60 * minute;
constexpr auto day = 24 * hour;
constexpr auto now = 20'000 * day;

/// Three nodes that want a backup a day; the first one leads.
struct fixture {
  wire::BackupList rows;
  std::vector<protocol::member_seen> members
    = {{{1}, true, true}, {{2}, true, true}, {{3}, true, true}};

  fixture() {
    for (auto id : {1U, 2U, 3U}) {
      auto& row = *rows.add_nodes();
      row.set_node(id);
      row.set_every_us(day);
    }
  }

  wire::NodeBackups& row(int id) {
    return *rows.mutable_nodes(id - 1);
  }

  protocol::member_seen& member(std::size_t id) {
    return members.at(id - 1);
  }

  /// The node that is named at this time; zero: none.
  std::uint64_t named(std::uint64_t at = now) const {
    auto next = actors::next_backup(rows, members, {1}, at);
    return next ? next->node() : 0;
  }
};

BOOST_FIXTURE_TEST_SUITE(the_schedule_of_backups, fixture)

BOOST_AUTO_TEST_CASE(names_a_follower_at_once_where_there_is_no_backup) {
  BOOST_TEST(named() == 2U);
}

BOOST_AUTO_TEST_CASE(names_nobody_where_nobody_wants_any) {
  rows.Clear();
  BOOST_TEST(named() == 0U);
}

BOOST_AUTO_TEST_CASE(waits_until_the_newest_is_old_enough) {
  row(2).set_taken_at_us(now - 3 * day);
  row(3).set_taken_at_us(now - day + minute);
  BOOST_TEST(named() == 0U);
  BOOST_TEST(named(now + minute - 1) == 0U);
  BOOST_TEST(named(now + minute) == 2U);
  row(1).set_every_us(hour);
  BOOST_TEST(named() == 2U);
}

BOOST_AUTO_TEST_CASE(lets_followers_take_turns) {
  row(2).set_taken_at_us(now - day);
  row(3).set_taken_at_us(now - 2 * day);
  BOOST_TEST(named() == 3U);
  row(3).set_taken_at_us(now - day / 2);
  BOOST_TEST(named(now + day) == 2U);
}

BOOST_AUTO_TEST_CASE(prefers_voters_and_takes_the_leader_last) {
  member(2).voter = false;
  BOOST_TEST(named() == 3U);
  member(3).linked = false;
  BOOST_TEST(named() == 2U);
  members.erase(members.begin() + 1);
  BOOST_TEST(named() == 1U);
}

BOOST_AUTO_TEST_CASE(asks_nobody_else_while_one_is_under_way) {
  row(3).set_named_at_us(now - 50 * minute);
  BOOST_TEST(named() == 0U);
  row(2).set_every_us(hour);
  BOOST_TEST(named(now + hour) != 0U);
  row(2).set_every_us(day);
  BOOST_TEST(named(now + hour) == 0U);
}

BOOST_AUTO_TEST_CASE(replaces_a_node_that_went_away_with_it) {
  row(3).set_named_at_us(now - minute / 6 + 1);
  member(3).linked = false;
  BOOST_TEST(named() == 0U);
  BOOST_TEST(named(now + 1) == 2U);
  auto next = actors::next_backup(rows, members, {1}, now + 1);
  BOOST_REQUIRE(next);
  BOOST_TEST(next->found_named_at_us() == now - minute / 6 + 1);
}

BOOST_AUTO_TEST_CASE(lets_another_node_try_at_once_when_one_has_failed) {
  row(2).set_failures(1);
  row(2).set_failed_at_us(now);
  BOOST_TEST(named() == 3U);
  row(3).set_failures(1);
  row(3).set_failed_at_us(now);
  BOOST_TEST(named() == 1U);
  row(1).set_failures(2);
  row(1).set_failed_at_us(now);
  BOOST_TEST(named() == 0U);
  BOOST_TEST(named(now + 5 * minute - 1) == 0U);
  BOOST_TEST(named(now + 5 * minute) == 2U);
  auto seen = actors::summary_of(rows, members);
  BOOST_TEST(seen.failures == 4U);
}

BOOST_AUTO_TEST_CASE(bears_a_clock_that_is_set_back) {
  row(2).set_taken_at_us(now + 300 * day);
  BOOST_TEST(named() == 3U);
  row(2).clear_taken_at_us();
  row(2).set_named_at_us(now + 300 * day);
  BOOST_TEST(named() != 0U);
}

BOOST_AUTO_TEST_CASE(sums_up_what_an_operator_must_know) {
  row(1).set_every_us(hour);
  row(2).set_taken_at_us(now - 2);
  row(2).set_bytes(7);
  row(3).set_taken_at_us(now - 1);
  row(3).set_bytes(8);
  auto seen = actors::summary_of(rows, members);
  BOOST_TEST(seen.every_us == hour);
  BOOST_TEST(seen.taken_at_us == now - 1);
  BOOST_TEST(seen.bytes == 8U);
  BOOST_TEST(seen.failures == 0U);
  // A node that was removed wants nothing any more.
  members.erase(members.begin());
  BOOST_TEST(actors::summary_of(rows, members).every_us == day);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace backup_schedule_test
