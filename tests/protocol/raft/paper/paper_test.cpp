// One case for every normative sentence of §5 of "In Search of an
// Understandable Consensus Algorithm" (extended version), cited above it.
// Here: §5.1, §5.5 and §5.6. Beside it: paper_elections_test.cpp (§5.2),
// paper_replication_test.cpp and paper_figure_7_test.cpp (§5.3),
// paper_safety_test.cpp (§5.4, with Figure 8).

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>

namespace paper_test {

using namespace taskraft;
using namespace taskraft::tests;

using raft::role_kind;

/// One voter of three in `term`, with a log of these terms.
test_node node_in_term(std::uint64_t term,
                       const std::vector<std::uint64_t>& terms = {}) {
  auto one = test_node{{1}, voters(3), {}, disk_of(terms, term)};
  one.allow_elections();
  return one;
}

/// The same as follower, candidate (after its pre-vote) and leader. The
/// latter two have raised their term by one.
test_node node_as(role_kind kind, std::uint64_t term) {
  auto one = node_in_term(kind == role_kind::follower ? term : term - 1);
  if (kind == role_kind::candidate) {
    one.stand();
    one.finish_disk();
  }
  if (kind == role_kind::leader)
    one.win();
  one.outbox.clear();
  return one;
}

constexpr auto all_roles
  = {role_kind::follower, role_kind::candidate, role_kind::leader};

BOOST_AUTO_TEST_SUITE(paper_5_1)

// "At any given time each server is in one of three states: leader, follower,
// or candidate. In normal operation there is exactly one leader and all of the
// other servers are followers."
BOOST_AUTO_TEST_CASE(in_normal_operation_one_leads_and_all_others_follow) {
  auto cluster = raft_cluster{5};
  cluster.await_leader();
  cluster.pass(100);
  auto leaders = 0;
  auto followers = 0;
  for (auto& [id, one] : cluster.nodes()) {
    leaders += one.kind() == role_kind::leader ? 1 : 0;
    followers += one.kind() == role_kind::follower ? 1 : 0;
  }
  BOOST_TEST(leaders == 1);
  BOOST_TEST(followers == 4);
}

// "Followers are passive: they issue no requests on their own but simply
// respond to requests from leaders and candidates."
BOOST_AUTO_TEST_CASE(a_follower_issues_no_requests_on_its_own) {
  auto one = node_in_term(3, {1, 2});
  one.tick(one.state.tuning.election_ticks_min - 1);
  one.propose({"command"});
  one.step(raft::read_requested{1});
  one.step(raft::transfer_requested{2, {2}});
  BOOST_TEST(one.outbox.empty());
  BOOST_TEST(one.pending.empty());
}

// "The leader handles all client requests (if a client contacts a follower,
// the follower redirects it to the leader)."
BOOST_AUTO_TEST_CASE(a_follower_refuses_requests_and_knows_the_leader) {
  auto one = node_in_term(3);
  one.step(append_from(2, 3, {}, 0, 0));
  one.propose({"command"});
  one.step(raft::read_requested{5});
  BOOST_TEST(one.refused_proposals == 1U);
  BOOST_TEST(one.refused_reads == std::vector<std::uint64_t>{5});
  BOOST_TEST(one.state.leader == raft::node_id{2});
  BOOST_TEST(one.log.empty());
}

// "Terms are numbered with consecutive integers. Each term begins with an
// election [...]. If a candidate wins the election, then it serves as leader
// for the rest of the term."
BOOST_AUTO_TEST_CASE(a_winner_leads_the_next_term_and_the_rest_of_it) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  BOOST_TEST(cluster.node(1).state.hard.term == raft::term{1});
  cluster.elect(2);
  BOOST_TEST(cluster.node(2).state.hard.term == raft::term{2});
  cluster.pass(200);
  BOOST_TEST(cluster.node(2).leads());
  BOOST_TEST(cluster.node(2).state.hard.term == raft::term{2});
}

// "In some situations an election will result in a split vote. In this case
// the term will end with no leader; a new term (with a new election) will
// begin shortly."
BOOST_AUTO_TEST_CASE(a_split_vote_ends_the_term_and_a_new_one_begins) {
  auto cluster = raft_cluster{4};
  for (auto id : {1U, 2U}) {
    cluster.node(id).stand();
    cluster.node(id).finish_disk();
  }
  // 3 hears only 1, 4 hears only 2: two votes each, of four.
  cluster.cut(1, 4);
  cluster.cut(2, 3);
  cluster.settle();
  BOOST_TEST(cluster.newest_leader() == nullptr);
  cluster.mend();
  auto& leader = cluster.await_leader(100);
  BOOST_TEST(leader.state.hard.term >= raft::term{2});
}

