#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace own_disk_test {

using namespace taskraft;
using namespace taskraft::tests;
using raft::role_kind;

raft_cluster cluster_led_by_one(std::size_t size = 3) {
  auto cluster = raft_cluster{size};
  cluster.elect(1);
  cluster.pass(5);
  return cluster;
}

/// Lets ticks pass; every write of every slow disk takes `needed` ticks.
void pass_with_slow_disks(raft_cluster& cluster, std::uint32_t ticks,
                          std::uint32_t needed) {
  for (auto i = 1U; i <= ticks; ++i) {
    cluster.pass(1);
    if (i % needed == 0)
      for (auto id : cluster.slow_disks)
        cluster.node(id.value).finish_disk();
  }
}

BOOST_AUTO_TEST_SUITE(a_leader_with_a_hung_disk)

// HAZARDS 41: such a leader would send heartbeats for ever.
BOOST_AUTO_TEST_CASE(steps_down_within_two_election_time_outs) {
  auto cluster = cluster_led_by_one();
  auto& old = cluster.node(1);
  cluster.slow_disks.insert({1});
  old.propose({"command"});
  cluster.pass(2 * old.state.tuning.election_ticks_max);
  BOOST_TEST(old.leads());
  cluster.pass(2);
  BOOST_TEST(!old.leads());
}

BOOST_AUTO_TEST_CASE(has_another_stand_at_once) {
  auto cluster = cluster_led_by_one();
  auto& old = cluster.node(1);
  cluster.slow_disks.insert({1});
  old.propose({"command"});
  cluster.pass(2 * old.state.tuning.election_ticks_max + 2);
  auto* next = cluster.newest_leader();
  BOOST_TEST_REQUIRE(next != nullptr);
  BOOST_TEST(next->state.self != old.state.self);
  BOOST_TEST(next->applied.back().kind == raft::entry_kind::no_op);
}

BOOST_AUTO_TEST_CASE(says_why) {
  auto one = test_node{{1}, voters(1)};
  one.allow_elections();
  one.stand();
  one.finish_disk();
  BOOST_REQUIRE(one.leads());
  one.propose({"command"});
  auto& acting = one.as_leader();
  for (auto i = 0U; i < 1000; ++i) {
    auto out = raft::step(acting, one.state, raft::tick{});
    if (!out.become)
      continue;
    BOOST_TEST((out.become->why == raft::step_down_cause::disk_hangs));
    return;
  }
  BOOST_FAIL("it never stepped down");
}

BOOST_AUTO_TEST_CASE(does_not_stand_again_before_the_disk_answers) {
  auto one = test_node{{1}, voters(1)};
  one.allow_elections();
  one.stand();
  one.finish_disk();
  one.propose({"command"});
  one.tick(1000);
  BOOST_TEST(one.kind() == role_kind::follower);
  one.finish_disk();
  one.tick(1000);
  one.finish_disk();
  BOOST_TEST(one.leads());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_slow_disk)

// A spike of half a second, at the default of 300 ms for an election time-out.
BOOST_AUTO_TEST_CASE(of_the_leader_starts_no_election) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  auto term = leader.state.hard.term;
  cluster.slow_disks.insert({1});
  for (auto i = 0; i < 40; ++i) {
    leader.propose({"command"});
    pass_with_slow_disks(cluster, 50, 50);
  }
  BOOST_TEST(leader.leads());
  BOOST_TEST(leader.state.hard.term == term);
}

BOOST_AUTO_TEST_CASE(of_every_node_starts_no_election) {
  auto cluster = cluster_led_by_one(5);
  auto& leader = cluster.node(1);
  auto term = leader.state.hard.term;
  cluster.slow_disks = {{1}, {2}, {3}, {4}, {5}};
  for (auto i = 0; i < 40; ++i) {
    leader.propose({"command"});
    pass_with_slow_disks(cluster, 50, 50);
  }
  BOOST_TEST(leader.leads());
  BOOST_TEST(leader.state.hard.term == term);
  BOOST_TEST(leader.applied.size() > 30U);
}

// LogCabin #200. A heartbeat is answered without the disk.
BOOST_AUTO_TEST_CASE(of_a_follower_starts_none_though_it_hangs) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  auto term = leader.state.hard.term;
  cluster.slow_disks.insert({2});
  for (auto i = 0; i < 100; ++i) {
    leader.propose({"command"});
    cluster.pass(10);
  }
  BOOST_TEST(leader.leads());
  BOOST_TEST(leader.state.hard.term == term);
  BOOST_TEST(cluster.node(2).kind() == role_kind::follower);
  BOOST_TEST(cluster.node(2).state.durable_index.value < 10U);
  BOOST_TEST(leader.applied.size() > 100U);
  cluster.slow_disks.clear();
  cluster.pass(20);
  BOOST_TEST(cluster.node(2).state.durable_index
             == leader.state.log.last().index);
}

// A disk whose writes once took 700 ms may take as long again.
BOOST_AUTO_TEST_CASE(costs_leadership_once_and_not_again_and_again) {
  auto cluster = cluster_led_by_one();
  cluster.slow_disks = {{1}, {2}, {3}};
  auto terms = std::vector<std::uint64_t>{};
  for (auto i = 0; i < 60; ++i) {
    if (auto* leader = cluster.newest_leader())
      leader->propose({"command"});
    pass_with_slow_disks(cluster, 70, 70);
    terms.push_back(cluster.node(1).state.hard.term.value);
  }
  BOOST_TEST_REQUIRE(cluster.newest_leader() != nullptr);
  BOOST_TEST(cluster.newest_leader()->applied.size() > 20U);
  BOOST_TEST(terms.back() == terms[30]);
  BOOST_TEST(terms.back() <= 6U);
}

// Its own vote and those of the others take longer than an election time-out.
BOOST_AUTO_TEST_CASE(of_every_node_lets_somebody_win) {
  auto cluster = raft_cluster{3};
  cluster.slow_disks = {{1}, {2}, {3}};
  for (auto i = 0; i < 20 && cluster.newest_leader() == nullptr; ++i)
    pass_with_slow_disks(cluster, 50, 50);
  BOOST_TEST(cluster.newest_leader() != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace own_disk_test
