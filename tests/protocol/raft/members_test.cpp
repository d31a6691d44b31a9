// Changes of the members, after chapter 4 of the thesis.

#include "tests/protocol/raft/members_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace members_test {

using namespace taskraft;
using namespace taskraft::tests;

BOOST_FIXTURE_TEST_SUITE(a_change_of_members, members_fixture)

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
  BOOST_TEST(node(4).disk.log == node(1).disk.log);
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
  BOOST_TEST(ask(node(1), membership_step::promote, id)
             == membership_outcome::lags);
  cluster.mend();
  cluster.pass(20);
  BOOST_TEST(ask(node(1), membership_step::promote, id)
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
  BOOST_TEST(ask(node(2), membership_step::remove, 1)
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
  // Node 1 adds node 4 and reaches no other node.
  cluster.isolate(1);
  ask(node(1), membership_step::add, 4);
  BOOST_TEST(node(1).state.members().find({4}) != nullptr);
  // Node 2 leads without that entry, and adds node 5.
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
    BOOST_TEST(node(id).state.members().find({4}) == nullptr);
    BOOST_TEST(node(id).state.members().find({5}) != nullptr);
  }
}

BOOST_AUTO_TEST_CASE(goes_one_at_a_time) {
  cluster.join();
  cluster.join();
  ask(node(1), membership_step::add, 4);
  BOOST_TEST(ask(node(1), membership_step::add, 5) == membership_outcome::busy);
  cluster.settle();
  cluster.pass(10);
  BOOST_CHECK(!ask(node(1), membership_step::add, 5));
}

