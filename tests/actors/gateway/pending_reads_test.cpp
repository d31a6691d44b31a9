#include "actors/gateway/pending_reads.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pending_reads_test {

using namespace taskraft;
using protocol::consistency;

struct fixture {
  using ids = std::vector<std::uint64_t>;

  actors::pending_reads pending{10, 50, 1000};

  void ask(std::uint64_t id, consistency kind, std::uint64_t min_index = 0,
           actors::tick_count now = 0, actors::client_number client = 7) {
    pending.add({.client = client,
                 .id = id,
                 .consistency = kind,
                 .min_index = {min_index},
                 .query = {},
                 .buffer = {},
                 .born = now});
  }

  ids ready(std::size_t most = 100) {
    auto found = ids{};
    for (const auto& query : pending.take_ready(most))
      found.push_back(query.id);
    return found;
  }

  ids ahead(std::uint64_t context, std::size_t most = 100) {
    auto found = ids{};
    for (const auto& query : pending.take_ahead(context, most))
      found.push_back(query.id);
    return found;
  }

  /// From the reader that was given as many queries ahead.
  void read(std::uint64_t context, std::vector<std::uint64_t> visible) {
    auto answers = std::vector<protocol::query_answer>{};
    for (auto index : visible)
      answers.push_back({"of " + std::to_string(index), {index}});
    pending.take_answers(
      context, std::make_shared<const std::vector<protocol::query_answer>>(
                 std::move(answers)));
  }

  ids answered() {
    auto found = ids{};
    for (const auto& each : pending.take_answered()) {
      BOOST_TEST(each.answer->visible >= each.query.min_index);
      found.push_back(each.query.id);
    }
    return found;
  }

  ids expired(actors::tick_count now) {
    auto found = ids{};
    for (const auto& query : pending.expire(now))
      found.push_back(query.id);
    return found;
  }
};

BOOST_FIXTURE_TEST_SUITE(the_pending_reads, fixture)

BOOST_AUTO_TEST_CASE(answers_stale_reads_at_once) {
  ask(1, consistency::stale, 99);
  BOOST_TEST(ready() == ids{1});
  BOOST_CHECK(!pending.begin_round(0));
}

BOOST_AUTO_TEST_CASE(lets_session_reads_wait_for_their_index) {
  pending.visible({4});
  ask(1, consistency::session, 5);
  ask(2, consistency::session, 4);
  ask(3, consistency::session, 6);
  BOOST_TEST(ready() == ids{2});
  pending.visible({5});
  BOOST_TEST(ready() == ids{1});
  pending.visible({9});
  BOOST_TEST(ready() == ids{3});
}

BOOST_AUTO_TEST_CASE(shares_a_round_among_linearizable_reads) {
  ask(1, consistency::linearizable);
  ask(2, consistency::linearizable);
  auto round = pending.begin_round(0);
  BOOST_REQUIRE(round);
  BOOST_CHECK(!pending.begin_round(0));
  pending.visible({8});
  pending.grant(*round, {8});
  BOOST_TEST(ready() == (ids{1, 2}));
}

BOOST_AUTO_TEST_CASE(lets_granted_reads_wait_until_readers_see_their_index) {
  ask(1, consistency::linearizable);
  pending.grant(*pending.begin_round(0), {8});
  pending.visible({7});
  BOOST_CHECK(ready().empty());
  pending.visible({8});
  BOOST_TEST(ready() == ids{1});
}

BOOST_AUTO_TEST_CASE(grants_nothing_to_a_read_that_came_after_the_round) {
  ask(1, consistency::linearizable);
  auto round = pending.begin_round(0);
  ask(2, consistency::linearizable);
  pending.grant(*round, {0});
  BOOST_TEST(ready() == ids{1});
  auto second = pending.begin_round(0);
  BOOST_REQUIRE(second);
  BOOST_TEST(*second != *round);
  // HAZARDS 26: a doubled answer to the first round says nothing of this one.
  pending.grant(*round, {0});
  BOOST_CHECK(ready().empty());
}

