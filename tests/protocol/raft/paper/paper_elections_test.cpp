// §5.2 of the Raft paper, sentence by sentence; see paper_test.cpp.

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

#include <set>

namespace paper_elections_test {

using namespace taskraft;
using namespace taskraft::tests;

using raft::role_kind;

test_node voter_of(std::size_t size, std::uint64_t term = 1,
                   std::uint64_t seed = 1) {
  auto one = test_node{{1}, voters(size), {}, disk_of({}, term), seed};
  one.allow_elections();
  return one;
}

void vote(test_node& to, std::uint64_t from, bool granted = true) {
  to.step(raft::voted{.term = to.state.hard.term,
                      .from = {from},
                      .granted = granted,
                      .pre_vote = false});
}

raft::request_vote request_from(std::uint64_t candidate, std::uint64_t term) {
  return {.term = {term}, .candidate = {candidate}, .last = {}};
}

BOOST_AUTO_TEST_SUITE(paper_5_2)

// "When servers start up, they begin as followers."
BOOST_AUTO_TEST_CASE(a_server_begins_as_a_follower) {
  BOOST_TEST(voter_of(3).kind() == role_kind::follower);
}

// "A server remains in follower state as long as it receives valid RPCs from a
// leader or candidate."
BOOST_AUTO_TEST_CASE(a_follower_that_is_spoken_to_remains_one) {
  auto one = voter_of(3);
  auto wait = one.state.tuning.election_ticks_min - 1;
  for (auto i = 1U; i <= 20; ++i) {
    one.tick(wait);
    one.step(append_from(2, 1, {}, 0, 0, 0, i));
  }
  BOOST_TEST(one.kind() == role_kind::follower);
  // The candidate's valid request is one that gets the vote.
  one.tick(wait);
  one.step(append_from(2, 1, {}, 0, 0, 0, 21));
  one.tick(one.state.tuning.election_ticks_min - 1);
  auto request = request_from(3, 2);
  request.transfer = true;
  one.step(request);
  one.tick(wait);
  BOOST_TEST(one.kind() == role_kind::follower);
}

// "Leaders send periodic heartbeats (AppendEntries RPCs that carry no log
// entries) to all followers in order to maintain their authority."
BOOST_AUTO_TEST_CASE(a_leader_sends_heartbeats_to_all) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  auto& leader = cluster.node(1);
  for (auto i = 0; i < 3; ++i) {
    leader.tick(leader.state.tuning.heartbeat_ticks);
    for (auto to : {2U, 3U}) {
      auto sent = leader.take<raft::append_entries>({to});
      BOOST_TEST_REQUIRE(sent.size() == 1U);
      BOOST_TEST(sent[0].entries.empty());
    }
  }
}

// "If a follower receives no communication over a period of time called the
// election timeout, then it assumes there is no viable leader and begins an
// election to choose a new leader."
BOOST_AUTO_TEST_CASE(a_follower_that_hears_nothing_begins_an_election) {
  auto one = voter_of(3);
  one.tick(one.state.tuning.election_ticks_max);
  BOOST_TEST(one.kind() == role_kind::candidate);
  BOOST_TEST(one.take<raft::request_vote>({2}).size() > 0U);
}

// "To begin an election, a follower increments its current term and
// transitions to candidate state. It then votes for itself and issues
// RequestVote RPCs in parallel to each of the other servers in the cluster."
BOOST_AUTO_TEST_CASE(a_candidate_votes_for_itself_and_asks_all_others) {
  auto one = voter_of(5, 7);
  one.stand();
  BOOST_TEST(one.state.hard == (raft::hard_state{{8}, {1}}));
  one.finish_disk();
  for (auto to : {2U, 3U, 4U, 5U}) {
    auto sent = one.take<raft::request_vote>({to});
    BOOST_TEST_REQUIRE(sent.size() == 1U);
    BOOST_TEST(sent[0].term == raft::term{8});
    BOOST_TEST(sent[0].candidate == raft::node_id{1});
  }
}

