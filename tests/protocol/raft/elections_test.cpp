// Pre-vote, check-quorum and stickiness, which the paper's §5 does not have
// (thesis §4.2.3, §6.2, §9.6), and what replicated systems got wrong there.

#include "tests/support/aborts.hpp"
#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace elections_test {

using namespace taskraft;
using namespace taskraft::tests;

using raft::role_kind;

raft::request_vote pre_vote_from(std::uint64_t candidate, std::uint64_t term,
                                 raft::log_position last = {}) {
  return {
    .term = {term}, .candidate = {candidate}, .last = last, .pre_vote = true};
}

/// Ticks after which a follower begins an election.
void wait_until_it_stands(test_node& one) {
  while (one.kind() == role_kind::follower)
    one.tick();
}

BOOST_AUTO_TEST_SUITE(a_pre_vote)

BOOST_AUTO_TEST_CASE(is_asked_for_without_raising_the_term) {
  auto one = voter_in_term(4);
  wait_until_it_stands(one);
  auto asked = one.take<raft::request_vote>({2});
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(asked[0].pre_vote);
  BOOST_TEST(asked[0].term == raft::term{5});
  BOOST_TEST(one.state.hard == (raft::hard_state{{4}, {}}));
  BOOST_TEST(one.pending.empty());
}

BOOST_AUTO_TEST_CASE(changes_nothing_at_the_voter) {
  auto one = voter_in_term(4);
  for (auto candidate : {2U, 3U}) {
    one.step(pre_vote_from(candidate, 5));
    auto answers = one.take<raft::voted>({candidate});
    BOOST_TEST_REQUIRE(answers.size() == 1U);
    BOOST_TEST(answers[0].granted);
    BOOST_TEST(answers[0].pre_vote);
    BOOST_TEST(answers[0].term == raft::term{5});
  }
  BOOST_TEST(one.state.hard == (raft::hard_state{{4}, {}}));
  BOOST_TEST(one.pending.empty());
}

BOOST_AUTO_TEST_CASE(is_refused_to_an_older_log) {
  auto one = voter_in_term(4, {1, 4});
  one.step(pre_vote_from(2, 5, {{3}, {1}}));
  auto answers = one.take<raft::voted>({2});
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(!answers[0].granted);
}

BOOST_AUTO_TEST_CASE(is_followed_by_an_election_when_a_majority_grants) {
  auto one = voter_in_term(4);
  wait_until_it_stands(one);
  one.outbox.clear();
  one.step(
    raft::voted{.term = {5}, .from = {3}, .granted = true, .pre_vote = true});
  BOOST_TEST(one.state.hard == (raft::hard_state{{5}, {1}}));
  one.finish_disk();
  auto asked = one.take<raft::request_vote>({2});
  BOOST_TEST_REQUIRE(asked.size() == 1U);
  BOOST_TEST(!asked[0].pre_vote);
}

// A granted pre-vote names a term that does not exist yet.
BOOST_AUTO_TEST_CASE(that_is_granted_late_raises_no_term) {
  for (auto elected : {false, true}) {
    auto one = voter_in_term(4);
    if (elected)
      one.win();
    auto before = one.state.hard;
    one.step(
      raft::voted{.term = {9}, .from = {3}, .granted = true, .pre_vote = true});
    BOOST_TEST(one.state.hard == before);
  }
}

BOOST_AUTO_TEST_CASE(counts_for_no_election) {
  auto one = voter_in_term(4);
  one.stand();
  one.finish_disk();
  one.step(
    raft::voted{.term = {5}, .from = {3}, .granted = true, .pre_vote = true});
  BOOST_TEST(one.kind() == role_kind::candidate);
}

// The node with the longest log may have the lowest term: it must learn the
// term of the nodes that refuse it, or no node is ever elected.
BOOST_AUTO_TEST_CASE(that_is_refused_carries_the_higher_term) {
  auto cluster = raft_cluster{3};
  cluster.isolate(3);
  cluster.restart_with(1, disk_of({1, 1, 2}, 2));
  cluster.restart_with(2, disk_of({1}, 9));
  cluster.pass(200);
  BOOST_TEST_REQUIRE(cluster.newest_leader() != nullptr);
  BOOST_TEST(cluster.node(1).leads());
  BOOST_TEST(cluster.node(1).state.hard.term > raft::term{9});
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_node_that_hears_a_leader)

