#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace freshness_test {

using namespace taskraft;
using namespace taskraft::tests;

constexpr auto tick_us = std::uint64_t{10000};

/// Three nodes of which the first leads; their clocks began at other times.
struct aged_cluster {
  raft_cluster cluster;
  std::uint64_t now_us = 1;

  explicit aged_cluster(std::size_t size = 3) : cluster(size) {
    set_time();
    cluster.elect(1);
    pass(20);
  }

  static std::int64_t offset(std::uint64_t id) {
    return static_cast<std::int64_t>(id * 1'000'000'000);
  }

  void set_time() {
    for (auto& [id, one] : cluster.nodes())
      one.state.now_us = now_us + static_cast<std::uint64_t>(offset(id.value));
  }

  void pass(std::uint32_t ticks) {
    for (auto i = 0U; i < ticks; ++i) {
      now_us += tick_us;
      set_time();
      cluster.pass(1);
    }
  }

  /// The same, while all other nodes are stopped.
  void pass_for(const std::vector<std::uint64_t>& ids, std::uint32_t ticks) {
    for (auto i = 0U; i < ticks; ++i) {
      now_us += tick_us;
      set_time();
      for (auto id : ids)
        cluster.node(id).tick();
      cluster.settle();
    }
  }

  /// The age that a node gives of its state; negative if it does not know.
  std::int64_t age_us(std::uint64_t id) {
    auto known = cluster.node(id).state.fresh.known_us();
    return known ? static_cast<std::int64_t>(now_us) + offset(id) - *known : -1;
  }
};

BOOST_FIXTURE_TEST_SUITE(the_age_of_a_state, aged_cluster)

BOOST_AUTO_TEST_CASE(is_a_few_heartbeats_while_a_leader_is_heard) {
  for (auto id : {1, 2, 3}) {
    BOOST_TEST(age_us(id) >= 0);
    BOOST_TEST(age_us(id) <= 200'000);
  }
}

// Faults from outside, 12.
BOOST_AUTO_TEST_CASE(grows_while_a_node_is_cut_off_and_falls_when_it_is_back) {
  cluster.isolate(3);
  pass(300);
  BOOST_TEST(age_us(3) >= 3'000'000);
  BOOST_TEST(age_us(2) <= 200'000);
  cluster.mend();
  pass(20);
  BOOST_TEST(age_us(3) <= 200'000);
}

BOOST_AUTO_TEST_CASE(grows_while_the_disk_is_full_though_a_leader_is_heard) {
  cluster.node(3).step(raft::disk_room_changed{true});
  cluster.node(1).propose({"a"});
  pass(300);
  BOOST_TEST(cluster.node(3).state.leader == raft::node_id{1});
  BOOST_TEST(age_us(3) >= 2'900'000);
}

BOOST_AUTO_TEST_CASE(grows_while_the_store_stands_still) {
  for (auto id : {1, 3}) {
    cluster.node(id).store_stands_still = true;
    cluster.node(id).state.tuning.store_time_limit_ticks = 1'000'000;
  }
  cluster.node(1).propose({"a"});
  pass(300);
  BOOST_TEST(cluster.node(1).leads());
  for (auto id : {1, 3})
    BOOST_TEST(age_us(id) >= 2'900'000);
  BOOST_TEST(age_us(2) <= 200'000);
  for (auto id : {1, 3})
    cluster.node(id).store_stands_still = false;
  pass(20);
  for (auto id : {1, 3})
    BOOST_TEST(age_us(id) <= 200'000);
}

// Two of five follow a leader that was stopped while the others went on.
BOOST_AUTO_TEST_CASE(counts_what_a_leader_cannot_know_yet) {
  auto five = aged_cluster{5};
  for (auto one : {1, 2})
    for (auto other : {3, 4, 5})
      five.cluster.cut(one, other);
  five.pass_for({3, 4, 5}, 200);
  auto* newer = five.cluster.newest_leader();
  BOOST_REQUIRE(newer != nullptr);
  BOOST_REQUIRE(newer->state.self != raft::node_id{1});
  newer->propose({"a"});
  five.cluster.settle();
  auto committed_us = five.now_us;
  five.pass_for({3, 4, 5}, 20);
  five.pass_for({1}, 12);
  BOOST_TEST(five.cluster.node(1).leads());
  for (auto id : {1, 2})
    BOOST_TEST(five.age_us(id)
               >= static_cast<std::int64_t>(five.now_us - committed_us));
}

BOOST_AUTO_TEST_CASE(is_not_known_after_a_restart_until_a_leader_is_heard) {
  cluster.isolate(3);
  cluster.crash(3);
  pass(5);
  BOOST_TEST(age_us(3) == -1);
  cluster.mend();
  pass(20);
  BOOST_TEST(age_us(3) <= 200'000);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(what_is_known_of_a_state)

BOOST_AUTO_TEST_CASE(waits_until_the_state_shows_it) {
  auto known = raft::freshness{};
  known.learn({5}, 100, {3});
  known.learn({6}, 200, {3});
  BOOST_TEST(!known.known_us().has_value());
  known.show({4});
  BOOST_TEST(!known.known_us().has_value());
  known.show({5});
  BOOST_TEST(known.known_us().value() == 100);
  known.show({9});
  BOOST_TEST(known.known_us().value() == 200);
  known.learn({9}, 150, {9});
  BOOST_TEST(known.known_us().value() == 200);
}

BOOST_AUTO_TEST_CASE(is_bounded_while_the_state_stands_still) {
  auto known = raft::freshness{};
  for (auto i = std::int64_t{1}; i < 10'000; ++i)
    known.learn({static_cast<std::uint64_t>(i)}, i, {0});
  known.show({9'998});
  BOOST_TEST(known.known_us().value() == 63);
  known.show({9'999});
  BOOST_TEST(known.known_us().value() == 9'999);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace freshness_test