BOOST_AUTO_TEST_CASE(waits_while_leadership_is_handed_over) {
  cluster.cut(1, 3);
  node(1).propose({"lacks at 3"});
  node(1).step(raft::transfer_requested{1, {3}});
  BOOST_TEST(ask(node(1), membership_step::remove, 2)
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
  BOOST_TEST(ask(node(1), membership_step::add, 4) == membership_outcome::done);
  BOOST_TEST(ask(node(1), membership_step::promote, 4)
             == membership_outcome::done);
  BOOST_TEST(node(1).state.log.last().index == last);
  ask(node(1), membership_step::remove, 4);
  cluster.settle();
  BOOST_TEST(is_done(node(1)));
  BOOST_TEST(ask(node(1), membership_step::remove, 4)
             == membership_outcome::done);
}

// HAZARDS 15: a new disk under an old id would have forgotten its votes.
BOOST_AUTO_TEST_CASE(never_uses_an_id_or_an_address_twice) {
  BOOST_TEST(ask(node(1), membership_step::remove, 3) == std::nullopt);
  cluster.settle();
  BOOST_TEST(ask(node(1), membership_step::add, 3)
             == membership_outcome::conflict);
  auto elsewhere = change(membership_step::add, 2);
  elsewhere.address = "another:7101";
  node(1).changes.clear();
  node(1).step(elsewhere);
  auto taken = change(membership_step::add, 9);
  taken.address = node(1).state.members().find({2})->address;
  node(1).step(taken);
  BOOST_TEST_REQUIRE(node(1).changes.size() == 2U);
  for (const auto& answer : node(1).changes)
    BOOST_TEST(answer.outcome == membership_outcome::conflict);
}

BOOST_AUTO_TEST_CASE(with_senseless_words_is_refused) {
  auto odd = change(membership_step::add, 4);
  odd.address.clear();
  node(1).step(odd);
  odd.address = std::string(100'000, 'a');
  node(1).step(odd);
  odd = change(membership_step::add, 4);
  odd.disk_id = std::string(100'000, 'd');
  node(1).step(odd);
  node(1).step(change(membership_step::add, 0));
  BOOST_TEST_REQUIRE(node(1).changes.size() == 4U);
  for (const auto& answer : node(1).changes)
    BOOST_TEST(answer.outcome == membership_outcome::conflict);
}

BOOST_AUTO_TEST_CASE(of_nobody_is_refused) {
  BOOST_TEST(ask(node(1), membership_step::remove, 9)
             == membership_outcome::not_found);
  BOOST_TEST(ask(node(1), membership_step::promote, 9)
             == membership_outcome::not_found);
  BOOST_TEST(ask(node(2), membership_step::remove, 3)
             == membership_outcome::not_leader);
}

BOOST_AUTO_TEST_CASE(never_removes_the_last_voter) {
  auto alone = raft_cluster{1};
  alone.elect(1);
  alone.pass(5);
  BOOST_TEST(ask(alone.node(1), membership_step::remove, 1)
             == membership_outcome::last_voter);
}

BOOST_AUTO_TEST_CASE(that_would_leave_no_live_majority_is_refused) {
  cluster.isolate(3);
  cluster.pass(20);
  BOOST_TEST(node(1).leads());
  BOOST_TEST(ask(node(1), membership_step::remove, 2)
             == membership_outcome::no_quorum);
  BOOST_CHECK(!ask(node(1), membership_step::remove, 3));
}

// Issue 9: within an election time-out of a voter's death the removal of
// another one was taken, and nobody could lead from then on.
BOOST_AUTO_TEST_CASE(that_needs_a_voter_which_has_just_died_is_refused) {
  auto last = node(1).state.log.last();
  cluster.isolate(3);
  BOOST_CHECK(!ask(node(1), membership_step::remove, 2));
  cluster.settle();
  BOOST_TEST(node(1).changes.empty());
  cluster.pass(node(1).state.tuning.election_ticks_min);
  BOOST_TEST_REQUIRE(node(1).changes.size() == 1U);
  BOOST_TEST(node(1).changes[0].outcome == membership_outcome::no_quorum);
  BOOST_TEST(node(1).state.log.last() == last);
  cluster.pass(40);
  BOOST_TEST(node(1).leads());
  BOOST_CHECK(!ask(node(1), membership_step::remove, 3));
  cluster.settle();
  BOOST_TEST(is_done(node(1)));
}

BOOST_AUTO_TEST_CASE(counts_no_answer_to_a_round_before_the_request) {
  cluster.isolate(3);
  auto answer = raft::appended{};
  answer.term = node(1).state.hard.term;
  answer.from = {3};
  answer.match = node(1).state.log.last();
  answer.matched = true;
  answer.round = node(1).as_leader().round;
  BOOST_CHECK(!ask(node(1), membership_step::remove, 2));
  node(1).step(answer);
  BOOST_TEST(node(1).state.members().has_voter({2}));
  // Any later round will do: the first one may be lost.
  answer.round = node(1).as_leader().round;
  node(1).step(answer);
  BOOST_TEST(!node(1).state.members().has_voter({2}));
  BOOST_TEST(node(1).changes.empty());
}

// A seed of the simulator: the voter that was needed had nothing yet, voted for
// nobody, and its leader failed before it had caught up.
BOOST_AUTO_TEST_CASE(waits_for_voters_that_do_not_know_the_members_yet) {
  auto few = raft_cluster{3};
  few.isolate(3);
  few.elect(1);
  few.cut(1, few.join());
  auto& leader = few.node(1);
  ask(leader, membership_step::add, 4);
  few.settle();
  BOOST_TEST_REQUIRE(is_done(leader));
  leader.changes.clear();
  auto answer = raft::appended{};
  answer.term = leader.state.hard.term;
  answer.from = {3};
  auto hear = [&] {
    answer.round = leader.as_leader().round;
    answer.refused_previous = leader.state.log.last().index;
    leader.step(answer);
  };
  hear();
  BOOST_CHECK(!ask(leader, membership_step::remove, 2));
  hear();
  BOOST_TEST(leader.state.members().has_voter({2}));
  BOOST_TEST(leader.changes.empty());
  few.mend();
  few.settle();
  BOOST_TEST(!leader.state.members().has_voter({2}));
  BOOST_TEST(is_done(leader));
}

BOOST_AUTO_TEST_CASE(is_not_done_if_the_leader_is_lost_before_the_answers) {
  auto last = node(1).state.log.last();
  cluster.isolate(1);
  BOOST_CHECK(!ask(node(1), membership_step::remove, 3));
  node(1).step(
    raft::timeout_now{.term = node(1).state.hard.term.next(), .leader = {2}});
  BOOST_TEST(!node(1).leads());
  BOOST_TEST_REQUIRE(node(1).changes.size() == 1U);
  BOOST_TEST(node(1).changes[0].outcome == membership_outcome::not_leader);
  BOOST_TEST(node(1).state.log.last() == last);
}

// With the learner as a fourth voter, two of them alive would be no majority.
BOOST_AUTO_TEST_CASE(makes_no_voter_of_a_learner_that_has_just_died) {
  cluster.isolate(3);
  auto id = cluster.join();
  cluster.cut(1, id);
  ask(node(1), membership_step::add, id);
  cluster.settle();
  BOOST_TEST_REQUIRE(is_done(node(1)));
  auto answer = raft::appended{};
  answer.term = node(1).state.hard.term;
  answer.from = {id};
  answer.match = node(1).state.log.last();
  answer.matched = true;
  answer.round = node(1).as_leader().round;
  node(1).step(answer);
  cluster.pass(40);
  BOOST_TEST(node(1).leads());
  BOOST_TEST(!node(1).state.members().has_voter({id}));
  node(1).propose({"goes on"});
  cluster.settle();
  BOOST_TEST(node(1).state.commit_index == node(1).state.log.last().index);
}

BOOST_AUTO_TEST_CASE(whose_leader_is_lost_is_answered_as_unknown) {
  cluster.isolate(1);
  ask(node(1), membership_step::add, 4);
  node(1).tick(40);
  BOOST_TEST(!node(1).leads());
  BOOST_TEST_REQUIRE(node(1).changes.size() == 1U);
  BOOST_TEST(node(1).changes[0].outcome == membership_outcome::unknown);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace members_test
