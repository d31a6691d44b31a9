#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace lease_test {

using namespace taskraft;
using namespace taskraft::tests;
using raft::role_kind;

constexpr auto tick_us = std::uint64_t{10000};

raft::tuning with_lease() {
  auto bounds = raft::tuning{};
  bounds.lease_reads = true;
  return bounds;
}

/// Three nodes of which the first leads, each with a clock of its own.
struct leased_cluster {
  raft_cluster cluster{3, with_lease()};
  std::map<std::uint64_t, std::uint64_t> clocks{{1, 1}, {2, 1}, {3, 1}};
  std::set<std::uint64_t> stopped;

  leased_cluster() {
    cluster.elect(1);
    pass(10);
  }

  test_node& leader() {
    return cluster.node(1);
  }

  /// Time passes for all clocks, and ticks for those that are not stopped.
  void pass(std::uint32_t ticks) {
    for (auto i = 0U; i < ticks; ++i) {
      for (auto& [id, one] : cluster.nodes()) {
        clocks[id.value] += tick_us;
        if (stopped.count(id.value) == 0)
          one.step(raft::tick{one.random(), clocks[id.value]});
      }
      cluster.settle();
    }
  }

  /// Whether the leader answers at once, without a message to any node.
  bool reads_at_once() {
    auto& one = leader();
    auto round = one.as_leader().round;
    one.granted.clear();
    one.step(raft::read_requested{1, clocks[1]});
    return one.granted.size() == 1 && one.as_leader().round == round;
  }
};

/// How long a promise lasts at the default settings: 15 ticks less one, less
/// ten percent.
constexpr auto lease_us = std::uint64_t{126000};

BOOST_AUTO_TEST_SUITE(a_lease)

BOOST_AUTO_TEST_CASE(answers_reads_without_a_round) {
  auto x = leased_cluster{};
  BOOST_TEST(x.reads_at_once());
  BOOST_TEST(x.leader().granted[0].read_index == x.leader().state.commit_index);
}

BOOST_AUTO_TEST_CASE(is_not_used_unless_the_settings_say_so) {
  auto x = leased_cluster{};
  x.leader().state.tuning.lease_reads = false;
  BOOST_TEST(!x.reads_at_once());
}

BOOST_AUTO_TEST_CASE(ends_before_a_follower_may_vote) {
  auto x = leased_cluster{};
  x.cluster.isolate(1);
  x.pass(x.leader().state.tuning.heartbeat_ticks);
  x.clocks[1] += lease_us;
  BOOST_TEST(!x.reads_at_once());
}

BOOST_AUTO_TEST_CASE(counts_from_the_beginning_of_a_round) {
  auto x = leased_cluster{};
  auto& one = x.leader();
  // A round whose answers come late.
  x.cluster.isolate(1);
  x.cluster.isolate(2);
  one.step(raft::read_requested{7, x.clocks[1] + 1'000'000});
  auto answer = raft::appended{.term = one.state.hard.term,
                               .from = {2},
                               .match = {},
                               .matched = true,
                               .conflict_hint = {},
                               .refused_previous = {},
                               .round = one.as_leader().round,
                               .hold_us = 140000};
  x.clocks[1] += 1'000'000;
  auto begun = x.clocks[1];
  x.clocks[1] = begun + lease_us - 1;
  one.step(answer);
  BOOST_TEST(x.reads_at_once());
  x.clocks[1] = begun + lease_us;
  BOOST_TEST(!x.reads_at_once());
}

BOOST_AUTO_TEST_CASE(has_rounds_whose_time_is_measured) {
  auto x = leased_cluster{};
  auto& one = x.leader();
  x.cluster.isolate(1);
  one.step(raft::read_requested{7, x.clocks[1] + 1000});
  const auto& round = one.as_leader().lease.rounds.back();
  auto answer = raft::appended{};
  answer.term = one.state.hard.term;
  answer.from = {2};
  answer.matched = true;
  answer.round = round.round;
  one.state.now_us = round.at_us + 700;
  one.step(answer);
  BOOST_TEST(one.as_leader().peers.at({2}).round_trip_us == 700U);
}

BOOST_AUTO_TEST_CASE(needs_the_promises_of_a_majority) {
  auto x = leased_cluster{};
  x.cluster.isolate(3);
  x.pass(100);
  BOOST_TEST(x.reads_at_once());
  x.cluster.isolate(2);
  x.pass(16);
  BOOST_REQUIRE(x.leader().leads());
  BOOST_TEST(!x.reads_at_once());
}

// HAZARDS 25.
BOOST_AUTO_TEST_CASE(begins_with_the_first_commit_of_the_term) {
  auto x = leased_cluster{};
  auto& one = x.leader();
  one.as_leader().opening_index = one.state.commit_index.next();
  BOOST_TEST(!x.reads_at_once());
}

// HAZARDS 27: stopped past its lease, it must not answer when it goes on.
BOOST_AUTO_TEST_CASE(is_over_for_a_leader_that_was_stopped) {
  auto x = leased_cluster{};
  x.stopped.insert(1);
  x.cluster.isolate(1);
  x.pass(100);
  auto* next = x.cluster.newest_leader();
  BOOST_TEST_REQUIRE(next != nullptr);
  BOOST_TEST(next->state.self != x.leader().state.self);
  next->propose({"written while it slept"});
  x.pass(5);
  // Only the read itself shows the leader how much time has passed.
  BOOST_REQUIRE(x.leader().leads());
  BOOST_TEST(!x.reads_at_once());
}

// HAZARDS 27: nothing can be concluded from such a clock.
BOOST_AUTO_TEST_CASE(is_over_when_the_clock_goes_back) {
  auto x = leased_cluster{};
  x.clocks[1] -= 3 * tick_us;
  BOOST_TEST(!x.reads_at_once());
  x.clocks[1] += 3 * tick_us;
  x.pass(20);
  BOOST_TEST(!x.reads_at_once());
}

