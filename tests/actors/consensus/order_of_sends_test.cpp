#include "tests/actors/consensus/role_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace order_of_sends_test {

using namespace taskraft;
using raft::role_kind;

/// A role in a program whose turns end when the test says so.
struct fixture : tests::role_fixture {
  protocol::role_actor begin_in_turns(role_kind kind) {
    auto x = environment();
    x.after_sends = [this](std::function<void()> what) {
      waiting.push_back(std::move(what));
    };
    auto baton = protocol::baton{};
    baton.next = kind;
    baton.state = consensus(1);
    baton.state->commit_index = released;
    baton.state->released_index = released;
    auto role = watched(actors::spawn_role(system, x, baton));
    end_turn();
    for (auto* each : {&log, &applier, &second, &third})
      each->take<protocol::write_log>();
    second.take<raft::append_entries>();
    third.take<raft::append_entries>();
    return role;
  }

  /// What waits for the end of the turn happens, and what follows from it.
  void end_turn() {
    drain();
    while (!waiting.empty()) {
      for (const auto& each : std::exchange(waiting, {}))
        each();
      drain();
    }
  }

  /// Does the first thing that waits for the end of the turn.
  void end_one_wait() {
    auto what = std::move(waiting.front());
    waiting.erase(waiting.begin());
    what();
    drain();
  }

  protocol::forward_commands command() {
    auto text = std::string{"x"};
    auto size = static_cast<std::uint32_t>(text.size());
    auto frames
      = std::string{reinterpret_cast<const char*>(&size), sizeof size} + text;
    return {{1}, 7, 1, protocol::blob{frames}};
  }

  static raft::appended confirmation(std::uint64_t from, std::uint64_t index) {
    auto x = raft::appended{};
    x.term = {1};
    x.from = {from};
    x.match = {{index}, {1}};
    x.matched = true;
    return x;
  }

  raft::append_entries entries(std::uint64_t commit) {
    auto x = raft::append_entries{};
    x.term = {1};
    x.leader = {2};
    x.previous = {{2}, {1}};
    x.entries = tests::commands(1, 3, 4);
    x.commit_index = {commit};
    x.round = 1;
    return x;
  }

  std::vector<std::function<void()>> waiting;
  /// What an earlier role told the applier, which has evaluated nothing of it.
  raft::log_index released;
};

BOOST_FIXTURE_TEST_SUITE(the_order_of_sends, fixture)

BOOST_AUTO_TEST_CASE(gives_a_leaders_entries_to_nodes_before_it_wakes_the_log) {
  auto role = begin_in_turns(role_kind::leader);
  // The entry of its own begins its term; both have it.
  say(role, confirmation(2, 3));
  say(role, confirmation(3, 3));
  end_turn();
  second.take<raft::append_entries>();
  say(role, protocol::role_request{command()});
  drain();
  auto sent = second.take<raft::append_entries>();
  BOOST_TEST_REQUIRE(sent.size() == 1U);
  BOOST_TEST(!sent[0].entries.empty());
  BOOST_TEST(log.count<protocol::write_log>() == 0U);
  end_turn();
  BOOST_TEST(log.count<protocol::write_log>() == 1U);
}

BOOST_AUTO_TEST_CASE(commits_for_clients_before_other_nodes_hear_of_it) {
  auto role = begin_in_turns(role_kind::leader);
  say(role, confirmation(2, 3));
  end_turn();
  applier.take<raft::committed>();
  second.take<raft::append_entries>();
  say(role, raft::log_written{1, {{3}, {1}}});
  drain();
  BOOST_TEST_REQUIRE(waiting.size() >= 2U);
  end_one_wait();
  auto committed = applier.take<raft::committed>();
  BOOST_REQUIRE(!committed.empty());
  BOOST_TEST(committed.back().commit_index == raft::log_index{3});
  BOOST_TEST(second.count<raft::append_entries>() == 0U);
  end_turn();
  auto told = second.take<raft::append_entries>();
  BOOST_REQUIRE(!told.empty());
  BOOST_TEST(told.back().commit_index == raft::log_index{3});
}

BOOST_AUTO_TEST_CASE(shows_the_log_a_followers_entries_before_the_applier) {
  auto role = begin_in_turns(role_kind::follower);
  say(role, entries(4));
  drain();
  BOOST_TEST(log.count<protocol::write_log>() == 0U);
  BOOST_TEST(applier.count<raft::committed>() == 0U);
  end_one_wait();
  BOOST_TEST(log.count<protocol::write_log>() == 1U);
  BOOST_TEST(applier.count<raft::committed>() == 0U);
  end_turn();
  BOOST_TEST(applier.count<raft::committed>() == 1U);
}

// An applier that lags is told of an index when it has caught up, and asks the
// log at once for what it was not given.
BOOST_AUTO_TEST_CASE(shows_the_log_entries_before_an_applier_that_catches_up) {
  released = {2};
  auto role = begin_in_turns(role_kind::follower);
  say(role, entries(3));
  auto more = entries(4);
  more.previous = {{4}, {1}};
  more.entries = {};
  say(role, more);
  say(role, protocol::applied{{2}, {2}});
  drain();
  BOOST_TEST(log.count<protocol::write_log>() == 0U);
  BOOST_TEST(applier.count<raft::committed>() == 0U);
  while (applier.count<raft::committed>() == 0U) {
    BOOST_TEST_REQUIRE(!waiting.empty());
    end_one_wait();
  }
  BOOST_TEST(log.count<protocol::write_log>() == 1U);
  end_turn();
  auto told = applier.take<raft::committed>();
  BOOST_TEST_REQUIRE(told.size() == 2U);
  BOOST_TEST(told[1].commit_index == raft::log_index{4});
  BOOST_TEST(told[1].entries.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace order_of_sends_test
