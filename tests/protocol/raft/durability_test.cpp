// What is promised only once a disk has it: votes, terms, match indexes. Most
// cases are ways in which replicated systems have lost data.

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace durability_test {

using namespace taskraft;
using namespace taskraft::tests;

using raft::role_kind;

raft::request_vote request_from(std::uint64_t candidate, std::uint64_t term,
                                raft::log_position last = {}) {
  return {.term = {term}, .candidate = {candidate}, .last = last};
}

bool was_granted(test_node& one, std::uint64_t to) {
  auto granted = false;
  for (const auto& answer : one.take<raft::voted>({to}))
    granted = granted || answer.granted;
  return granted;
}

raft::log_index newest_match(test_node& one, std::uint64_t to) {
  auto match = raft::log_index{};
  for (const auto& answer : one.take<raft::appended>({to}))
    match = std::max(match, answer.match.index);
  return match;
}

BOOST_AUTO_TEST_SUITE(a_vote)

BOOST_AUTO_TEST_CASE(goes_out_only_once_it_is_durable) {
  auto one = voter_in_term(1);
  one.step(request_from(2, 2));
  BOOST_TEST(one.outbox.empty());
  one.finish_disk();
  BOOST_TEST(was_granted(one, 2));
}

// HAZARDS 1: term and vote in two writes.
BOOST_AUTO_TEST_CASE(is_one_write_with_its_term) {
  auto one = voter_in_term(1);
  one.step(request_from(2, 2));
  BOOST_TEST_REQUIRE(one.pending.size() == 1U);
  one.crash(1);
  one.allow_elections();
  BOOST_TEST(one.state.hard == (raft::hard_state{{2}, {2}}));
  one.step(request_from(3, 2));
  one.finish_disk();
  BOOST_TEST(!was_granted(one, 3));
}

// HAZARDS 1: power fails before the write, so nothing was promised.
BOOST_AUTO_TEST_CASE(that_was_lost_was_never_sent) {
  auto one = voter_in_term(1);
  one.step(request_from(2, 2));
  BOOST_TEST(one.outbox.empty());
  one.crash();
  one.allow_elections();
  one.step(request_from(3, 2));
  one.finish_disk();
  BOOST_TEST(was_granted(one, 3));
}

// HAZARDS 2: a vote erased by stepping down within the term.
BOOST_AUTO_TEST_CASE(outlives_an_append_of_the_same_term) {
  auto one = voter_in_term(1);
  one.step(request_from(2, 2));
  one.finish_disk();
  one.step(append_from(2, 2, {}, 0, 0));
  one.step(request_from(3, 2, {{9}, {2}}));
  auto again = request_from(3, 2, {{9}, {2}});
  again.transfer = true;
  one.step(again);
  one.finish_disk();
  BOOST_TEST(!was_granted(one, 3));
  BOOST_TEST(one.disk.hard == (raft::hard_state{{2}, {2}}));
}

// HAZARDS 2, at a candidate: its own vote outlives its stepping down.
BOOST_AUTO_TEST_CASE(for_itself_outlives_a_lost_election) {
  auto one = voter_in_term(1);
  one.stand();
  one.finish_disk();
  one.step(append_from(2, 2, {}, 0, 0));
  BOOST_TEST(one.kind() == role_kind::follower);
  auto request = request_from(3, 2, {{9}, {2}});
  request.transfer = true;
  one.step(request);
  BOOST_TEST(!was_granted(one, 3));
}

BOOST_AUTO_TEST_CASE(for_itself_counts_only_once_it_is_durable) {
  auto alone = test_node{{1}, voters(1)};
  alone.allow_elections();
  alone.tick(alone.state.tuning.election_ticks_max);
  BOOST_TEST(alone.kind() == role_kind::candidate);
  alone.finish_disk();
  BOOST_TEST(alone.leads());
}

// HAZARDS 11: with a slow disk no node is asked for its vote, and early votes
// make no leader.
BOOST_AUTO_TEST_CASE(is_asked_for_only_once_the_own_one_is_durable) {
  auto one = voter_in_term(1);
  one.stand();
  BOOST_TEST(one.outbox.empty());
  one.tick(one.state.tuning.heartbeat_ticks);
  BOOST_TEST(one.outbox.empty());
  one.finish_disk();
  BOOST_TEST(one.take<raft::request_vote>({2}).size() == 1U);
  BOOST_TEST(one.take<raft::request_vote>({3}).size() == 1U);
}

// HAZARDS 11: entries that are still on their way to the disk count too when
// the voter compares logs; otherwise it would help to elect a shorter one.
BOOST_AUTO_TEST_CASE(is_judged_by_the_whole_log) {
  auto one = voter_in_term(1);
  one.step(append_from(2, 1, log_of({1, 1}), 0, 2));
  BOOST_TEST(one.pending.size() == 1U);
  auto request = request_from(3, 2, {{1}, {1}});
  request.transfer = true;
  one.step(request);
  one.finish_disk();
  BOOST_TEST(!was_granted(one, 3));
}

BOOST_AUTO_TEST_CASE(of_an_older_term_is_dropped_when_the_disk_was_slow) {
  auto one = voter_in_term(1);
  one.step(request_from(2, 2));
  one.step(request_from(3, 3));
  one.finish_disk();
  BOOST_TEST(one.take<raft::voted>({2}).empty());
  BOOST_TEST(was_granted(one, 3));
}

// The first save does not make the second one durable.
BOOST_AUTO_TEST_CASE(is_not_released_by_an_older_acknowledgement) {
  auto one = voter_in_term(1);
  one.step(append_from(2, 2, {}, 0, 0));
  auto request = request_from(3, 3);
  request.transfer = true;
  one.step(request);
  BOOST_TEST_REQUIRE(one.pending.size() == 2U);
  one.finish_disk_step();
  BOOST_TEST(one.outbox.empty());
  one.finish_disk_step();
  BOOST_TEST(was_granted(one, 3));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_match_index)

BOOST_AUTO_TEST_CASE(is_told_only_once_the_entries_are_durable) {
  auto one = voter_in_term(1);
  one.step(append_from(2, 1, log_of({1, 1, 1}), 0, 3));
  BOOST_TEST(newest_match(one, 2) == raft::log_index{0});
  one.finish_disk();
  BOOST_TEST(newest_match(one, 2) == raft::log_index{3});
}

// The term an entry came with must not be forgotten while the entry stays.
BOOST_AUTO_TEST_CASE(waits_for_the_term_to_be_durable_too) {
  auto one = voter_in_term(1, {1});
  one.step(append_from(2, 4, log_of({1}), 1, 1));
  BOOST_TEST(one.outbox.empty());
  one.finish_disk();
  BOOST_TEST(newest_match(one, 2) == raft::log_index{1});
}

// LogCabin #200, HAZARDS 41: slow writes must not look like a dead node.
BOOST_AUTO_TEST_CASE(does_not_keep_a_heartbeat_waiting) {
  auto one = voter_in_term(1);
  auto log = log_of({1, 1, 1});
  one.step(append_from(2, 1, log, 0, 2, 0, 1));
  one.outbox.clear();
  one.step(append_from(2, 1, log, 2, 2, 0, 2));
  auto answers = one.take<raft::appended>({2});
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].matched);
  BOOST_TEST(answers[0].round == 2U);
  BOOST_TEST(answers[0].match.index == raft::log_index{0});
}