// "A candidate continues in this state until one of three things happens: (a)
// it wins the election, (b) another server establishes itself as leader, or
// (c) a period of time goes by with no winner."
BOOST_AUTO_TEST_CASE(a_candidate_remains_one_without_a_majority) {
  auto one = voter_of(5);
  one.stand();
  one.finish_disk();
  vote(one, 2);
  vote(one, 3, false);
  vote(one, 4, false);
  vote(one, 5, false);
  BOOST_TEST(one.kind() == role_kind::candidate);
}

// "A candidate wins an election if it receives votes from a majority of the
// servers in the full cluster for the same term."
BOOST_AUTO_TEST_CASE(a_majority_for_the_same_term_wins) {
  for (auto size : {1U, 2U, 3U, 4U, 5U, 6U, 7U}) {
    auto one = voter_of(size);
    one.stand();
    one.finish_disk();
    auto votes = 1U;
    for (auto from = 2U; from <= size; ++from) {
      BOOST_TEST(one.leads() == (votes * 2 > size));
      // Neither a vote of another term nor a second one of a voter counts.
      one.step(raft::voted{
        .term = {1}, .from = {from}, .granted = true, .pre_vote = false});
      BOOST_TEST(one.leads() == (votes * 2 > size));
      vote(one, from);
      vote(one, from);
      ++votes;
    }
    BOOST_TEST(one.leads());
  }
}

// "Each server will vote for at most one candidate in a given term, on a
// first-come-first-served basis."
BOOST_AUTO_TEST_CASE(a_server_votes_once_a_term_for_the_first_candidate) {
  auto one = voter_of(5);
  one.step(request_from(3, 2));
  one.step(request_from(2, 2));
  one.step(request_from(3, 2));
  one.finish_disk();
  one.step(request_from(2, 2));
  auto first = one.take<raft::voted>({3});
  BOOST_TEST_REQUIRE(first.size() == 1U);
  BOOST_TEST(first[0].granted);
  for (const auto& answer : one.take<raft::voted>({2}))
    BOOST_TEST(!answer.granted);
  one.step(request_from(2, 3));
  one.finish_disk();
  auto next = one.take<raft::voted>({2});
  BOOST_TEST_REQUIRE(next.size() == 1U);
  BOOST_TEST(next[0].granted);
}

// "The majority rule ensures that at most one candidate can win the election
// for a particular term."
BOOST_AUTO_TEST_CASE(of_two_candidates_of_one_term_at_most_one_wins) {
  auto won = 0;
  for (auto seed = 1U; seed <= 20; ++seed) {
    auto cluster = raft_cluster{5, {}, seed};
    cluster.node(1).stand();
    cluster.node(2).stand();
    cluster.settle();
    BOOST_TEST(!(cluster.node(1).leads() && cluster.node(2).leads()));
    won += cluster.newest_leader() != nullptr ? 1 : 0;
  }
  BOOST_TEST(won > 0);
}

// "Once a candidate wins an election, it becomes leader. It then sends
// heartbeat messages to all of the other servers to establish its authority
// and prevent new elections."
BOOST_AUTO_TEST_CASE(a_winner_speaks_to_all_at_once) {
  auto one = voter_of(3);
  one.win();
  for (auto to : {2U, 3U}) {
    auto sent = one.take<raft::append_entries>({to});
    BOOST_TEST_REQUIRE(sent.size() == 1U);
    BOOST_TEST(sent[0].term == raft::term{2});
  }
}

// "While waiting for votes, a candidate may receive an AppendEntries RPC from
// another server claiming to be leader. If the leader's term (included in its
// RPC) is at least as large as the candidate's current term, then the
// candidate recognizes the leader as legitimate and returns to follower
// state."
BOOST_AUTO_TEST_CASE(a_candidate_gives_way_to_a_leader_of_its_term_or_later) {
  for (auto term : {2U, 3U}) {
    auto one = voter_of(3);
    one.stand();
    one.finish_disk();
    auto log = log_of({term});
    one.step(append_from(2, term, log, 0, 1));
    BOOST_TEST(one.kind() == role_kind::follower);
    BOOST_TEST(one.state.leader == raft::node_id{2});
    // The request itself is not lost.
    BOOST_TEST(one.log == log);
  }
}