// "Raft ensures that there is at most one leader in a given term."
// (HAZARDS 13: a second one, should it ever be seen, ends the process; the
// simulation checks that none is.)
BOOST_AUTO_TEST_CASE(a_term_that_has_a_leader_gives_no_more_votes) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  for (auto id : {2U, 3U}) {
    cluster.node(id).step(raft::request_vote{.term = {1},
                                             .candidate = {5},
                                             .last = {{9}, {1}},
                                             .pre_vote = false,
                                             .transfer = true});
    auto answers = cluster.node(id).take<raft::voted>({5});
    BOOST_TEST_REQUIRE(answers.size() == 1U);
    BOOST_TEST(!answers[0].granted);
  }
}

// "Each server stores a current term number, which increases monotonically
// over time."
BOOST_AUTO_TEST_CASE(a_term_is_stored_and_never_falls) {
  for (auto kind : all_roles) {
    auto one = node_as(kind, 5);
    one.step(append_from(2, 4, {}, 0, 0));
    one.step(raft::request_vote{.term = {3}, .candidate = {3}, .last = {}});
    BOOST_TEST(one.state.hard.term == raft::term{5});
    one.step(append_from(3, 7, {}, 0, 0));
    one.finish_disk();
    BOOST_TEST(one.disk.hard.term == raft::term{7});
    one.crash();
    BOOST_TEST(one.state.hard.term == raft::term{7});
  }
}

// "Current terms are exchanged whenever servers communicate; if one server's
// current term is smaller than the other's, then it updates its current term
// to the larger value. If a candidate or leader discovers that its term is out
// of date, it immediately reverts to follower state."
BOOST_AUTO_TEST_CASE(a_larger_term_is_taken_over_and_makes_a_follower) {
  const auto larger = std::vector<raft::event>{
    append_from(2, 9, {}, 0, 0),
    raft::appended{.term = {9},
                   .from = {2},
                   .match = {},
                   .matched = false,
                   .conflict_hint = {},
                   .refused_previous = {}},
    raft::request_vote{.term = {9},
                       .candidate = {2},
                       .last = {},
                       .pre_vote = false,
                       .transfer = true},
    raft::voted{.term = {9}, .from = {2}, .granted = false, .pre_vote = false},
    raft::voted{.term = {9}, .from = {2}, .granted = false, .pre_vote = true}};
  for (auto kind : all_roles)
    for (const auto& message : larger) {
      auto one = node_as(kind, 5);
      one.step(message);
      BOOST_TEST(one.state.hard.term == raft::term{9});
      BOOST_TEST(one.kind() == role_kind::follower);
    }
}

// "If a server receives a request with a stale term number, it rejects the
// request."
BOOST_AUTO_TEST_CASE(a_request_of_a_stale_term_is_rejected) {
  for (auto kind : all_roles) {
    auto one = node_as(kind, 5);
    one.step(append_from(2, 4, log_of({4}), 0, 1));
    auto answers = one.take<raft::appended>({2});
    BOOST_TEST_REQUIRE(answers.size() == 1U);
    BOOST_TEST(!answers[0].matched);
    BOOST_TEST(answers[0].term == raft::term{5});
    BOOST_TEST(commands_of(one.log).empty());
    one.step(raft::request_vote{.term = {4},
                                .candidate = {3},
                                .last = {{9}, {4}},
                                .pre_vote = false,
                                .transfer = true});
    auto votes = one.take<raft::voted>({3});
    BOOST_TEST_REQUIRE(votes.size() == 1U);
    BOOST_TEST(!votes[0].granted);
    BOOST_TEST(votes[0].term == raft::term{5});
  }
}