BOOST_AUTO_TEST_CASE(takes_no_late_answer_of_an_abandoned_round) {
  ask(1, consistency::linearizable);
  auto old = pending.begin_round(0);
  pending.abandon_round();
  auto fresh = pending.begin_round(0);
  pending.grant(*old, {0});
  BOOST_CHECK(ready().empty());
  pending.grant(*fresh, {0});
  BOOST_TEST(ready() == ids{1});
}

BOOST_AUTO_TEST_CASE(asks_again_when_a_round_stays_unanswered) {
  ask(1, consistency::linearizable);
  auto old = pending.begin_round(0);
  BOOST_CHECK(!pending.begin_round(9));
  auto fresh = pending.begin_round(10);
  BOOST_REQUIRE(fresh);
  BOOST_TEST(*fresh != *old);
}

BOOST_AUTO_TEST_CASE(asks_again_when_a_round_is_refused) {
  ask(1, consistency::linearizable);
  auto old = pending.begin_round(0);
  pending.refuse(*old);
  BOOST_CHECK(ready().empty());
  auto fresh = pending.begin_round(1);
  BOOST_REQUIRE(fresh);
  // A doubled refusal of the old round does not disturb this one.
  pending.refuse(*old);
  pending.grant(*fresh, {0});
  BOOST_TEST(ready() == ids{1});
}

BOOST_AUTO_TEST_CASE(counts_its_rounds_from_where_it_is_told) {
  ask(1, consistency::linearizable);
  BOOST_TEST(pending.begin_round(0) == std::uint64_t{1001});
}

