#include "tests/protocol/tasks/rules/account_fixture.hpp"
#include "tests/support/boards/map_reader.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace backup_rules_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : account_fixture {
  protocol::principal numbered(std::uint64_t id) const {
    auto who = node();
    who.id = id;
    return who;
  }

  wire::Result say(std::uint64_t id, const wire::NoteBackup& x) {
    auto command = wire::Command{};
    *command.mutable_note_backup() = x;
    return apply(command, numbered(id));
  }

  wire::Result offer(std::uint64_t id, std::uint64_t every_us) {
    auto x = wire::NoteBackup{};
    x.mutable_offer()->set_every_us(every_us);
    return say(id, x);
  }

  wire::Result take(std::uint64_t id, std::uint64_t named_at_us) {
    auto x = wire::NoteBackup{};
    x.mutable_taken()->set_named_at_us(named_at_us);
    x.mutable_taken()->set_index(7);
    x.mutable_taken()->set_bytes(100);
    return say(id, x);
  }

  wire::Result fail(std::uint64_t id, std::uint64_t named_at_us,
                    const std::string& reason = "no room") {
    auto x = wire::NoteBackup{};
    x.mutable_failed()->set_named_at_us(named_at_us);
    x.mutable_failed()->set_reason(reason);
    return say(id, x);
  }

  static wire::Command naming(std::uint64_t id, std::uint64_t found_named,
                              std::uint64_t found_taken) {
    auto x = wire::Command{};
    x.mutable_name_backup()->set_node(id);
    x.mutable_name_backup()->set_found_named_at_us(found_named);
    x.mutable_name_backup()->set_found_taken_at_us(found_taken);
    return x;
  }

  /// When the node was named.
  std::uint64_t name(std::uint64_t id, std::uint64_t found_named,
                     std::uint64_t found_taken) {
    auto result = apply(naming(id, found_named, found_taken), numbered(9));
    BOOST_TEST_REQUIRE(result.has_backups());
    BOOST_TEST(result.backups().node() == id);
    BOOST_TEST(result.backups().named_at_us() > 0U);
    return result.backups().named_at_us();
  }

  wire::Answer ask(const wire::Query& query, const protocol::principal& who) {
    auto rows = map_reader{state};
    return *tasks::answer(rows, query,
                          tasks::find_actor(state, who, index * 1000));
  }

  const wire::NodeBackups& row(std::uint64_t id) {
    const auto* found = state.find<wire::NodeBackups>(id);
    BOOST_TEST_REQUIRE(found != nullptr);
    return *found;
  }
};

BOOST_FIXTURE_TEST_SUITE(backups_by_themselves, fixture)

BOOST_AUTO_TEST_CASE(are_offered_and_withdrawn_by_each_node) {
  BOOST_TEST(offer(2, 3'000'000).backups().every_us() == 3'000'000U);
  offer(2, 4'000'000);
  BOOST_TEST(row(2).every_us() == 4'000'000U);
  offer(2, 0);
  BOOST_TEST(state.find<wire::NodeBackups>(std::uint64_t{2}) == nullptr);
  BOOST_TEST(code_of(offer(2, UINT64_MAX)) == errc::invalid_value);
}

BOOST_AUTO_TEST_CASE(are_taken_by_the_node_that_is_named) {
  offer(2, 3'000'000);
  auto at = name(2, 0, 0);
  BOOST_TEST(take(2, at).backups().taken_at_us() == at);
  BOOST_TEST(row(2).named_at_us() == 0U);
  BOOST_TEST(row(2).index() == 7U);
  BOOST_TEST(row(2).bytes() == 100U);
  BOOST_TEST(code_of(take(2, at)) == errc::conflict);
}

BOOST_AUTO_TEST_CASE(are_counted_when_they_fail_until_one_does_not) {
  offer(2, 3'000'000);
  auto first = name(2, 0, 0);
  BOOST_TEST(code_of(fail(2, first + 1)) == errc::conflict);
  BOOST_TEST(
    (code_of(fail(2, first, std::string(257, 'x'))) == errc::invalid_value));
  fail(2, first);
  BOOST_TEST(row(2).failures() == 1U);
  BOOST_TEST(row(2).failed_at_us() > 0U);
  BOOST_TEST(row(2).reason() == "no room");
  BOOST_TEST(code_of(fail(2, first)) == errc::conflict);
  auto second = name(2, 0, 0);
  BOOST_TEST(second > first);
  fail(2, second);
  BOOST_TEST(row(2).failures() == 2U);
  take(2, name(2, 0, 0));
  BOOST_TEST(row(2).failures() == 0U);
  BOOST_TEST(row(2).reason() == "");
}

BOOST_AUTO_TEST_CASE(are_named_once_by_two_leaders) {
  offer(1, 3'000'000);
  offer(2, 3'000'000);
  auto at = name(2, 0, 0);
  BOOST_TEST(code_of(apply(naming(1, 0, 0), numbered(8))) == errc::conflict);
  // The node is gone: another one is named in its place.
  auto later = name(1, at, 0);
  BOOST_TEST(row(2).named_at_us() == 0U);
  // It was not gone after all, and what it has taken is a backup.
  BOOST_TEST(take(2, at).has_backups());
  BOOST_TEST(row(1).named_at_us() == later);
  BOOST_TEST(
    (code_of(apply(naming(1, later, 0), numbered(8))) == errc::conflict));
}

BOOST_AUTO_TEST_CASE(are_taken_by_no_node_that_does_not_want_any) {
  BOOST_TEST(code_of(apply(naming(2, 0, 0), numbered(9))) == errc::not_found);
  BOOST_TEST(code_of(take(2, 5)) == errc::conflict);
  BOOST_TEST(code_of(fail(2, 5)) == errc::conflict);
}

BOOST_AUTO_TEST_CASE(are_shown_to_administrators_and_nodes_alone) {
  found_admin();
  create("ann");
  auto admin = log_in("admin", "secret");
  auto ann = log_in("ann", "other secret");
  offer(2, 3'000'000);
  auto low = wire::Command{};
  low.mutable_note_disk_room()->set_low(true);
  apply(low, numbered(3));
  auto list = wire::Query{};
  list.mutable_list_backups();
  auto health = wire::Query{};
  health.mutable_check_health();
  for (const auto& who : {admin, numbered(1)})
    BOOST_TEST(ask(list, who).backups().nodes(0).node() == 2U);
  BOOST_TEST(ask(list, ann).has_refusal());
  auto whole = ask(health, admin).health();
  BOOST_TEST(whole.is_whole());
  BOOST_TEST(whole.low_disks(0) == 3U);
  BOOST_TEST(whole.backups(0).every_us() == 3'000'000U);
  auto part = ask(health, ann).health();
  BOOST_TEST(!part.is_whole());
  BOOST_TEST(part.backups().empty());
  BOOST_TEST(part.low_disks().empty());
}

BOOST_AUTO_TEST_CASE(are_the_nodes_own_business) {
  found_admin();
  auto admin = log_in("admin", "secret");
  auto note = wire::Command{};
  note.mutable_note_backup()->mutable_offer()->set_every_us(1'000'000);
  for (const auto& x : {note, naming(1, 0, 0)})
    BOOST_TEST(code_of(apply(x, admin)) == errc::not_allowed);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace backup_rules_test