// "Servers retry RPCs if they do not receive a response in a timely manner,
// and they issue RPCs in parallel for best performance."
BOOST_AUTO_TEST_CASE(requests_go_out_in_parallel_and_are_retried) {
  auto one = node_as(role_kind::follower, 5);
  one.stand();
  one.finish_disk();
  BOOST_TEST(one.take<raft::request_vote>({2}).size() == 1U);
  BOOST_TEST(one.take<raft::request_vote>({3}).size() == 1U);
  one.step(
    raft::voted{.term = {6}, .from = {3}, .granted = false, .pre_vote = false});
  one.tick(one.state.tuning.heartbeat_ticks);
  BOOST_TEST(one.take<raft::request_vote>({2}).size() == 1U);
  BOOST_TEST(one.take<raft::request_vote>({3}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(paper_5_5)

// "If a follower or candidate crashes, then future RequestVote and
// AppendEntries RPCs sent to it will fail. Raft handles these failures by
// retrying indefinitely; if the crashed server restarts, then the RPC will
// complete successfully."
BOOST_AUTO_TEST_CASE(a_crashed_follower_catches_up_when_it_is_back) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  cluster.isolate(3);
  cluster.node(1).propose({"one", "two"});
  cluster.settle();
  cluster.pass(500);
  cluster.crash(3);
  cluster.mend();
  cluster.pass(cluster.node(1).state.tuning.heartbeat_ticks * 2);
  BOOST_TEST(cluster.node(3).disk.log == cluster.node(1).log);
}

// The same for RequestVote.
BOOST_AUTO_TEST_CASE(a_crashed_voter_is_asked_until_it_is_back) {
  auto cluster = raft_cluster{3};
  cluster.isolate(1);
  cluster.node(1).tick(cluster.node(1).state.tuning.election_ticks_max);
  BOOST_TEST(cluster.node(1).kind() == role_kind::candidate);
  cluster.settle();
  cluster.node(1).tick(1000);
  cluster.settle();
  BOOST_TEST(!cluster.node(1).leads());
  cluster.mend();
  for (auto i = 0; i < 100 && !cluster.node(1).leads(); ++i) {
    cluster.node(1).tick();
    cluster.settle();
  }
  BOOST_TEST(cluster.node(1).leads());
}

// "If a server crashes after completing an RPC but before responding, then it
// will receive the same RPC again after it restarts. Raft RPCs are idempotent,
// so this causes no harm. For example, if a follower receives an AppendEntries
// request that includes log entries already present in its log, it ignores
// those entries in the new request."
BOOST_AUTO_TEST_CASE(the_same_append_twice_does_no_harm) {
  auto one = node_in_term(2);
  auto request = append_from(2, 2, log_of({1, 2, 2}), 0, 3);
  one.step(request);
  one.finish_disk();
  one.outbox.clear();
  one.crash();
  one.step(request);
  BOOST_TEST(one.pending.empty());
  BOOST_TEST(terms_of(one.log) == (std::vector<std::uint64_t>{1, 2, 2}));
  auto answers = one.take<raft::appended>({2});
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].match == (raft::log_position{{3}, {2}}));
}

// The same for RequestVote (HAZARDS 1: vote and term survive together).
BOOST_AUTO_TEST_CASE(the_same_vote_request_twice_gets_the_same_answer) {
  auto one = node_in_term(2);
  auto request = raft::request_vote{.term = {3}, .candidate = {2}, .last = {}};
  one.step(request);
  one.finish_disk();
  one.outbox.clear();
  one.crash();
  one.allow_elections();
  one.step(request);
  one.step(raft::request_vote{.term = {3}, .candidate = {3}, .last = {}});
  auto answers = one.take<raft::voted>({2});
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].granted);
  auto others = one.take<raft::voted>({3});
  BOOST_TEST_REQUIRE(others.size() == 1U);
  BOOST_TEST(!others[0].granted);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(paper_5_6)

// "One of our requirements for Raft is that safety must not depend on timing":
// the simulation lets time pass at random, at each node at its own pace.
//
// "broadcastTime << electionTimeout": the settings a node gets when it is told
// nothing leave room for lost heartbeats.
BOOST_AUTO_TEST_CASE(heartbeats_are_much_more_frequent_than_elections) {
  auto bounds = raft::tuning{};
  BOOST_TEST(bounds.heartbeat_ticks * 3 <= bounds.election_ticks_min);
  BOOST_TEST(bounds.election_ticks_min < bounds.election_ticks_max);
}

// "Raft will be able to elect and maintain a steady leader as long as the
// system satisfies the [...] timing requirement."
BOOST_AUTO_TEST_CASE(a_leader_stays_while_messages_arrive_in_time) {
  auto cluster = raft_cluster{5};
  auto& leader = cluster.await_leader();
  auto term = leader.state.hard.term;
  cluster.pass(2000);
  BOOST_TEST(leader.leads());
  for (auto& [id, one] : cluster.nodes())
    BOOST_TEST(one.state.hard.term == term);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace paper_test
