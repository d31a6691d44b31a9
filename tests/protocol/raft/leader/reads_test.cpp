#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace reads_test {

using namespace taskraft;
using namespace taskraft::tests;

raft_cluster cluster_led_by_one(std::size_t size = 3) {
  auto cluster = raft_cluster{size};
  cluster.elect(1);
  cluster.pass(5);
  return cluster;
}

raft::appended answer_from(std::uint64_t from, const test_node& leader,
                           std::uint64_t round) {
  auto position = raft::log_position{
    leader.state.commit_index,
    leader.state.log.term_at(leader.state.commit_index).value()};
  return {.term = leader.state.hard.term,
          .from = {from},
          .match = position,
          .matched = true,
          .conflict_hint = {},
          .refused_previous = {},
          .round = round};
}

std::vector<std::uint64_t> contexts(const test_node& one) {
  auto result = std::vector<std::uint64_t>{};
  for (const auto& read : one.granted)
    result.push_back(read.context);
  return result;
}

using numbers = std::vector<std::uint64_t>;

/// Takes what the leader has sent, and returns to whom.
numbers asked_by(test_node& leader) {
  auto result = numbers{};
  for (auto id = std::uint64_t{1}; id <= 5; ++id)
    if (!leader.take<raft::append_entries>({id}).empty())
      result.push_back(id);
  leader.outbox.clear();
  return result;
}

void pass_until_heartbeat(test_node& leader) {
  leader.tick(leader.state.tuning.heartbeat_ticks);
  leader.outbox.clear();
}

BOOST_AUTO_TEST_SUITE(a_read)

BOOST_AUTO_TEST_CASE(waits_until_a_majority_has_answered_a_later_round) {
  auto cluster = cluster_led_by_one(5);
  auto& leader = cluster.node(1);
  auto before = leader.as_leader().round;
  leader.step(raft::read_requested{1});
  auto round = leader.as_leader().round;
  BOOST_TEST(round > before);
  leader.step(answer_from(2, leader, round));
  leader.step(answer_from(2, leader, round));
  BOOST_TEST(leader.granted.empty());
  leader.step(answer_from(3, leader, round));
  BOOST_TEST(contexts(leader) == numbers{1});
}

BOOST_AUTO_TEST_CASE(shares_its_round_with_all_that_gathered) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  leader.step(raft::read_requested{1});
  auto first = leader.as_leader().round;
  leader.outbox.clear();
  for (auto context : {2U, 3U, 4U})
    leader.step(raft::read_requested{context});
  BOOST_TEST(leader.as_leader().round == first);
  BOOST_TEST(leader.outbox.empty());
  leader.step(answer_from(2, leader, first));
  BOOST_TEST(contexts(leader) == numbers{1});
  auto second = leader.as_leader().round;
  BOOST_TEST(second == first + 1);
  BOOST_TEST(leader.take<raft::append_entries>({2}).size() == 1U);
  leader.step(answer_from(3, leader, second));
  BOOST_TEST(contexts(leader) == (numbers{1, 2, 3, 4}));
}

// HAZARDS 26: answers to earlier rounds, late or doubled.
BOOST_AUTO_TEST_CASE(is_not_granted_by_late_answers) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  leader.step(raft::read_requested{1});
  auto round = leader.as_leader().round;
  leader.step(answer_from(2, leader, round - 1));
  leader.step(answer_from(3, leader, round - 1));
  leader.step(answer_from(3, leader, 0));
  BOOST_TEST(leader.granted.empty());
  // A round that has not begun cannot have been answered.
  leader.step(answer_from(2, leader, round + 1));
  BOOST_TEST(leader.granted.empty());
  leader.step(answer_from(2, leader, round));
  BOOST_TEST(leader.granted.size() == 1U);
  // The answers that granted it say nothing about the next.
  leader.step(raft::read_requested{2});
  leader.step(answer_from(2, leader, round));
  leader.step(answer_from(3, leader, round));
  BOOST_TEST(leader.granted.size() == 1U);
}

// HAZARDS 26: rounds of an earlier leadership.
BOOST_AUTO_TEST_CASE(is_not_granted_by_answers_of_an_older_term) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  auto old = answer_from(2, leader, 1);
  cluster.elect(2);
  cluster.elect(1);
  leader.step(raft::read_requested{1});
  old.round = leader.as_leader().round;
  leader.step(old);
  old.from = {3};
  leader.step(old);
  BOOST_TEST(leader.granted.empty());
  cluster.settle();
  BOOST_TEST(leader.granted.size() == 1U);
}

// HAZARDS 25: read right after an election.
BOOST_AUTO_TEST_CASE(waits_for_the_first_commit_of_the_term) {
  auto cluster = raft_cluster{3};
  cluster.restart_with(1, disk_of({1, 1, 1}, 1));
  auto& leader = cluster.node(1);
  leader.win();
  leader.step(raft::read_requested{1});
  leader.step(answer_from(2, leader, leader.as_leader().round));
  leader.step(answer_from(3, leader, leader.as_leader().round));
  BOOST_TEST(leader.granted.empty());
  cluster.settle();
  BOOST_TEST_REQUIRE(leader.granted.size() == 1U);
  BOOST_TEST(leader.granted[0].read_index == leader.as_leader().opening_index);
}