BOOST_AUTO_TEST_CASE(ignores_votes_and_pre_votes_for_the_least_time_out) {
  auto one = voter_in_term(4);
  one.step(append_from(2, 4, {}, 0, 0));
  one.outbox.clear();
  for (auto i = 1U; i < one.state.tuning.election_ticks_min; ++i) {
    one.tick();
    one.step(pre_vote_from(3, 9));
    one.step(raft::request_vote{.term = {9}, .candidate = {3}, .last = {}});
    BOOST_TEST(one.outbox.empty());
    BOOST_TEST(one.state.hard.term == raft::term{4});
  }
  one.tick();
  one.step(raft::request_vote{.term = {9}, .candidate = {3}, .last = {}});
  one.finish_disk();
  BOOST_TEST(one.take<raft::voted>({3}).size() == 1U);
}

BOOST_AUTO_TEST_CASE(votes_in_an_election_that_the_leader_asked_for) {
  auto one = voter_in_term(4);
  one.step(append_from(2, 4, {}, 0, 0));
  one.step(raft::request_vote{.term = {5},
                              .candidate = {3},
                              .last = {},
                              .pre_vote = false,
                              .transfer = true});
  one.finish_disk();
  auto answers = one.take<raft::voted>({3});
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].granted);
}

BOOST_AUTO_TEST_CASE(or_leads_with_a_quorum_ignores_votes) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  auto& leader = cluster.node(1);
  leader.step(pre_vote_from(3, 9));
  leader.step(raft::request_vote{.term = {9}, .candidate = {3}, .last = {}});
  BOOST_TEST(leader.leads());
  BOOST_TEST(leader.outbox.empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_leader_without_a_quorum)

BOOST_AUTO_TEST_CASE(steps_down_after_the_longest_time_out) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  cluster.isolate(1);
  auto& old = cluster.node(1);
  old.step(raft::read_requested{3});
  old.tick(old.state.tuning.election_ticks_max - 1);
  BOOST_TEST(old.leads());
  old.tick();
  BOOST_TEST(old.kind() == role_kind::follower);
  BOOST_TEST(old.state.leader == raft::node_id{0});
  BOOST_TEST(old.refused_reads == std::vector<std::uint64_t>{3});
}

BOOST_AUTO_TEST_CASE(stays_while_one_of_two_others_answers) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  cluster.isolate(3);
  cluster.pass(300);
  BOOST_TEST(cluster.node(1).leads());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_node_that_may_not_stand)

BOOST_AUTO_TEST_CASE(neither_campaigns_nor_votes_before_the_gate_is_open) {
  auto one = test_node{{1}, voters(3)};
  one.tick(1000);
  one.step(pre_vote_from(2, 1));
  one.step(raft::request_vote{.term = {1}, .candidate = {2}, .last = {}});
  one.step(raft::timeout_now{.term = {1}, .leader = {2}});
  BOOST_TEST(one.kind() == role_kind::follower);
  BOOST_TEST(one.take<raft::voted>({2}).empty());
  BOOST_TEST(one.take<raft::request_vote>({2}).empty());
}

BOOST_AUTO_TEST_CASE(follows_a_leader_all_the_same) {
  auto one = test_node{{1}, voters(3)};
  one.step(append_from(2, 3, log_of({1, 3}), 0, 2, 2));
  one.finish_disk();
  BOOST_TEST(one.applied.size() == 2U);
  BOOST_TEST(one.take<raft::appended>({2}).size() >= 1U);
}

BOOST_AUTO_TEST_CASE(waits_a_whole_time_out_once_the_gate_opens) {
  auto one = test_node{{1}, voters(3)};
  one.tick(1000);
  one.allow_elections();
  one.tick(one.state.tuning.election_ticks_min - 1);
  BOOST_TEST(one.kind() == role_kind::follower);
  one.tick(one.state.tuning.election_ticks_max);
  BOOST_TEST(one.kind() == role_kind::candidate);
}

// HAZARDS 33: it may have been promoted without knowing it yet.
BOOST_AUTO_TEST_CASE(because_it_is_a_learner_still_votes) {
  auto members = voters(3);
  members.members[0].voter = false;
  auto one = test_node{{1}, members};
  one.allow_elections();
  one.tick(1000);
  BOOST_TEST(one.kind() == role_kind::follower);
  one.step(raft::request_vote{.term = {1}, .candidate = {2}, .last = {}});
  one.finish_disk();
  auto answers = one.take<raft::voted>({2});
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].granted);
}

