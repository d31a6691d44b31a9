#include "actors/storage/applier.hpp"
#include "actors/storage/committer.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/batches.hpp"
#include "tests/support/boards/scripted_machine.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

namespace applier_test {

using namespace taskraft;
using namespace std::chrono_literals;

using lines = std::vector<std::string>;

struct fixture : tests::stage {
  std::shared_ptr<tests::machine_journal> journal
    = std::make_shared<tests::machine_journal>();
  tests::probe log{system};
  tests::probe gateway{system};
  tests::probe server{system};
  protocol::applier_actor applier = start(0);

  protocol::applier_actor start(std::uint64_t visible) {
    return start(visible, watched(system.spawn(actors::committer)));
  }

  protocol::applier_actor start(std::uint64_t visible,
                                protocol::committer_actor committer) {
    return watched(system.spawn(actors::applier,
                                std::make_unique<tests::scripted_machine>(
                                  journal, raft::log_position{{visible}, {1}}),
                                std::move(committer),
                                log.as<protocol::log_actor>(),
                                gateway.as<protocol::inner_gateway_actor>(),
                                server.as<protocol::server_actor>(), false));
  }

  void commit(std::uint64_t index, std::vector<raft::entry_batch> entries) {
    tell(applier, raft::committed{{index}, std::move(entries)});
  }

  /// Lets entries gather for as long as they do when no read waits.
  void gather() {
    drain();
    scheduler.advance_time(10ms);
    drain();
  }