// Durable is not the same as equal to this leader's log.
BOOST_AUTO_TEST_CASE(covers_no_entries_that_the_leader_has_not_confirmed) {
  auto one = voter_in_term(2, {1, 1, 1, 1});
  one.step(append_from(2, 2, log_of({1, 1}), 2, 2));
  BOOST_TEST(newest_match(one, 2) == raft::log_index{2});
}

BOOST_AUTO_TEST_CASE(of_the_last_leader_is_forgotten_with_its_term) {
  auto one = voter_in_term(2, {1, 1, 1, 1});
  one.step(append_from(2, 2, log_of({1, 1, 1, 1}), 4, 4));
  BOOST_TEST(newest_match(one, 2) == raft::log_index{4});
  one.step(append_from(3, 3, log_of({1, 1}), 2, 2));
  one.finish_disk();
  BOOST_TEST(newest_match(one, 3) == raft::log_index{2});
}

// HAZARDS 14: the acknowledgements of two overwritten suffixes come late.
BOOST_AUTO_TEST_CASE(ignores_acknowledgements_of_what_was_overwritten) {
  auto one = voter_in_term(1, {1});
  one.step(append_from(2, 2, log_of({1, 2, 2, 2}), 1, 4, 0, 1));
  one.step(append_from(3, 3, log_of({1, 3, 3, 3}), 1, 4, 0, 1));
  one.step(append_from(2, 4, log_of({1, 4, 4, 4}), 1, 4, 0, 1));
  // Three terms and three writes wait for the disk, in turns.
  BOOST_TEST_REQUIRE(one.pending.size() == 6U);
  for (auto done = 0; done < 5; ++done) {
    one.finish_disk_step();
    BOOST_TEST(one.state.durable_index == raft::log_index{1});
  }
  one.finish_disk_step();
  BOOST_TEST(one.state.durable_index == raft::log_index{4});
  BOOST_TEST(terms_of(one.disk.log)
             == (std::vector<std::uint64_t>{1, 4, 4, 4}));
  BOOST_TEST(newest_match(one, 2) == raft::log_index{4});
}