BOOST_AUTO_TEST_CASE(is_over_when_the_clock_jumps_ahead) {
  auto x = leased_cluster{};
  x.clocks[1] += 3'600'000'000;
  BOOST_TEST(!x.reads_at_once());
  // Only promises made since count again.
  x.pass(10);
  BOOST_TEST(x.reads_at_once());
}

BOOST_AUTO_TEST_CASE(does_not_come_from_a_clock_that_says_nothing) {
  auto x = leased_cluster{};
  x.leader().step(raft::read_requested{1, 0});
  BOOST_TEST(x.leader().granted.empty());
}

BOOST_AUTO_TEST_CASE(outlasts_a_read_that_names_no_time) {
  auto x = leased_cluster{};
  x.leader().step(raft::read_requested{1, 0});
  x.cluster.settle();
  BOOST_TEST(x.leader().granted.size() == 1U);
  BOOST_TEST(x.reads_at_once());
}

// HAZARDS 28.
BOOST_AUTO_TEST_CASE(is_given_up_before_leadership_is_handed_over) {
  auto x = leased_cluster{};
  x.cluster.cut(1, 3);
  x.leader().step(raft::transfer_requested{1, {2}});
  BOOST_TEST(!x.leader().take<raft::timeout_now>({2}).empty());
  BOOST_TEST(!x.reads_at_once());
}

// The message that starts an election may arrive long after the transfer was
// given up.
BOOST_AUTO_TEST_CASE(never_comes_back_in_a_term_with_a_transfer) {
  auto x = leased_cluster{};
  x.leader().step(raft::transfer_requested{1, {2}});
  auto words = x.leader().take<raft::timeout_now>({2});
  BOOST_TEST_REQUIRE(words.size() == 1U);
  x.cluster.cut_one_way(1, 2);
  for (auto i = 0; i < 50; ++i) {
    x.pass(1);
    BOOST_REQUIRE(x.leader().leads());
    BOOST_TEST(!x.reads_at_once());
  }
  x.cluster.mend();
  x.cluster.node(2).step(words[0]);
  x.cluster.settle();
  BOOST_TEST(x.cluster.node(2).leads());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_voter_that_promised)

raft::request_vote request_from(std::uint64_t candidate, std::uint64_t term,
                                bool pre_vote = false) {
  return {.term = {term},
          .candidate = {candidate},
          .last = {{100}, {term - 1}},
          .pre_vote = pre_vote};
}

test_node voter_that_heard_a_leader() {
  auto one = test_node{{1}, voters(5)};
  one.allow_elections();
  auto heartbeat = raft::append_entries{};
  heartbeat.term = {2};
  heartbeat.leader = {2};
  heartbeat.round = 1;
  one.step(heartbeat);
  one.finish_disk();
  return one;
}

bool voted_for(test_node& one, std::uint64_t candidate) {
  one.finish_disk();
  for (const auto& answer : one.take<raft::voted>({candidate}))
    if (answer.granted)
      return true;
  return false;
}

BOOST_AUTO_TEST_CASE(says_for_how_long) {
  auto one = voter_that_heard_a_leader();
  auto answers = one.take<raft::appended>({2});
  BOOST_REQUIRE(!answers.empty());
  BOOST_TEST(answers.back().hold_us == 140000U);
}

BOOST_AUTO_TEST_CASE(elects_nobody_for_so_long) {
  auto one = voter_that_heard_a_leader();
  one.tick(14);
  one.step(request_from(3, 3, true));
  one.step(request_from(3, 3));
  BOOST_TEST(!voted_for(one, 3));
  one.tick();
  one.step(request_from(3, 3));
  BOOST_TEST(voted_for(one, 3));
}

// A late answer to an old question of its own tells it of a later term.
BOOST_AUTO_TEST_CASE(keeps_its_word_in_a_later_term) {
  auto one = voter_that_heard_a_leader();
  one.step(
    raft::voted{.term = {3}, .from = {3}, .granted = false, .pre_vote = true});
  one.finish_disk();
  BOOST_TEST_REQUIRE(one.state.hard.term == raft::term{3});
  one.step(request_from(3, 3));
  BOOST_TEST(!voted_for(one, 3));
}

BOOST_AUTO_TEST_CASE(keeps_its_word_as_a_candidate) {
  auto one = voter_that_heard_a_leader();
  one.step(raft::timeout_now{.term = {2}, .leader = {2}});
  one.finish_disk();
  BOOST_TEST_REQUIRE(one.kind() == role_kind::candidate);
  one.step(request_from(4, 9));
  BOOST_TEST(!voted_for(one, 4));
}

BOOST_AUTO_TEST_CASE(breaks_it_for_whom_the_leader_chose) {
  auto one = voter_that_heard_a_leader();
  auto request = request_from(3, 3);
  request.transfer = true;
  one.step(request);
  BOOST_TEST(voted_for(one, 3));
}

// HAZARDS 28: a restarted node has forgotten its promises, but knows that there
// may be some.
BOOST_AUTO_TEST_CASE(keeps_its_word_across_a_restart) {
  auto one = voter_that_heard_a_leader();
  one.finish_disk();
  auto found = recover(one.disk);
  one.state = raft::make_consensus({1}, one.state.tuning, found, voters(5));
  one.role = raft::follower{};
  one.allow_elections();
  one.tick(one.state.tuning.election_ticks_min - 1);
  one.step(request_from(3, 3, true));
  one.step(request_from(3, 3));
  BOOST_TEST(!voted_for(one, 3));
  one.tick();
  one.step(request_from(3, 3));
  BOOST_TEST(voted_for(one, 3));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace lease_test