  /// The indexes of all commands that were answered since the last call.
  std::vector<std::uint64_t> answered() {
    auto indexes = std::vector<std::uint64_t>{};
    for (const auto& news : gateway.take<protocol::commands_evaluated>())
      for (const auto& command : *news.commands)
        indexes.push_back(command.index.value);
    return indexes;
  }
};

BOOST_FIXTURE_TEST_SUITE(the_applier, fixture)

BOOST_AUTO_TEST_CASE(says_at_start_how_far_it_is) {
  drain();
  gateway.take<protocol::applied>();
  server.take<protocol::applied>();
  applier = start(7);
  drain();
  for (auto* who : {&gateway, &server}) {
    auto news = who->take<protocol::applied>();
    BOOST_TEST_REQUIRE(news.size() == 1U);
    BOOST_TEST(news[0].evaluated == raft::log_index{7});
    BOOST_TEST(news[0].visible == raft::log_index{7});
  }
}

BOOST_AUTO_TEST_CASE(evaluates_in_order_and_commits_many_at_once) {
  commit(2, {tests::commands(1, 1, 2)});
  commit(5, {tests::commands(1, 3, 4), tests::commands(1, 5, 5)});
  gather();
  BOOST_TEST(
    journal->calls
    == (lines{"evaluate 1-2", "evaluate 3-4", "evaluate 5-5", "commit 5"}));
  BOOST_TEST(answered() == (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(lets_commits_gather_while_nobody_waits) {
  commit(2, {tests::commands(1, 1, 2)});
  drain();
  commit(4, {tests::commands(1, 3, 4)});
  drain();
  BOOST_TEST(journal->calls == (lines{"evaluate 1-2", "evaluate 3-4"}));
  gather();
  BOOST_TEST(journal->calls
             == (lines{"evaluate 1-2", "evaluate 3-4", "commit 4"}));
}

BOOST_AUTO_TEST_CASE(lets_many_entries_gather_a_second_time) {
  commit(100, {tests::commands(1, 1, 100)});
  gather();
  BOOST_TEST(journal->calls == (lines{"evaluate 1-100"}));
  commit(150, {tests::commands(1, 101, 150)});
  drain();
  scheduler.advance_time(14ms);
  drain();
  BOOST_TEST(journal->calls == (lines{"evaluate 1-100", "evaluate 101-150"}));
  scheduler.advance_time(1ms);
  drain();
  BOOST_TEST(journal->calls
             == (lines{"evaluate 1-100", "evaluate 101-150", "commit 150"}));
  // Each commit is put off for itself.
  commit(250, {tests::commands(1, 151, 250)});
  gather();
  BOOST_TEST(journal->calls.back() == "evaluate 151-250");
  scheduler.advance_time(15ms);
  drain();
  BOOST_TEST(journal->calls.back() == "commit 250");
}

BOOST_AUTO_TEST_CASE(commits_what_is_enough_after_the_first_time) {
  commit(511, {tests::commands(1, 1, 511)});
  gather();
  BOOST_TEST(journal->calls.back() == "evaluate 257-511");
  commit(512, {tests::commands(1, 512, 512)});
  drain();
  scheduler.advance_time(15ms);
  drain();
  BOOST_TEST(journal->calls.back() == "commit 512");
  commit(1024, {tests::commands(1, 513, 1024)});
  gather();
  BOOST_TEST(journal->calls.back() == "commit 1024");
}

BOOST_AUTO_TEST_CASE(commits_many_at_once_if_a_read_waits_for_them) {
  commit(100, {tests::commands(1, 1, 100)});
  gather();
  tell(applier, protocol::make_visible{{100}});
  drain();
  BOOST_TEST(journal->calls == (lines{"evaluate 1-100", "commit 100"}));
}

BOOST_AUTO_TEST_CASE(commits_at_once_what_a_read_waits_for) {
  commit(2, {tests::commands(1, 1, 2)});
  drain();
  tell(applier, protocol::make_visible{{2}});
  drain();
  BOOST_TEST(journal->calls == (lines{"evaluate 1-2", "commit 2"}));
  tell(applier, protocol::make_visible{{3}});
  drain();
  commit(3, {tests::commands(1, 3, 3)});
  drain();
  BOOST_TEST(
    journal->calls
    == (lines{"evaluate 1-2", "commit 2", "evaluate 3-3", "commit 3"}));
}

// One such request made each later commit one of its own.
BOOST_AUTO_TEST_CASE(gathers_whatever_index_a_client_says_it_has_seen) {
  tell(applier, protocol::make_visible{{1'000'000'000}});
  commit(2, {tests::commands(1, 1, 2)});
  drain();
  BOOST_TEST(journal->calls == lines{"evaluate 1-2"});
}

BOOST_AUTO_TEST_CASE(answers_before_the_store_commits) {
  commit(2, {tests::commands(1, 1, 2)});
  while (journal->calls.empty())
    scheduler.run_once();
  while (scheduler.prioritize(gateway.handle()))
    scheduler.run_once();
  BOOST_TEST(journal->calls == lines{"evaluate 1-2"});
  BOOST_TEST(answered() == (std::vector<std::uint64_t>{1, 2}));
}

BOOST_AUTO_TEST_CASE(says_what_is_visible_only_after_the_commit) {
  drain();
  server.take<protocol::applied>();
  journal->commit_refusal = failure{errc::store_busy, "locked"};
  commit(2, {tests::commands(1, 1, 2)});
  gather();
  BOOST_CHECK(server.take<protocol::applied>().empty());
  journal->commit_refusal.reset();
  scheduler.advance_time(50ms);
  drain();
  auto news = server.take<protocol::applied>();
  BOOST_TEST_REQUIRE(news.size() == 1U);
  BOOST_TEST(news[0].visible == raft::log_index{2});
}

BOOST_AUTO_TEST_CASE(takes_nothing_twice) {
  commit(3, {tests::commands(1, 1, 3)});
  commit(3, {tests::commands(1, 1, 3)});
  commit(5, {tests::commands(1, 2, 5)});
  drain();
  BOOST_TEST(answered() == (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
}

BOOST_AUTO_TEST_CASE(skips_what_the_store_has_already) {
  applier = start(4);
  commit(6, {tests::commands(1, 1, 6)});
  gather();
  BOOST_TEST(journal->calls == (lines{"evaluate 5-6", "commit 6"}));
}

BOOST_AUTO_TEST_CASE(reads_from_the_log_what_memory_did_not_have) {
  commit(9, {tests::commands(1, 7, 9)});
  drain();
  BOOST_CHECK(journal->calls.empty());
  auto asked = log.take<protocol::read_committed>();
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(asked[0].from == raft::log_index{1});
  BOOST_TEST(asked[0].to == raft::log_index{9});
  tell(applier, protocol::committed_read{tests::commands(1, 1, 4)});
  drain();
  asked = log.take<protocol::read_committed>();
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(asked[0].from == raft::log_index{5});
  tell(applier, protocol::committed_read{tests::commands(1, 5, 9)});
  drain();
  BOOST_TEST(answered()
             == (std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9}));
  BOOST_CHECK(log.take<protocol::read_committed>().empty());
}

BOOST_AUTO_TEST_CASE(ends_when_the_log_lacks_what_is_committed) {
  commit(2, {});
  drain();
  BOOST_TEST_REQUIRE(log.take<protocol::read_committed>().size() == 1U);
  tell(applier, protocol::committed_read{});
  drain();
  BOOST_TEST_REQUIRE(ends().size() == 1U);
  BOOST_TEST(ends()[0].category()
             == caf::make_error(errc::corrupted).category());
}

BOOST_AUTO_TEST_CASE(takes_from_memory_what_came_while_it_read) {
  commit(4, {tests::commands(1, 3, 4)});
  drain();
  BOOST_TEST_REQUIRE(log.take<protocol::read_committed>().size() == 1U);
  commit(5, {tests::commands(1, 1, 5)});
  drain();
  BOOST_TEST(answered() == (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
  tell(applier, protocol::committed_read{tests::commands(1, 1, 4)});
  drain();
  BOOST_CHECK(answered().empty());
  BOOST_TEST(ends().empty());
}

BOOST_AUTO_TEST_CASE(stalls_while_the_store_is_busy_and_recovers) {
  journal->commit_refusal = failure{errc::store_busy, "locked"};
  commit(2, {tests::commands(1, 1, 2)});
  gather();
  commit(4, {tests::commands(1, 3, 4)});
  drain();
  // HAZARDS 44: what waits for the store does not grow.
  BOOST_TEST(journal->calls == lines{"evaluate 1-2"});
  scheduler.advance_time(50ms);
  drain();
  BOOST_TEST(journal->calls == lines{"evaluate 1-2"});
  journal->commit_refusal.reset();
  scheduler.advance_time(50ms);
  gather();
  BOOST_TEST(
    journal->calls
    == (lines{"evaluate 1-2", "commit 2", "evaluate 3-4", "commit 4"}));
  BOOST_TEST(ends().empty());
}

// HAZARDS 44: such a node must not lead, and loses nothing.
BOOST_AUTO_TEST_CASE(says_that_the_store_has_no_room_and_recovers) {
  journal->commit_refusal = failure{errc::disk_full, "SQLITE_FULL"};
  commit(2, {tests::commands(1, 1, 2)});
  gather();
  auto told = server.take<raft::disk_room_changed>();
  BOOST_TEST_REQUIRE(told.size() == 1U);
  BOOST_TEST(told[0].full);
  scheduler.advance_time(50ms);
  drain();
  BOOST_TEST(server.count<raft::disk_room_changed>() == 0U);
  journal->commit_refusal.reset();
  scheduler.advance_time(50ms);
  drain();
  told = server.take<raft::disk_room_changed>();
  BOOST_TEST_REQUIRE(told.size() == 1U);
  BOOST_TEST(!told[0].full);
  BOOST_TEST(ends().empty());
  BOOST_TEST(journal->calls == (lines{"evaluate 1-2", "commit 2"}));
}

BOOST_AUTO_TEST_CASE(evaluates_while_the_store_commits) {
  auto store = tests::probe{system};
  applier = start(0, store.as<protocol::committer_actor>());
  commit(2, {tests::commands(1, 1, 2)});
  gather();
  auto work = store.take<protocol::carry_out>();
  BOOST_TEST_REQUIRE(work.size() == 1U);
  commit(4, {tests::commands(1, 3, 4)});
  gather();
  BOOST_TEST(answered() == (std::vector<std::uint64_t>{1, 2, 3, 4}));
  BOOST_CHECK(store.take<protocol::carry_out>().empty());
  server.take<protocol::applied>();
  BOOST_REQUIRE(static_cast<bool>(work[0].run()));
  store.tell(applier, protocol::carried_out{});
  gather();
  auto news = server.take<protocol::applied>();
  BOOST_TEST_REQUIRE(news.size() == 1U);
  BOOST_TEST(news[0].visible == raft::log_index{2});
  BOOST_TEST(news[0].evaluated == raft::log_index{4});
  BOOST_TEST(store.take<protocol::carry_out>().size() == 1U);
}

// HAZARDS 44.
BOOST_AUTO_TEST_CASE(waits_for_a_store_that_has_too_much_to_commit) {
  auto store = tests::probe{system};
  applier = start(0, store.as<protocol::committer_actor>());
  for (auto i = std::uint64_t{1}; i <= 200; ++i)
    commit(i, {tests::commands(1, i, i, std::string(1U << 20U, 'x'))});
  gather();
  auto evaluated = answered();
  BOOST_TEST(evaluated.size() < 40U);
  BOOST_TEST(store.count<protocol::carry_out>() == 1U);
  for (auto i = 0; i < 20; ++i) {
    for (const auto& work : store.take<protocol::carry_out>()) {
      BOOST_REQUIRE(static_cast<bool>(work.run()));
      store.tell(applier, protocol::carried_out{});
    }
    for (const auto& read : log.take<protocol::read_committed>())
      tell(applier, protocol::committed_read{
                      tests::commands(1, read.from.value, read.from.value)});
    gather();
    auto more = answered();
    evaluated.insert(evaluated.end(), more.begin(), more.end());
  }
  BOOST_TEST(evaluated.size() > 60U);
  BOOST_CHECK(std::ranges::is_sorted(evaluated));
}

BOOST_AUTO_TEST_CASE(lets_others_on_its_thread_between_parts_of_a_batch) {
  commit(1000, {tests::commands(1, 1, 1000)});
  drain();
  BOOST_TEST(journal->calls
             == (lines{"evaluate 1-256", "evaluate 257-512", "evaluate 513-768",
                       "evaluate 769-1000"}));
}

BOOST_AUTO_TEST_CASE(evaluates_again_what_the_store_could_not_load) {
  journal->evaluate_refusal = failure{errc::store_busy, "gone away"};
  commit(2, {tests::commands(1, 1, 2)});
  drain();
  commit(4, {tests::commands(1, 3, 4)});
  drain();
  scheduler.advance_time(50ms);
  drain();
  BOOST_CHECK(answered().empty());
  journal->evaluate_refusal.reset();
  scheduler.advance_time(50ms);
  drain();
  BOOST_TEST(answered() == (std::vector<std::uint64_t>{1, 2, 3, 4}));
  BOOST_TEST(ends().empty());
}

BOOST_AUTO_TEST_CASE(ends_when_the_store_cannot_commit) {
  journal->commit_refusal = failure{errc::storage_failed, "disk full"};
  commit(2, {tests::commands(1, 1, 2)});
  gather();
  BOOST_TEST_REQUIRE(ends().size() == 1U);
  BOOST_TEST(ends()[0] == caf::make_error(errc::storage_failed, "disk full"));
}

BOOST_AUTO_TEST_CASE(ends_when_an_entry_cannot_be_evaluated) {
  journal->evaluate_refusal = failure{errc::storage_failed, "no such table"};
  commit(2, {tests::commands(1, 1, 2)});
  drain();
  BOOST_TEST_REQUIRE(ends().size() == 1U);
  // HAZARDS 22: a failure of this node never becomes a result.
  BOOST_CHECK(answered().empty());
}

BOOST_AUTO_TEST_CASE(commits_exactly_where_a_digest_is_taken) {
  journal->digest_at = {3};
  commit(5, {tests::commands(1, 1, 5)});
  drain();
  // It does not gather any longer, and goes on while the commit is made.
  BOOST_TEST(journal->calls
             == (lines{"evaluate 1-3", "evaluate 4-5", "commit 3"}));
  auto digests = server.take<protocol::take_digest>();
  BOOST_TEST_REQUIRE(digests.size() == 1U);
  BOOST_TEST(digests[0].index == raft::log_index{3});
  BOOST_TEST((*digests[0].run()).digest == "7");
  gather();
  BOOST_TEST(journal->calls.back() == "commit 5");
  BOOST_TEST(server.take<protocol::take_digest>().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace applier_test