BOOST_AUTO_TEST_CASE(because_it_is_no_member_never_does) {
  auto members = voters(3);
  members.members.erase(members.members.begin());
  auto one = test_node{{1}, members};
  one.allow_elections();
  one.tick(1000);
  one.step(raft::timeout_now{.term = {1}, .leader = {2}});
  BOOST_TEST(one.kind() == role_kind::follower);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_faulty_network)

// HAZARDS 39: one cut link of three, or a chain of five.
BOOST_AUTO_TEST_CASE(with_any_single_link_cut_leaves_a_working_cluster) {
  for (auto size : {3U, 5U})
    for (auto one = 1U; one <= size; ++one)
      for (auto other = one + 1; other <= size; ++other) {
        auto cluster = raft_cluster{size, {}, one * 10 + other};
        cluster.await_leader();
        cluster.cut(one, other);
        cluster.pass(300);
        auto& leader = cluster.await_leader();
        auto term = leader.state.hard.term;
        leader.propose({"command"});
        cluster.pass(300);
        BOOST_TEST(commands_of(leader.applied).size() == 1U);
        // No node disturbs it with one election after the other.
        BOOST_TEST(leader.leads());
        BOOST_TEST(leader.state.hard.term == term);
      }
}

BOOST_AUTO_TEST_CASE(that_is_a_chain_of_five_has_a_leader_and_keeps_it) {
  auto cluster = raft_cluster{5};
  for (auto one = 1U; one <= 5; ++one)
    for (auto other = one + 2; other <= 5; ++other)
      cluster.cut(one, other);
  cluster.pass(1000);
  auto& leader = cluster.await_leader();
  auto term = leader.state.hard.term;
  leader.propose({"command"});
  cluster.pass(500);
  BOOST_TEST(commands_of(leader.applied).size() == 1U);
  BOOST_TEST(cluster.newest_leader()->state.hard.term == term);
}

// HAZARDS 40: a node that was away comes back without dethroning the leader.
BOOST_AUTO_TEST_CASE(that_heals_does_not_dethrone_the_leader) {
  auto cluster = raft_cluster{3};
  auto& leader = cluster.await_leader();
  auto term = leader.state.hard.term;
  auto away = leader.state.self.value % 3 + 1;
  for (auto i = 0; i < 5; ++i) {
    cluster.isolate(away);
    cluster.pass(300);
    cluster.mend();
    cluster.pass(100);
  }
  BOOST_TEST(leader.leads());
  BOOST_TEST(leader.state.hard.term == term);
  BOOST_TEST(cluster.node(away).state.hard.term == term);
}

// HAZARDS 40: pre-vote and check-quorum together must not lock each other. A
// node that did reach a higher term answers the leader with it; one election
// later all is well.
BOOST_AUTO_TEST_CASE(with_a_node_in_a_higher_term_settles_after_one_election) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  cluster.isolate(3);
  cluster.node(1).propose({"command"});
  cluster.settle();
  cluster.node(3).stand();
  cluster.node(3).finish_disk();
  auto higher = cluster.node(3).state.hard.term;
  cluster.mend();
  cluster.pass(200);
  auto& leader = cluster.await_leader();
  BOOST_TEST(leader.state.self != raft::node_id{3});
  auto term = leader.state.hard.term;
  BOOST_TEST(term > higher);
  cluster.pass(500);
  BOOST_TEST(leader.leads());
  BOOST_TEST(leader.state.hard.term == term);
  BOOST_TEST(cluster.node(3).disk.log == leader.log);
}

// HAZARDS 13: two leaders of one term mean that votes were lost.
BOOST_AUTO_TEST_CASE(that_shows_two_leaders_of_a_term_ends_the_node) {
  auto follower = voter_in_term(4);
  follower.step(append_from(2, 4, {}, 0, 0));
  BOOST_TEST(aborts([&] { follower.step(append_from(3, 4, {}, 0, 0, 0, 2)); }));
  BOOST_TEST(
    !aborts([&] { follower.step(append_from(2, 4, {}, 0, 0, 0, 2)); }));
  auto leader = voter_in_term(4);
  leader.win();
  BOOST_TEST(aborts([&] { leader.step(append_from(3, 5, {}, 0, 0)); }));
  BOOST_TEST(!aborts([&] { leader.step(append_from(3, 6, {}, 0, 0)); }));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace elections_test