// HAZARDS 14: a shorter suffix, then a longer one again.
BOOST_AUTO_TEST_CASE(counts_of_an_overwritten_write_only_what_still_stands) {
  auto one = voter_in_term(1);
  one.step(append_from(2, 1, log_of({1, 1, 1, 1}), 0, 4, 0, 1));
  one.step(append_from(3, 2, log_of({1, 1, 2}), 2, 3, 0, 1));
  one.step(append_from(3, 2, log_of({1, 1, 2, 2, 2}), 3, 5, 0, 1));
  BOOST_TEST_REQUIRE(one.pending.size() == 4U);
  one.finish_disk_step();
  BOOST_TEST(one.state.durable_index == raft::log_index{2});
  one.finish_disk();
  BOOST_TEST(one.state.durable_index == raft::log_index{5});
}

// A durable entry that is cut stops counting before the disk has cut it.
BOOST_AUTO_TEST_CASE(falls_with_a_truncation_at_once) {
  auto one = voter_in_term(1, {1, 1, 1});
  one.step(append_from(2, 2, log_of({1, 2}), 1, 2));
  BOOST_TEST(one.state.durable_index == raft::log_index{1});
  one.finish_disk();
  BOOST_TEST(one.state.durable_index == raft::log_index{2});
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_leaders_own_disk)

// HAZARDS 3, 19.
BOOST_AUTO_TEST_CASE(counts_like_any_other) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  auto& leader = cluster.node(1);
  auto before = leader.state.commit_index;
  leader.propose({"command"});
  cluster.slow_disks = {{1}, {3}};
  cluster.settle();
  BOOST_TEST(leader.state.commit_index == before);
  cluster.slow_disks = {{3}};
  cluster.settle();
  BOOST_TEST(leader.state.commit_index == before.next());
}

// HAZARDS 12: the leader's write failed after others had the entry, and the
// node died. It never gives the index out again in the same term.
BOOST_AUTO_TEST_CASE(that_lost_an_entry_never_reuses_its_index_in_the_term) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  cluster.cut_one_way(1, 3);
  auto& leader = cluster.node(1);
  cluster.slow_disks = {{1}};
  leader.propose({"lost by 1, kept by 2"});
  cluster.settle();
  auto place = leader.state.log.last();
  leader.crash();
  leader.allow_elections();
  BOOST_TEST(leader.kind() == role_kind::follower);
  BOOST_TEST(leader.state.hard == (raft::hard_state{place.term, {1}}));
  cluster.slow_disks.clear();
  cluster.mend();
  // It may stand, but in a later term, and 2 has more.
  leader.stand();
  BOOST_TEST(leader.state.hard.term > place.term);
  cluster.isolate(3);
  cluster.settle();
  BOOST_TEST(!leader.leads());
  cluster.mend();
  cluster.elect(2);
  for (auto& [id, one] : cluster.nodes()) {
    BOOST_TEST(one.disk.log == cluster.node(2).log);
    BOOST_TEST(one.state.log.term_at(place.index) == place.term);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace durability_test