// "If the term in the RPC is smaller than the candidate's current term, then
// the candidate rejects the RPC and continues in candidate state."
BOOST_AUTO_TEST_CASE(a_candidate_rejects_a_leader_of_an_older_term) {
  auto one = voter_of(3);
  one.stand();
  one.finish_disk();
  one.step(append_from(2, 1, log_of({1}), 0, 1));
  BOOST_TEST(one.kind() == role_kind::candidate);
  BOOST_TEST(one.log.empty());
  auto answers = one.take<raft::appended>({2});
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(!answers[0].matched);
}

// "[...] votes could be split so that no candidate obtains a majority. When
// this happens, each candidate will time out and start a new election by
// incrementing its term and initiating another round of RequestVote RPCs."
// (The term rises once a pre-vote says that an election could succeed.)
BOOST_AUTO_TEST_CASE(a_candidate_without_winner_begins_anew_in_the_next_term) {
  auto one = voter_of(3);
  one.stand();
  one.finish_disk();
  vote(one, 2, false);
  vote(one, 3, false);
  one.outbox.clear();
  one.tick(one.state.tuning.election_ticks_max);
  BOOST_TEST(one.kind() == role_kind::candidate);
  auto asked = one.take<raft::request_vote>({2});
  BOOST_TEST_REQUIRE(asked.size() >= 1U);
  BOOST_TEST(asked[0].pre_vote);
  one.step(
    raft::voted{.term = {3}, .from = {2}, .granted = true, .pre_vote = true});
  one.finish_disk();
  BOOST_TEST(one.state.hard == (raft::hard_state{{3}, {1}}));
  auto again = one.take<raft::request_vote>({3});
  BOOST_REQUIRE(!again.empty());
  BOOST_TEST(again.back().term == raft::term{3});
  BOOST_TEST(!again.back().pre_vote);
}

// "Raft uses randomized election timeouts to ensure that split votes are rare
// and that they are resolved quickly. To prevent split votes in the first
// place, election timeouts are chosen randomly from a fixed interval."
BOOST_AUTO_TEST_CASE(time_outs_are_spread_over_the_whole_interval) {
  auto seen = std::set<std::uint32_t>{};
  for (auto seed = 1U; seed <= 500; ++seed) {
    auto one = voter_of(3, 1, seed);
    auto waited = std::uint32_t{0};
    for (; one.kind() == role_kind::follower; ++waited)
      one.tick();
    seen.insert(waited);
  }
  auto bounds = raft::tuning{};
  BOOST_TEST(*seen.begin() == bounds.election_ticks_min);
  BOOST_TEST(*seen.rbegin() == bounds.election_ticks_max);
  BOOST_TEST(seen.size()
             == bounds.election_ticks_max - bounds.election_ticks_min + 1);
}

// "Each candidate restarts its randomized election timeout at the start of an
// election, and it waits for that timeout to elapse before starting the next
// election."
BOOST_AUTO_TEST_CASE(a_candidate_waits_a_time_out_before_the_next_election) {
  auto seen = std::set<std::uint32_t>{};
  for (auto seed = 1U; seed <= 100; ++seed) {
    auto one = voter_of(3, 1, seed);
    one.stand();
    one.finish_disk();
    auto waited = std::uint32_t{0};
    for (; !one.as_candidate().pre_vote; ++waited)
      one.tick();
    BOOST_TEST(waited >= one.state.tuning.election_ticks_min);
    BOOST_TEST(waited <= one.state.tuning.election_ticks_max);
    seen.insert(waited);
  }
  BOOST_TEST(seen.size() > 5U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace paper_elections_test