BOOST_AUTO_TEST_CASE(gives_readers_the_oldest_first_and_no_more_than_asked) {
  for (auto id = std::uint64_t{1}; id <= 5; ++id)
    ask(id, consistency::stale);
  BOOST_TEST(ready(2) == (ids{1, 2}));
  BOOST_TEST(ready(9) == (ids{3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(refuses_a_read_that_waited_too_long_at_any_stage) {
  ask(1, consistency::linearizable);
  auto round = pending.begin_round(0);
  ask(2, consistency::linearizable);
  ask(3, consistency::session, 99);
  ask(4, consistency::linearizable, 0, 1);
  BOOST_CHECK(expired(49).empty());
  auto gone = expired(50);
  BOOST_TEST(gone.size() == 3U);
  pending.grant(*round, {0});
  BOOST_CHECK(ready().empty());
  BOOST_TEST(expired(51) == ids{4});
}

BOOST_AUTO_TEST_CASE(forgets_a_client_at_any_stage) {
  ask(1, consistency::linearizable, 0, 0, 8);
  auto round = pending.begin_round(0);
  ask(2, consistency::linearizable, 0, 0, 8);
  ask(3, consistency::session, 5, 0, 8);
  ask(4, consistency::stale, 0, 0, 8);
  ask(5, consistency::stale, 0, 0, 7);
  pending.forget(8);
  pending.grant(*round, {0});
  pending.visible({9});
  BOOST_TEST(ready() == ids{5});
  BOOST_CHECK(!pending.begin_round(0));
}

BOOST_AUTO_TEST_CASE(answers_what_was_read_ahead_from_a_state_that_will_do) {
  for (auto id = std::uint64_t{1}; id <= 4; ++id)
    ask(id, consistency::linearizable);
  BOOST_CHECK(ahead(1).empty());
  auto round = pending.begin_round(0);
  BOOST_TEST(ahead(1, 3) == (ids{1, 2, 3}));
  BOOST_TEST(ahead(2) == ids{4});
  BOOST_CHECK(ahead(3).empty());
  read(1, {8, 7, 9});
  BOOST_CHECK(answered().empty());
  pending.grant(*round, {8});
  BOOST_TEST(answered() == (ids{1, 3}));
  BOOST_CHECK(ready().empty());
  // The second reader answers after the leader.
  read(2, {8});
  BOOST_TEST(answered() == ids{4});
  pending.visible({8});
  BOOST_TEST(ready() == ids{2});
  BOOST_TEST(pending.size_bytes() == 0U);
}

// HAZARDS 44: a leader that does not answer, and answers of any size.
BOOST_AUTO_TEST_CASE(reads_few_batches_ahead_of_a_leader_that_is_silent) {
  for (auto id = std::uint64_t{1}; id <= 4; ++id)
    ask(id, consistency::linearizable);
  auto round = pending.begin_round(0);
  for (auto context : {1U, 2U}) {
    BOOST_TEST(ahead(context, 1) == ids{context});
    read(context, {8});
  }
  BOOST_CHECK(ahead(3, 1).empty());
  pending.visible({8});
  pending.grant(*round, {8});
  BOOST_TEST(answered() == (ids{1, 2}));
  BOOST_TEST(ready() == (ids{3, 4}));
}

BOOST_AUTO_TEST_CASE(reads_ahead_no_less_than_a_query_asks_for) {
  ask(1, consistency::linearizable, 9);
  auto round = pending.begin_round(0);
  ahead(1);
  read(1, {8});
  pending.grant(*round, {7});
  BOOST_CHECK(answered().empty());
  BOOST_CHECK(ready().empty());
  pending.visible({9});
  BOOST_TEST(ready() == ids{1});
}

BOOST_AUTO_TEST_CASE(keeps_nothing_that_was_read_ahead_of_an_abandoned_round) {
  ask(1, consistency::linearizable);
  ask(2, consistency::linearizable);
  auto old = pending.begin_round(0);
  ahead(1, 1);
  ask(3, consistency::linearizable);
  pending.refuse(*old);
  read(1, {9});
  pending.grant(*old, {0});
  BOOST_CHECK(answered().empty());
  auto fresh = pending.begin_round(0);
  BOOST_TEST(ahead(2) == (ids{1, 2, 3}));
  pending.grant(*fresh, {5});
  // A granted round is not abandoned, though its reader has not answered.
  pending.abandon_round();
  BOOST_TEST(pending.waits_for_state(7, 2));
  read(2, {5, 5, 5});
  BOOST_TEST(answered() == (ids{1, 2, 3}));
  BOOST_TEST(!pending.waits_for_state(7, 2));
}

BOOST_AUTO_TEST_CASE(answers_nobody_who_is_gone_while_a_reader_reads_ahead) {
  ask(1, consistency::linearizable, 0, 0);
  ask(2, consistency::linearizable, 0, 1);
  ask(3, consistency::linearizable, 0, 1, 8);
  ask(4, consistency::linearizable, 0, 1);
  auto round = pending.begin_round(1);
  ahead(1);
  BOOST_TEST(expired(50) == ids{1});
  pending.forget(8);
  read(1, {5, 6, 7, 8});
  pending.grant(*round, {6});
  BOOST_TEST(answered() == (ids{2, 4}));
  BOOST_TEST(pending.size_bytes() == 0U);
}

// HAZARDS 44.
BOOST_AUTO_TEST_CASE(refuses_what_would_not_fit) {
  auto kinds
    = {consistency::linearizable, consistency::session, consistency::stale};
  auto id = std::uint64_t{0};
  auto add = [&](consistency kind) {
    return pending.add({.client = 7,
                        .id = ++id,
                        .consistency = kind,
                        .min_index = {5},
                        .query = {},
                        .buffer = {},
                        .born = 0});
  };
  while (add(*(kinds.begin() + id % 3)))
    BOOST_TEST_REQUIRE(id < 1'000'000U);
  for (auto kind : kinds)
    BOOST_TEST(!add(kind));
  // However a read ends, nothing of it stays.
  BOOST_TEST(!ready(10).empty());
  BOOST_TEST(add(consistency::stale));
  BOOST_TEST(!expired(50).empty());
  pending.forget(7);
  BOOST_TEST(pending.size_bytes() == 0U);
}

// The applier is stuck for ten minutes, and every read waits for a later
// index.
BOOST_AUTO_TEST_CASE(asks_a_stuck_applier_a_bounded_number_of_times) {
  auto told = 0;
  for (auto index = std::uint64_t{1}; index <= 100'000; ++index) {
    ask(index, consistency::session, index, index);
    told += pending.wanted() ? 1 : 0;
    pending.expire(index);
  }
  BOOST_TEST(told <= 64);
  ask(0, consistency::session, 100'001, 100'000);
  BOOST_CHECK(!pending.wanted());
  pending.visible({1});
  BOOST_TEST(pending.wanted() == raft::log_index{100'001});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace pending_reads_test
