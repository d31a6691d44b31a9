// A voter whose state is lost and whose log has been cut: it may have the
// newest entries, but cannot answer.

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace lost_state_test {

using namespace taskraft;
using namespace taskraft::tests;

/// Node 1 has cut its log and lost the state of the entries that were cut off.
struct lost_state {
  lost_state() {
    auto content = disk_of({1, 1, 1, 1, 1, 1}, 1);
    content.base = {{3}, {1}};
    cluster.restart_with(1, std::move(content));
    BOOST_REQUIRE(one.state.lacks_state);
  }

  /// Gives the node the log of node 1 up to an index, and the state of all of
  /// that.
  void give(std::uint64_t id, std::size_t entries) {
    auto content = disk_of(std::vector<std::uint64_t>(entries, 1), 1);
    content.state = content.log;
    cluster.restart_with(id, std::move(content));
  }

  raft_cluster cluster{3};
  test_node& one = cluster.node(1);
};

BOOST_FIXTURE_TEST_SUITE(a_voter_whose_state_is_lost, lost_state)

// Decision 19.
BOOST_AUTO_TEST_CASE(wins_if_it_alone_has_the_newest_entries_and_gives_way) {
  give(2, 4);
  cluster.isolate(3);
  auto& leader = cluster.await_leader();
  BOOST_TEST(leader.state.self == raft::node_id{2});
  leader.propose({"command"});
  cluster.pass(40);
  BOOST_TEST(!one.state.lacks_state);
  BOOST_TEST(commands_of(one.applied).size() == 7U);
  BOOST_TEST(one.applied == leader.applied);
}

BOOST_AUTO_TEST_CASE(lets_those_with_a_state_win_first) {
  give(2, 6);
  give(3, 6);
  cluster.pass(30 + 40);
  BOOST_TEST_REQUIRE(cluster.newest_leader() != nullptr);
  BOOST_TEST(!cluster.newest_leader()->state.lacks_state);
  BOOST_TEST(one.state.hard.term.value <= 3U);
}

BOOST_AUTO_TEST_CASE(does_not_stand_when_a_leader_asks_it_to) {
  one.step(raft::timeout_now{.term = {1}, .leader = {2}});
  BOOST_TEST(one.kind() == raft::role_kind::follower);
}

BOOST_AUTO_TEST_CASE(takes_no_proposals_while_it_leads) {
  give(2, 4);
  cluster.isolate(3);
  cluster.elect(1);
  one.propose({"command"});
  BOOST_TEST(one.refused_proposals == 1U);
}

// What node 1 has lost is on node 3 alone.
BOOST_AUTO_TEST_CASE(leads_in_vain_until_the_state_is_there_again) {
  give(2, 2);
  give(3, 4);
  cluster.isolate(3);
  cluster.pass(600);
  BOOST_TEST(one.leads());
  auto term = one.state.hard.term;
  cluster.pass(600);
  BOOST_TEST(one.state.hard.term == term);
  cluster.mend();
  auto& leader = cluster.await_leader();
  BOOST_TEST(leader.state.self == raft::node_id{3});
  cluster.pass(40);
  for (auto& [id, node] : cluster.nodes())
    BOOST_TEST(commands_of(node.applied).size() == 6U);
}

BOOST_AUTO_TEST_CASE(does_not_stay_alone) {
  auto two = raft_cluster{2};
  two.elect(2);
  two.pass(5);
  auto& leader = two.node(2);
  auto leave = raft::membership_change{
    .context = 1, .step = raft::membership_step::remove, .node = {2}};
  leader.as_leader().peers.at({1}).lacks_state = true;
  leader.step(leave);
  BOOST_TEST_REQUIRE(leader.changes.size() == 1U);
  BOOST_TEST(leader.changes[0].outcome == raft::membership_outcome::busy);
  two.pass(5);
  leader.step(leave);
  two.settle();
  BOOST_TEST_REQUIRE(leader.changes.size() == 2U);
  BOOST_TEST(leader.changes[1].outcome == raft::membership_outcome::done);
}

// Its store was lost after it had been heard last.
BOOST_AUTO_TEST_CASE(is_not_left_alone_either) {
  auto two = raft_cluster{2};
  two.elect(2);
  two.pass(5);
  auto& leader = two.node(2);
  leader.step(raft::membership_change{
    .context = 1, .step = raft::membership_step::remove, .node = {2}});
  two.collect();
  while (leader.state.members().find({2}) != nullptr) {
    BOOST_REQUIRE(!two.network().empty());
    two.deliver(two.network().front());
    two.network().pop_front();
    two.collect();
  }
  two.node(1).state.lacks_state = true;
  while (two.node(1).state.lacks_state) {
    two.collect();
    BOOST_REQUIRE(leader.leads());
    two.pass(1);
  }
  two.settle();
  BOOST_TEST(!leader.leads());
  BOOST_TEST(two.await_leader().state.self == raft::node_id{1});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace lost_state_test
