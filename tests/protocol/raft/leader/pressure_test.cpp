#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace pressure_test {

using namespace taskraft;
using namespace taskraft::tests;
using raft::role_kind;

raft::tuning narrow() {
  auto bounds = raft::tuning{};
  bounds.max_batch_bytes = 2000;
  bounds.max_inflight_bytes = 4000;
  bounds.max_uncommitted_bytes = 20'000;
  bounds.recent_bytes = 4000;
  return bounds;
}

const auto payload = std::string(1000, 'x');

raft_cluster cluster_led_by_one() {
  auto cluster = raft_cluster{3, narrow()};
  cluster.elect(1);
  cluster.pass(5);
  return cluster;
}

BOOST_AUTO_TEST_SUITE(a_leader_under_pressure)

// HAZARDS 44: heartbeats are answered, and nothing is committed.
BOOST_AUTO_TEST_CASE(refuses_commands_while_too_much_is_not_committed) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  cluster.slow_disks = {{2}, {3}};
  // Ten minutes.
  for (auto i = 0; i < 6000; ++i) {
    leader.propose({payload});
    cluster.pass(10);
  }
  BOOST_TEST(leader.leads());
  BOOST_TEST(leader.refused_proposals > 5900U);
  BOOST_TEST(leader.as_leader().uncommitted_bytes < 25'000U);
  BOOST_TEST(leader.state.recent.size_bytes() < 30'000U);
  BOOST_TEST(cluster.node(2).state.pending_bytes < 10'000U);
  cluster.slow_disks.clear();
  cluster.pass(20);
  BOOST_TEST(leader.as_leader().uncommitted_bytes == 0U);
  auto refused = leader.refused_proposals;
  leader.propose({payload});
  cluster.pass(5);
  BOOST_TEST(leader.refused_proposals == refused);
  BOOST_TEST(leader.applied.back().payload == payload);
}

BOOST_AUTO_TEST_CASE(says_that_it_has_too_much_to_do) {
  auto one = test_node{{1}, voters(3), narrow()};
  one.allow_elections();
  one.win();
  one.finish_disk();
  for (auto i = 0; i < 100 && one.refused_proposals == 0; ++i)
    one.propose({payload});
  auto out = raft::step(one.as_leader(), one.state,
                        raft::proposal{{frames_of({payload})}, 1});
  BOOST_TEST(out.proposal_refused);
  BOOST_TEST(out.proposal_overloads);
}

BOOST_AUTO_TEST_CASE(counts_what_an_earlier_leader_left) {
  auto cluster = cluster_led_by_one();
  cluster.slow_disks = {{2}, {3}};
  for (auto i = 0; i < 6; ++i)
    cluster.node(1).propose({payload});
  cluster.pass(5);
  auto left = cluster.node(1).as_leader().uncommitted_bytes;
  BOOST_TEST(left > 6000U);
  cluster.slow_disks = {{3}};
  cluster.isolate(1);
  cluster.node(2).finish_disk();
  cluster.node(2).stand();
  cluster.node(2).finish_disk();
  cluster.settle();
  cluster.node(3).finish_disk();
  cluster.settle();
  BOOST_REQUIRE(cluster.node(2).leads());
  BOOST_TEST(cluster.node(2).as_leader().uncommitted_bytes > 2000U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_full_disk)

// HAZARDS 44, dqlite #589.
BOOST_AUTO_TEST_CASE(ends_leadership_at_once) {
  auto cluster = cluster_led_by_one();
  auto& old = cluster.node(1);
  old.step(raft::disk_room_changed{true});
  BOOST_TEST(!old.leads());
  cluster.settle();
  auto* next = cluster.newest_leader();
  BOOST_TEST_REQUIRE(next != nullptr);
  BOOST_TEST(next->state.self != old.state.self);
}

BOOST_AUTO_TEST_CASE(says_why) {
  auto one = test_node{{1}, voters(1)};
  one.allow_elections();
  one.stand();
  one.finish_disk();
  auto out = raft::step(one.as_leader(), one.state,
                        raft::event{raft::disk_room_changed{true}});
  BOOST_REQUIRE(out.become);
  BOOST_TEST((out.become->why == raft::step_down_cause::disk_full));
}

BOOST_AUTO_TEST_CASE(keeps_a_node_from_standing_until_there_is_room) {
  auto one = test_node{{1}, voters(1)};
  one.allow_elections();
  one.step(raft::disk_room_changed{true});
  one.tick(1000);
  one.step(raft::timeout_now{.term = {1}, .leader = {2}});
  BOOST_TEST(one.kind() == role_kind::follower);
  one.step(raft::disk_room_changed{false});
  one.tick(1000);
  one.finish_disk();
  BOOST_TEST(one.leads());
}

BOOST_AUTO_TEST_CASE(keeps_nobody_from_voting) {
  auto cluster = raft_cluster{3};
  for (auto id = std::uint64_t{2}; id <= 3; ++id)
    cluster.node(id).step(raft::disk_room_changed{true});
  cluster.pass(200);
  BOOST_TEST(cluster.node(1).leads());
}

BOOST_AUTO_TEST_CASE(of_a_follower_makes_it_lag_and_no_more) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  auto& follower = cluster.node(2);
  follower.step(raft::disk_room_changed{true});
  cluster.pass(10);
  auto term = leader.state.hard.term;
  auto last = follower.state.log.last().index;
  for (auto i = 0; i < 50; ++i) {
    leader.propose({payload});
    cluster.pass(2);
  }
  BOOST_TEST(leader.leads());
  BOOST_TEST(leader.state.hard.term == term);
  BOOST_TEST(follower.state.log.last().index <= last.next().next());
  follower.step(raft::disk_room_changed{false});
  cluster.pass(50);
  BOOST_TEST(follower.state.log.last().index == leader.state.log.last().index);
  BOOST_TEST(follower.applied == leader.applied);
}

BOOST_AUTO_TEST_CASE(gets_nothing_sent_that_it_would_ignore) {
  auto cluster = cluster_led_by_one();
  auto& leader = cluster.node(1);
  cluster.node(2).step(raft::disk_room_changed{true});
  leader.propose({payload});
  cluster.pass(20);
  cluster.cut_one_way(1, 2);
  for (auto i = 0; i < 10; ++i) {
    leader.propose({payload});
    for (const auto& sent : leader.take<raft::append_entries>({2}))
      BOOST_TEST(sent.entries.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace pressure_test
