// Changes of the members, after chapter 4 of the thesis.

#include "tests/support/raft_harness.hpp"

#include <boost/test/unit_test.hpp>

using namespace taskraft;
using namespace taskraft::tests;

namespace {

using raft::membership_outcome;
using raft::membership_step;

raft::membership_change change(membership_step step, std::uint64_t node) {
  return {.context = 7,
          .step = step,
          .node = {node},
          .address = "node" + std::to_string(node) + ":7101",
          .disk_id = "disk" + std::to_string(node)};
}

/// Asks one node for a change, and takes the answer as far as there is one.
std::optional<membership_outcome> ask(test_node& one, membership_step step,
                                      std::uint64_t node) {
  one.changes.clear();
  one.step(change(step, node));
  if (one.changes.empty())
    return std::nullopt;
  BOOST_TEST(one.changes[0].context == 7U);
  return one.changes[0].outcome;
}

bool is_done(const test_node& one) {
  return one.changes.size() == 1U
         && one.changes[0].outcome == membership_outcome::done;
}

struct fixture {
  raft_cluster cluster{3};

  fixture() {
    cluster.elect(1);
    cluster.pass(5);
  }

  test_node& node(std::uint64_t id) {
    return cluster.node(id);
  }

  /// A fourth node as a voter.
  void grow() {
    BOOST_REQUIRE_EQUAL(cluster.join(), 4U);
    ask(node(1), membership_step::add, 4);
    cluster.settle();
    cluster.pass(10);
    BOOST_REQUIRE(node(1).state.members().has_voter({4}));
  }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(a_change_of_members, fixture)

BOOST_AUTO_TEST_CASE(adds_a_learner_that_becomes_a_voter_once_it_caught_up) {
  cluster.join();
  cluster.cut(1, 4);
  BOOST_CHECK(!ask(node(1), membership_step::add, 4));
  cluster.settle();
  BOOST_TEST(is_done(node(1)));
  cluster.pass(20);
  BOOST_TEST(!node(1).state.members().has_voter({4}));
  BOOST_TEST(node(1).state.members().find({4})->disk_id == "disk4");
  cluster.mend();
  cluster.pass(20);
  for (auto id : {1U, 2U, 3U, 4U})
    BOOST_TEST(node(id).state.members().has_voter({4}));
  BOOST_CHECK((node(4).disk.log == node(1).disk.log));
}

// §4.2.1: what takes a learner longer than an election would delay writes.
BOOST_AUTO_TEST_CASE(does_not_let_a_learner_vote_that_comes_along_slowly) {
  auto id = cluster.join();
  ask(node(1), membership_step::add, id);
  cluster.slow_disks.insert({id});
  cluster.settle();
  for (auto i = 0; i < 10; ++i) {
    node(1).propose({"more"});
    cluster.pass(20);
    // Only now the disk gets what was sent a round ago.
    node(id).finish_disk_step();
    cluster.settle();
  }
  BOOST_TEST(!node(1).state.members().has_voter({id}));
  cluster.slow_disks.clear();
  cluster.pass(20);
  BOOST_TEST(node(1).state.members().has_voter({id}));
}

BOOST_AUTO_TEST_CASE(promotes_a_learner_at_once_when_told_but_not_too_early) {
  auto id = cluster.join();
  cluster.cut(1, id);
  ask(node(1), membership_step::add, id);
  cluster.settle();
  BOOST_CHECK(ask(node(1), membership_step::promote, id)
              == membership_outcome::behind);
  cluster.mend();
  cluster.pass(20);
  BOOST_CHECK(ask(node(1), membership_step::promote, id)
              == membership_outcome::done);
}

// HAZARDS 29: leaders that follow each other would make disjoint majorities.
BOOST_AUTO_TEST_CASE(waits_for_an_entry_of_the_own_term) {
  cluster.isolate(1);
  node(2).stand();
  node(2).finish_disk();
  node(2).step(
    raft::voted{.term = node(2).state.hard.term, .from = {3}, .granted = true});
  BOOST_REQUIRE(node(2).leads());
  BOOST_CHECK(ask(node(2), membership_step::remove, 1)
              == membership_outcome::busy);
  cluster.settle();
  cluster.pass(5);
  BOOST_CHECK(!ask(node(2), membership_step::remove, 1));
}

// HAZARDS 29, the schedule of the bug in the dissertation's first version: each
// of two leaders changes a membership that the other's change is not part of.
BOOST_AUTO_TEST_CASE(of_an_older_leader_cannot_be_completed_beside_another) {
  cluster.join();
  cluster.join();
  // 1 adds 4 and reaches nobody.
  cluster.isolate(1);
  ask(node(1), membership_step::add, 4);
  BOOST_TEST((node(1).state.members().find({4}) != nullptr));
  // 2 leads without it, and adds 5.
  cluster.mend();
  cluster.isolate(1);
  cluster.elect(2);
  cluster.pass(5);
  ask(node(2), membership_step::add, 5);
  cluster.settle();
  BOOST_TEST(is_done(node(2)));
  cluster.mend();
  cluster.pass(40);
  for (auto id : {1U, 2U, 3U}) {
    BOOST_TEST((node(id).state.members().find({4}) == nullptr));
    BOOST_TEST((node(id).state.members().find({5}) != nullptr));
  }
}

BOOST_AUTO_TEST_CASE(goes_one_at_a_time) {
  cluster.join();
  cluster.join();
  ask(node(1), membership_step::add, 4);
  BOOST_CHECK(ask(node(1), membership_step::add, 5)
              == membership_outcome::busy);
  cluster.settle();
  cluster.pass(10);
  BOOST_CHECK(!ask(node(1), membership_step::add, 5));
}

BOOST_AUTO_TEST_CASE(waits_while_leadership_is_handed_over) {
  cluster.cut(1, 3);
  node(1).propose({"lacks at 3"});
  node(1).step(raft::transfer_requested{1, {3}});
  BOOST_CHECK(ask(node(1), membership_step::remove, 2)
              == membership_outcome::busy);
}

BOOST_AUTO_TEST_CASE(asked_for_twice_is_one_change) {
  cluster.join();
  node(1).step(change(membership_step::add, 4));
  node(1).step(change(membership_step::add, 4));
  cluster.settle();
  BOOST_TEST(node(1).changes.size() == 2U);
  cluster.pass(10);
  auto last = node(1).state.log.last().index;
  BOOST_CHECK(ask(node(1), membership_step::add, 4)
              == membership_outcome::done);
  BOOST_CHECK(ask(node(1), membership_step::promote, 4)
              == membership_outcome::done);
  BOOST_TEST(node(1).state.log.last().index == last);
  ask(node(1), membership_step::remove, 4);
  cluster.settle();
  BOOST_TEST(is_done(node(1)));
  BOOST_CHECK(ask(node(1), membership_step::remove, 4)
              == membership_outcome::done);
}

// HAZARDS 15: a new disk under an old id would have forgotten its votes.
BOOST_AUTO_TEST_CASE(never_uses_an_id_or_an_address_twice) {
  BOOST_CHECK(ask(node(1), membership_step::remove, 3) == std::nullopt);
  cluster.settle();
  BOOST_CHECK(ask(node(1), membership_step::add, 3)
              == membership_outcome::conflict);
  auto elsewhere = change(membership_step::add, 2);
  elsewhere.address = "another:7101";
  node(1).changes.clear();
  node(1).step(elsewhere);
  auto taken = change(membership_step::add, 9);
  taken.address = node(1).state.members().find({2})->address;
  node(1).step(taken);
  BOOST_REQUIRE(node(1).changes.size() == 2U);
  for (const auto& answer : node(1).changes)
    BOOST_CHECK(answer.outcome == membership_outcome::conflict);
}

BOOST_AUTO_TEST_CASE(of_nobody_is_refused) {
  BOOST_CHECK(ask(node(1), membership_step::remove, 9)
              == membership_outcome::not_found);
  BOOST_CHECK(ask(node(1), membership_step::promote, 9)
              == membership_outcome::not_found);
  BOOST_CHECK(ask(node(2), membership_step::remove, 3)
              == membership_outcome::not_leader);
}

BOOST_AUTO_TEST_CASE(never_removes_the_last_voter) {
  auto alone = raft_cluster{1};
  alone.elect(1);
  alone.pass(5);
  BOOST_CHECK(ask(alone.node(1), membership_step::remove, 1)
              == membership_outcome::last_voter);
}

BOOST_AUTO_TEST_CASE(that_would_leave_no_live_majority_is_refused) {
  cluster.isolate(3);
  cluster.pass(20);
  BOOST_TEST(node(1).leads());
  BOOST_CHECK(ask(node(1), membership_step::remove, 2)
              == membership_outcome::no_quorum);
  BOOST_CHECK(!ask(node(1), membership_step::remove, 3));
}

BOOST_AUTO_TEST_CASE(whose_leader_is_lost_is_answered_as_unknown) {
  cluster.isolate(1);
  ask(node(1), membership_step::add, 4);
  node(1).tick(40);
  BOOST_TEST(!node(1).leads());
  BOOST_REQUIRE(node(1).changes.size() == 1U);
  BOOST_CHECK(node(1).changes[0].outcome == membership_outcome::unknown);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_membership_in_the_log, fixture)

// §4.1: as soon as it is appended, not when it is committed.
BOOST_AUTO_TEST_CASE(is_in_force_when_it_is_appended) {
  ask(node(1), membership_step::remove, 3);
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
  ask(node(1), membership_step::remove, 4);
  BOOST_TEST((node(1).state.members().find({4}) == nullptr));
  cluster.elect(2);
  cluster.mend();
  cluster.pass(20);
  BOOST_CHECK(node(1).state.members() == committed);
  BOOST_CHECK(node(1).disk.log == node(2).disk.log);
}

BOOST_AUTO_TEST_CASE(leaves_nothing_behind_that_cannot_come_back) {
  grow();
  cluster.join();
  ask(node(1), membership_step::add, 5);
  cluster.settle();
  cluster.pass(20);
  for (auto& [id, one] : cluster.nodes()) {
    BOOST_TEST(one.state.memberships.size() == 1U);
    BOOST_TEST((one.state.committed_members() == one.state.memberships[0]));
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
  BOOST_TEST((node(1).state.members().find({2}) == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_removed_leader, fixture)

BOOST_AUTO_TEST_CASE(leads_without_a_vote_until_that_is_committed) {
  cluster.cut(1, 3);
  ask(node(1), membership_step::remove, 1);
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

// §4.2.2: nobody has to wait for an election time-out.
BOOST_AUTO_TEST_CASE(hands_over_to_whoever_has_most) {
  ask(node(1), membership_step::remove, 1);
  cluster.settle();
  BOOST_TEST((node(2).leads() || node(3).leads()));
}

BOOST_AUTO_TEST_CASE(does_not_stand_again) {
  ask(node(1), membership_step::remove, 1);
  cluster.settle();
  cluster.isolate(1);
  node(1).tick(200);
  BOOST_CHECK(node(1).kind() == raft::role_kind::follower);
}

// §4.2.2: the only one with the entry is the one that goes, and nobody else
// could win.
BOOST_AUTO_TEST_CASE(stands_while_its_removal_is_not_committed) {
  auto two = raft_cluster{2};
  two.elect(1);
  two.pass(5);
  two.cut(1, 2);
  ask(two.node(1), membership_step::remove, 1);
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
  ask(node(1), membership_step::remove, 2);
  ask(node(1), membership_step::remove, 3);
  cluster.elect(2);
  cluster.pass(5);
  node(2).propose({"acknowledged"});
  cluster.settle();
  BOOST_REQUIRE(commands_of(node(2).applied).size() == 1U);
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

BOOST_FIXTURE_TEST_SUITE(a_learner, fixture)

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
  BOOST_CHECK(node(id).kind() == raft::role_kind::follower);
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
  BOOST_REQUIRE((log.back().kind == raft::entry_kind::membership));
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
