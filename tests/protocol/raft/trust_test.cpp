// How a node finds a disk that lost confirmed entries, its own or another
// node's, and terms that no node can have reached.

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

#include <limits>

namespace trust_test {

using namespace taskraft;
using namespace taskraft::tests;
using raft::disk_fault;

/// Three nodes that have committed something under the first.
struct three {
  raft_cluster cluster{3};

  three() {
    cluster.elect(1);
    node(1).propose({"a", "b", "c"});
    cluster.settle();
    cluster.pass(6);
  }

  test_node& node(std::uint64_t id) {
    return cluster.node(id);
  }

  void lose_last(std::uint64_t id, std::size_t count) {
    node(id).crash_and_lose(count);
    node(id).allow_elections();
  }

  static raft::request_vote candidacy(std::uint64_t from, std::uint64_t term,
                                      raft::log_position last) {
    return {.term = {term}, .candidate = {from}, .last = last};
  }
};

BOOST_FIXTURE_TEST_SUITE(a_disk_that_lost_what_it_confirmed, three)

// Faults from outside, 25.
BOOST_AUTO_TEST_CASE(is_found_out_by_the_first_word_of_the_leader) {
  auto confirmed = node(1).as_leader().peers.at({2}).match_index;
  lose_last(2, 1);
  cluster.pass(6);
  BOOST_REQUIRE(node(2).verdicts.size() == 1U);
  auto verdict = node(2).verdicts.front();
  BOOST_TEST(verdict.node == raft::node_id{2});
  BOOST_TEST(verdict.fault == disk_fault::lost_entries);
  BOOST_TEST(verdict.index == confirmed);
  BOOST_TEST(verdict.last == confirmed.previous());
  BOOST_REQUIRE(node(1).verdicts.size() == 1U);
  BOOST_TEST(node(1).verdicts.front().node == raft::node_id{2});
  BOOST_TEST(node(1).verdicts.front().index == confirmed);
  BOOST_TEST(node(1).verdicts.front().last == confirmed.previous());
}

BOOST_AUTO_TEST_CASE(is_found_out_when_others_stand_in_its_place) {
  cluster.elect(2);
  cluster.elect(1);
  auto& content = node(2).disk;
  for (auto& entry : content.log)
    if (entry.term == node(1).state.hard.term)
      entry.term = entry.term.previous();
  content.state.clear();
  node(2).crash();
  cluster.pass(6);
  BOOST_REQUIRE(node(2).verdicts.size() == 1U);
  BOOST_TEST(node(2).verdicts.front().fault == disk_fault::lost_entries);
}

BOOST_AUTO_TEST_CASE(never_votes_nor_confirms_again) {
  lose_last(2, 1);
  cluster.pass(6);
  auto term = node(2).state.hard.term.value;
  node(2).outbox.clear();
  node(2).step(candidacy(3, term + 1, {{99}, {term}}));
  node(2).step(raft::timeout_now{{term + 1}, {3}});
  node(2).tick(100);
  node(2).finish_disk();
  BOOST_TEST(node(2).outbox.empty());
  BOOST_TEST(node(2).state.hard.term == raft::term{term});
  BOOST_TEST(node(2).kind() == raft::role_kind::follower);
}

BOOST_AUTO_TEST_CASE(counts_for_nothing_any_more) {
  lose_last(2, 1);
  cluster.pass(6);
  cluster.isolate(3);
  auto before = node(1).state.commit_index;
  node(1).propose({"alone"});
  cluster.settle();
  BOOST_TEST(node(1).state.commit_index == before);
  cluster.mend();
  cluster.pass(6);
  BOOST_TEST(node(1).state.commit_index > before);
  BOOST_TEST(node(1).leads());
}

BOOST_AUTO_TEST_CASE(is_accused_by_a_node_that_has_seen_more_of_it) {
  auto last = node(2).state.log.last();
  auto term = node(2).state.hard.term;
  node(2).step(raft::seen_by_peer{{3}, term, last});
  node(2).step(raft::seen_by_peer{{3}, term, {{1}, {1}}});
  BOOST_TEST(node(2).verdicts.empty());
  node(2).step(raft::seen_by_peer{{3}, term, {last.index.next(), last.term}});
  BOOST_REQUIRE(node(2).verdicts.size() == 1U);
  BOOST_TEST(node(2).verdicts.front().fault == disk_fault::lost_entries);
  node(3).step(raft::seen_by_peer{{2}, term.next(), {}});
  BOOST_REQUIRE(node(3).verdicts.size() == 1U);
  BOOST_TEST(node(3).verdicts.front().fault == disk_fault::rolled_back);
}

BOOST_AUTO_TEST_CASE(does_not_lead_another_node_that_knows_what_is_committed) {
  // The third one lags, but has heard how far the others are.
  cluster.isolate(3);
  node(1).propose({"d"});
  cluster.settle();
  auto commit = node(1).state.commit_index;
  auto heartbeat
    = append_from(1, node(1).state.hard.term.value, node(3).log,
                  node(3).log.size(), node(3).log.size(), commit.value, 99);
  node(3).step(heartbeat);
  BOOST_TEST(node(3).state.named_commit == commit);
  lose_last(2, 1);
  cluster.mend();
  cluster.isolate(1);
  cluster.pass(300);
  BOOST_TEST(!node(2).leads());
  BOOST_TEST(!node(3).leads());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(two_pasts, three)

// Faults from outside, 26: node 3 gets an older disk back and takes node 2
// along.
BOOST_AUTO_TEST_CASE(end_the_node_whose_committed_entries_are_not_the_leaders) {
  auto older = node(3).disk;
  cluster.isolate(2);
  node(1).propose({"one", "two", "three"});
  cluster.settle();
  cluster.pass(6);
  cluster.isolate(1);
  cluster.restart_with(3, older);
  cluster.mend();
  cluster.isolate(1);
  BOOST_REQUIRE(!node(2).state.disk_distrusted);
  cluster.elect(3);
  node(3).propose({"another"});
  cluster.settle();
  auto own = node(1).state.commit_index;
  BOOST_TEST(own > node(2).state.commit_index);
  cluster.mend();
  cluster.pass(40);
  BOOST_REQUIRE(!node(1).verdicts.empty());
  BOOST_TEST(node(1).verdicts.front().fault == disk_fault::other_past);
  BOOST_TEST(node(1).verdicts.front().index <= own);
  BOOST_REQUIRE(!node(3).verdicts.empty());
  BOOST_TEST(node(3).verdicts.front().node == raft::node_id{1});
  BOOST_TEST(node(3).leads());
  BOOST_TEST(node(2).verdicts.empty());
}

BOOST_AUTO_TEST_CASE(are_found_when_the_leaders_log_is_the_longer_one) {
  auto older = node(3).disk;
  cluster.isolate(2);
  node(1).propose({"one"});
  cluster.settle();
  cluster.pass(6);
  cluster.isolate(1);
  cluster.restart_with(3, older);
  cluster.mend();
  cluster.isolate(1);
  cluster.elect(3);
  node(3).propose({"a", "b", "c", "d", "e"});
  cluster.settle();
  cluster.mend();
  cluster.pass(40);
  BOOST_REQUIRE(!node(1).verdicts.empty());
  BOOST_TEST(node(1).verdicts.front().fault == disk_fault::other_past);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_term_that_nobody_can_have_reached)

constexpr auto leap = std::uint64_t{1} << 20U;

raft::append_entries append_of(std::uint64_t term) {
  return append_from(2, term, {}, 0, 0);
}

raft::appended answer_of(std::uint64_t term) {
  return {.term = {term}, .from = {2}, .match = {}};
}

/// One message of each kind that names `term`.
std::vector<raft::event> all_that_name(std::uint64_t term) {
  auto about = raft::snapshot_about{};
  about.base.position = {{9}, {1}};
  return {
    append_of(term),
    answer_of(term),
    raft::request_vote{.term = {term}, .candidate = {2}, .last = {{9}, {1}}},
    raft::voted{.term = {term}, .from = {2}},
    raft::timeout_now{{term}, {2}},
    raft::install_snapshot{.term = {term}, .leader = {2}, .about = about},
    raft::snapshot_received{.term = {term}, .from = {2}}};
}

test_node at_term_one() {
  auto one = test_node{{1}, voters(3), {}, disk_of({1, 1}, 1)};
  one.allow_elections();
  return one;
}

// Faults from outside, 30.
BOOST_AUTO_TEST_CASE(is_taken_from_no_message_in_any_role) {
  for (auto role : {0, 1, 2})
    for (auto term : {std::numeric_limits<std::uint64_t>::max(), leap + 2})
      for (const auto& message : all_that_name(term)) {
        auto one = at_term_one();
        if (role == 1)
          one.stand();
        if (role == 2)
          one.win();
        one.finish_disk();
        one.outbox.clear();
        auto before = one.state.hard;
        auto kind = one.kind();
        if (term == leap + 2 && before.term.value > 1)
          continue;
        one.step(message);
        one.finish_disk();
        BOOST_TEST(one.state.hard == before);
        BOOST_TEST(one.kind() == kind);
        BOOST_TEST(one.outbox.empty());
        BOOST_REQUIRE(one.refused_terms.size() == 1U);
        BOOST_TEST(one.refused_terms.front().from == raft::node_id{2});
        BOOST_TEST(one.refused_terms.front().term == raft::term{term});
      }
}

BOOST_AUTO_TEST_CASE(begins_a_million_terms_above_the_own_one) {
  auto one = at_term_one();
  one.step(append_of(leap + 1));
  BOOST_TEST(one.state.hard.term == raft::term{leap + 1});
}

BOOST_AUTO_TEST_CASE(is_not_known_to_a_node_that_was_in_no_term) {
  auto one = test_node{{1}, voters(3)};
  one.step(append_of(3 * leap));
  BOOST_TEST(one.state.hard.term == raft::term{3 * leap});
}

BOOST_AUTO_TEST_CASE(is_told_once_in_a_while) {
  auto one = at_term_one();
  for (auto i = 0; i < 3; ++i)
    one.step(answer_of(2 * leap));
  BOOST_TEST(one.refused_terms.size() == 1U);
  for (auto i = 0; i < 600; ++i)
    one.step(raft::tick{});
  one.step(answer_of(1U << 30U));
  BOOST_TEST(one.refused_terms.size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace trust_test