// HAZARDS 25: and right after a transfer.
BOOST_AUTO_TEST_CASE(after_a_transfer_sees_what_the_last_leader_committed) {
  auto cluster = cluster_led_by_one();
  cluster.node(1).propose({"command"});
  cluster.settle();
  auto committed = cluster.node(1).state.commit_index;
  cluster.node(1).step(raft::transfer_requested{1, {2}});
  for (auto i = 0; i < 100 && !cluster.node(2).leads(); ++i) {
    cluster.node(1).finish_disk();
    cluster.node(2).finish_disk();
    cluster.node(3).finish_disk();
    cluster.collect();
    if (cluster.network().empty())
      break;
    auto next = std::move(cluster.network().front());
    cluster.network().pop_front();
    cluster.deliver(next);
  }
  auto& next = cluster.node(2);
  BOOST_REQUIRE(next.leads());
  next.step(raft::read_requested{1});
  cluster.settle();
  BOOST_TEST_REQUIRE(next.granted.size() == 1U);
  BOOST_TEST(next.granted[0].read_index > committed);
}

BOOST_AUTO_TEST_CASE(whose_round_is_lost_is_granted_after_a_heartbeat) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  leader.step(raft::read_requested{1});
  leader.outbox.clear();
  cluster.settle();
  BOOST_TEST(leader.granted.empty());
  cluster.pass(leader.state.tuning.heartbeat_ticks);
  BOOST_TEST(leader.granted.size() == 1U);
}

// Decision 46.
BOOST_AUTO_TEST_CASE(asks_no_more_peers_than_a_majority_needs) {
  auto cluster = cluster_led_by_one(5);
  auto& leader = cluster.node(1);
  leader.step(raft::read_requested{1});
  BOOST_TEST(asked_by(leader) == (numbers{2, 3}));
  for (auto id : {2U, 3U})
    leader.step(answer_from(id, leader, leader.as_leader().round));
  BOOST_TEST(contexts(leader) == numbers{1});
}

BOOST_AUTO_TEST_CASE(asks_the_peers_that_answered_a_heartbeat_first) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  pass_until_heartbeat(leader);
  auto heartbeat = leader.as_leader().round;
  leader.step(answer_from(3, leader, heartbeat));
  leader.step(answer_from(2, leader, heartbeat));
  leader.step(raft::read_requested{1});
  BOOST_TEST(asked_by(leader) == numbers{3});
  // That it answers what only it was asked says nothing about the others.
  leader.step(answer_from(3, leader, leader.as_leader().round));
  pass_until_heartbeat(leader);
  leader.step(answer_from(2, leader, leader.as_leader().round));
  leader.step(raft::read_requested{2});
  BOOST_TEST(asked_by(leader) == numbers{2});
}

BOOST_AUTO_TEST_CASE(asks_all_a_tick_later_if_those_do_not_answer) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  leader.step(raft::read_requested{1});
  BOOST_TEST(asked_by(leader) == numbers{2});
  leader.tick();
  BOOST_TEST(asked_by(leader) == (numbers{2, 3}));
  leader.step(answer_from(3, leader, leader.as_leader().round));
  BOOST_TEST(contexts(leader) == numbers{1});
  // The one that is silent is not asked again until it answers first.
  leader.step(raft::read_requested{2});
  BOOST_TEST(asked_by(leader) == numbers{3});
}

BOOST_AUTO_TEST_CASE(asks_no_learner_and_nobody_who_was_removed) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  auto members = voters(3);
  members.members[1].voter = false;
  leader.state.memberships.back().value = members;
  leader.step(raft::read_requested{1});
  BOOST_TEST(asked_by(leader) == numbers{3});
}

BOOST_AUTO_TEST_CASE(is_refused_when_the_leader_steps_down) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  leader.step(raft::read_requested{1});
  leader.step(raft::read_requested{2});
  leader.outbox.clear();
  leader.step(append_from(2, 9, {}, 0, 0));
  BOOST_TEST(leader.granted.empty());
  BOOST_TEST(leader.refused_reads == (numbers{1, 2}));
}

BOOST_AUTO_TEST_CASE(is_never_granted_by_a_leader_that_was_replaced) {
  auto cluster = cluster_led_by_one();
  cluster.isolate(1);
  cluster.elect(2);
  cluster.node(2).propose({"command"});
  cluster.settle();
  auto& old = cluster.node(1);
  BOOST_REQUIRE(old.leads());
  old.step(raft::read_requested{1});
  cluster.mend();
  cluster.settle();
  cluster.pass(10);
  BOOST_TEST(old.granted.empty());
  BOOST_TEST(old.refused_reads == numbers{1});
}

BOOST_AUTO_TEST_CASE(is_granted_at_once_by_a_cluster_of_one) {
  auto cluster = cluster_led_by_one(1);
  auto& leader = cluster.node(1);
  leader.step(raft::read_requested{1});
  leader.step(raft::read_requested{2});
  BOOST_TEST(contexts(leader) == (numbers{1, 2}));
}

BOOST_AUTO_TEST_CASE(is_refused_by_a_node_that_does_not_lead) {
  auto one = test_node{{1}, voters(3)};
  one.allow_elections();
  one.step(raft::read_requested{1});
  one.stand();
  one.step(raft::read_requested{2});
  BOOST_TEST(one.refused_reads == (numbers{1, 2}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace reads_test
