// What a membership in the log does, to leaders that leave and to learners.

#include "tests/protocol/raft/members_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace membership_log_test {

using namespace taskraft;
using namespace taskraft::tests;

BOOST_FIXTURE_TEST_SUITE(a_membership_in_the_log, members_fixture)

// §4.1: as soon as it is appended, not when it is committed.
BOOST_AUTO_TEST_CASE(is_in_force_when_it_is_appended) {
  append_change(node(1), membership_step::remove, 3);
  BOOST_TEST(node(1).state.members().voter_count() == 2U);
  // Both of two are needed now, and 3 counts no more.
  cluster.cut(1, 2);
  cluster.settle();
  auto before = node(1).state.commit_index;
  node(1).propose({"command"});
  cluster.settle();
  BOOST_TEST(node(1).state.commit_index == before);
}

// HAZARDS 30 (canonical/raft #250, Scylla).
BOOST_AUTO_TEST_CASE(is_rolled_back_when_its_entry_is_cut) {
  grow();
  auto committed = node(1).state.members();
  cluster.isolate(1);
  append_change(node(1), membership_step::remove, 4);
  BOOST_TEST(node(1).state.members().find({4}) == nullptr);
  cluster.elect(2);
  cluster.mend();
  cluster.pass(20);
  BOOST_TEST(node(1).state.members() == committed);
  BOOST_TEST(node(1).disk.log == node(2).disk.log);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_behind_that_cannot_come_back) {
  grow();
  cluster.join();
  ask(node(1), membership_step::add, 5);
  cluster.settle();
  cluster.pass(20);
  for (auto& [id, one] : cluster.nodes()) {
    BOOST_TEST(one.state.memberships.size() == 1U);
    BOOST_TEST(one.state.committed_members() == one.state.memberships[0]);
  }
}

// HAZARDS 34: what the settings say counts only until there is a log.
BOOST_AUTO_TEST_CASE(is_right_against_the_settings_after_a_restart) {
  grow();
  ask(node(1), membership_step::remove, 2);
  cluster.settle();
  cluster.pass(10);
  for (auto id : {1U, 3U, 4U}) {
    cluster.crash(id);
    BOOST_TEST(node(id).state.members().has_removed({2}));
    BOOST_TEST(node(id).state.members().has_voter({4}));
  }
  auto& leader = cluster.await_leader();
  cluster.pass(20);
  BOOST_TEST(leader.state.self.value != 2U);
  BOOST_TEST(node(1).state.members().find({2}) == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_removed_leader, members_fixture)

BOOST_AUTO_TEST_CASE(leads_without_a_vote_until_that_is_committed) {
  cluster.cut(1, 3);
  append_change(node(1), membership_step::remove, 1);
  BOOST_TEST(node(1).state.members().has_removed({1}));
  // Its own disk does not count: of 2 and 3 both are needed.
  cluster.settle();
  BOOST_TEST(node(1).leads());
  BOOST_TEST(node(1).changes.empty());
  cluster.mend();
  cluster.pass(5);
  BOOST_TEST(!node(1).leads());
  BOOST_TEST(is_done(node(1)));
  BOOST_TEST(node(1).state.members().has_removed({1}));
}

// §4.2.2: no node has to wait for an election time-out.
BOOST_AUTO_TEST_CASE(hands_over_to_the_node_with_most_entries) {
  ask(node(1), membership_step::remove, 1);
  cluster.settle();
  BOOST_TEST((node(2).leads() || node(3).leads()));
}

BOOST_AUTO_TEST_CASE(does_not_stand_again) {
  ask(node(1), membership_step::remove, 1);
  cluster.settle();
  cluster.isolate(1);
  node(1).tick(200);
  BOOST_TEST(node(1).kind() == raft::role_kind::follower);
}

// §4.2.2: only the node that leaves has the entry, and no other node could win.
BOOST_AUTO_TEST_CASE(stands_while_its_removal_is_not_committed) {
  auto two = raft_cluster{2};
  two.elect(1);
  two.pass(5);
  two.cut(1, 2);
  append_change(two.node(1), membership_step::remove, 1);
  two.node(1).finish_disk();
  two.crash(1);
  BOOST_TEST(!two.node(1).state.members().has_voter({1}));
  two.mend();
  two.pass(200);
  BOOST_TEST(two.node(2).leads());
  BOOST_TEST(two.node(2).state.members().has_removed({1}));
  BOOST_TEST(two.node(2).state.commit_index
             == two.node(2).state.log.last().index);
}

// HAZARDS 32 (redisraft, NATS #7545): partition, removal and death in quick
// succession.
BOOST_AUTO_TEST_CASE(or_an_isolated_one_loses_no_acknowledged_write) {
  grow();
  cluster.isolate(1);
  // The isolated leader may try what it wants.
  append_change(node(1), membership_step::remove, 2);
  ask(node(1), membership_step::remove, 3);
  cluster.elect(2);
  cluster.pass(5);
  node(2).propose({"acknowledged"});
  cluster.settle();
  BOOST_TEST_REQUIRE(commands_of(node(2).applied).size() == 1U);
  ask(node(2), membership_step::remove, 1);
  cluster.settle();
  BOOST_TEST(is_done(node(2)));
  cluster.crash(2);
  cluster.isolate(2);
  cluster.cut(1, 3);
  cluster.pass(100);
  auto& leader = cluster.await_leader();
  BOOST_TEST(leader.state.self.value != 1U);
  BOOST_TEST(commands_of(leader.applied).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_learner, members_fixture)

BOOST_AUTO_TEST_CASE(neither_stands_nor_counts_nor_is_asked) {
  auto id = cluster.join();
  cluster.cut(1, id);
  ask(node(1), membership_step::add, id);
  cluster.settle();
  cluster.mend();
  // It gets the entry that names it and nothing more.
  cluster.slow_disks.insert({id});
  cluster.pass(6);
  node(id).finish_disk_step();
  cluster.isolate(id);
  node(id).tick(200);
  BOOST_TEST(node(id).kind() == raft::role_kind::follower);
  cluster.mend();
  cluster.cut(1, 2);
  cluster.cut(1, 3);
  node(1).propose({"command"});
  auto before = node(1).state.commit_index;
  cluster.slow_disks.clear();
  cluster.settle();
  BOOST_TEST(node(1).state.commit_index == before);
  node(2).stand();
  node(2).finish_disk();
  BOOST_TEST(node(2).take<raft::request_vote>({id}).empty());
}

// HAZARDS 33 (etcd #10998): otherwise the promotion could cost the majority.
BOOST_AUTO_TEST_CASE(that_was_promoted_and_does_not_know_it_votes) {
  grow();
  // 4 has everything but the entry that gave it a vote.
  auto log = node(4).disk.log;
  BOOST_TEST_REQUIRE(log.back().kind == raft::entry_kind::membership);
  log.pop_back();
  cluster.restart_with(4, {node(4).disk.hard, log});
  BOOST_REQUIRE(!node(4).state.members().has_voter({4}));
  cluster.isolate(1);
  cluster.cut(2, 3);
  // Of four voters 2 and 4 are no majority, but with 3 they are.
  cluster.mend();
  cluster.isolate(1);
  node(2).stand();
  node(2).finish_disk();
  auto asked = node(2).take<raft::request_vote>({4});
  BOOST_REQUIRE(!asked.empty());
  node(4).step(asked[0]);
  node(4).finish_disk();
  auto votes = node(4).take<raft::voted>({2});
  BOOST_REQUIRE(!votes.empty());
  BOOST_TEST(votes.back().granted);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace membership_log_test
