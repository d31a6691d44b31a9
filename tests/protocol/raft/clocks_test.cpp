#include "protocol/raft/clocks.hpp"
#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

#include <limits>

namespace clocks_test {

using namespace taskraft;
using namespace taskraft::tests;

constexpr auto tick_us = std::uint64_t{10'000};
constexpr auto year_us = std::int64_t{365} * 24 * 3600 * 1'000'000;
constexpr auto noon_us = std::uint64_t{1'767'225'600'000'000};

/// Nodes of which the first leads, each with a clock that may be wrong.
struct clocked_cluster {
  raft_cluster cluster{3};
  std::map<std::uint64_t, std::int64_t> wrong_us;
  std::uint64_t now_us = 1;

  void set_time() {
    for (auto& [id, one] : cluster.nodes()) {
      one.state.now_us = now_us;
      one.state.clock_us
        = noon_us + now_us + static_cast<std::uint64_t>(wrong_us[id.value]);
      one.now_us = one.state.clock_us;
    }
  }

  void pass(std::uint32_t ticks) {
    for (auto i = 0U; i < ticks; ++i) {
      now_us += tick_us;
      set_time();
      cluster.pass(1);
    }
  }

  void elect(std::uint64_t id) {
    set_time();
    cluster.elect(id);
    pass(20);
  }

  /// How far the newest entry's stamp is from the truth.
  std::int64_t error_of_newest(std::uint64_t id) {
    auto stamp = cluster.node(id).log.back().time_us;
    return static_cast<std::int64_t>(stamp - noon_us - now_us);
  }
};

BOOST_FIXTURE_TEST_SUITE(the_stamp_of_an_entry, clocked_cluster)

BOOST_AUTO_TEST_CASE(is_the_leaders_time_while_clocks_differ_little) {
  elect(1);
  wrong_us = {{1, 900'000}, {2, 0}, {3, 0}};
  pass(20);
  cluster.node(1).propose({"a"});
  BOOST_TEST(error_of_newest(1) == 900'000);
  BOOST_TEST(cluster.node(1).clock_differences.empty());
}

// Faults from outside, 11.
BOOST_AUTO_TEST_CASE(is_right_though_the_leaders_clock_is_a_year_ahead) {
  elect(1);
  wrong_us[1] = year_us;
  pass(50);
  cluster.node(1).propose({"a"});
  BOOST_TEST(std::abs(error_of_newest(1)) <= 100'000);
  auto& said = cluster.node(1).clock_differences;
  BOOST_REQUIRE(said.size() == 1U);
  BOOST_TEST(said.front().node == raft::node_id{1});
  BOOST_TEST(std::abs(said.front().us - year_us) <= 100'000);
  wrong_us[1] = 0;
  pass(50);
  cluster.node(1).propose({"b"});
  BOOST_TEST(std::abs(error_of_newest(1)) <= 100'000);
  wrong_us[1] = -year_us;
  pass(50);
  BOOST_TEST(said.size() == 2U);
}

BOOST_AUTO_TEST_CASE(is_right_in_the_first_entry_of_such_a_leader) {
  wrong_us[2] = year_us;
  elect(2);
  for (const auto& entry : cluster.node(2).log)
    BOOST_TEST(entry.time_us < noon_us + now_us + 1'000'000);
}

BOOST_AUTO_TEST_CASE(is_the_earlier_of_two_clocks_of_which_one_is_wrong) {
  elect(1);
  cluster.isolate(3);
  pass(600);
  wrong_us[1] = year_us;
  pass(10);
  cluster.node(1).propose({"a"});
  BOOST_TEST(std::abs(error_of_newest(1)) <= 100'000);
}

BOOST_AUTO_TEST_CASE(never_falls) {
  elect(1);
  cluster.node(1).propose({"a"});
  auto before = cluster.node(1).log.back().time_us;
  for (auto id : {1, 2, 3})
    wrong_us[id] = -year_us;
  pass(50);
  cluster.node(1).propose({"b"});
  BOOST_TEST(cluster.node(1).log.back().time_us == before);
}

BOOST_AUTO_TEST_CASE(never_leaves_the_years_that_can_be_written) {
  elect(1);
  for (auto& [id, one] : cluster.nodes())
    one.state.clock_us = std::numeric_limits<std::uint64_t>::max();
  cluster.node(1).now_us = std::numeric_limits<std::uint64_t>::max();
  cluster.node(1).state.clocks.samples.clear();
  cluster.node(1).propose({"a"});
  BOOST_TEST(cluster.node(1).log.back().time_us == raft::latest_stamp_us);
}

BOOST_AUTO_TEST_CASE(takes_no_clock_from_an_answer_that_took_long) {
  auto state = cluster.node(1).state;
  state.now_us = 5'000'000;
  raft::note_clock(state, {2}, noon_us, 1'000'000);
  BOOST_TEST(state.clocks.samples.empty());
  raft::note_clock(state, {2}, noon_us, 4'800'000);
  BOOST_REQUIRE(state.clocks.samples.size() == 1U);
  BOOST_TEST(state.clocks.samples.at({2}).at_us == 4'900'000U);
}

BOOST_AUTO_TEST_CASE(says_which_other_clock_is_wrong) {
  elect(1);
  wrong_us[3] = -5'000'000;
  pass(50);
  auto& said = cluster.node(1).clock_differences;
  BOOST_REQUIRE(said.size() == 1U);
  BOOST_TEST(said.front().node == raft::node_id{3});
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_clock_that_is_heard)

/// Node 1 of three at the 10th second by a clock that never goes back.
raft::consensus at_ten() {
  auto state = raft::make_consensus({1}, {}, {}, voters(3));
  state.now_us = 10'000'000;
  state.clock_us = noon_us;
  return state;
}

bool is_noted(std::uint64_t clock_us, std::uint64_t asked_us) {
  auto state = at_ten();
  raft::note_clock(state, {2}, clock_us, asked_us);
  return !state.clocks.samples.empty();
}

BOOST_AUTO_TEST_CASE(says_a_time_that_can_be) {
  BOOST_TEST(is_noted(noon_us, 0));
  BOOST_TEST(!is_noted(0, 0));
  BOOST_TEST(!is_noted(std::numeric_limits<std::uint64_t>::max(), 0));
}

BOOST_AUTO_TEST_CASE(answers_within_a_second_what_was_asked_before) {
  BOOST_TEST(is_noted(noon_us, 9'500'000));
  BOOST_TEST(!is_noted(noon_us, 8'000'000));
  BOOST_TEST(!is_noted(noon_us, 10'000'001));
  auto state = at_ten();
  state.now_us = 0;
  raft::note_clock(state, {2}, noon_us, 0);
  BOOST_TEST(state.clocks.samples.empty());
}

BOOST_AUTO_TEST_CASE(counts_no_more_after_five_seconds_or_without_a_vote) {
  auto difference_after = [](std::uint64_t from, std::uint64_t us) {
    auto state = at_ten();
    raft::note_clock(state, {from}, noon_us + 9'000'000, 0);
    raft::note_clock(state, {3}, noon_us + 9'000'000, 0);
    state.now_us += us;
    state.clock_us += us;
    return raft::compare_clocks(state).size();
  };
  BOOST_TEST(difference_after(2, 5'000'000) == 1U);
  BOOST_TEST(difference_after(2, 5'000'001) == 0U);
  BOOST_TEST(difference_after(9, 0) == 1U);
  auto state = at_ten();
  raft::note_clock(state, {2}, noon_us + 9'000'000, 0);
  state.now_us = 9'000'000;
  BOOST_TEST(raft::compare_clocks(state).empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace clocks_test
