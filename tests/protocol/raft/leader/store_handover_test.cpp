// A leader whose database is away hands leadership to a node whose is not.

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace store_handover_test {

using namespace taskraft;
using namespace taskraft::tests;

struct stalled_fixture {
  stalled_fixture() {
    cluster.elect(1);
    cluster.pass(10);
  }

  /// One command in each heartbeat's time.
  void pass_under_load(std::uint32_t ticks) {
    for (auto i = 0U; i < ticks; i += 5) {
      if (auto* leader = cluster.newest_leader())
        leader->propose({"command"});
      cluster.pass(5);
    }
  }

  raft_cluster cluster{3};
  std::uint32_t time_limit
    = cluster.node(1).state.tuning.store_time_limit_ticks;
};

BOOST_FIXTURE_TEST_SUITE(a_leader_whose_store_stands_still, stalled_fixture)

BOOST_AUTO_TEST_CASE(hands_over_after_its_time_limit) {
  cluster.node(1).store_stands_still = true;
  pass_under_load(time_limit - 5);
  BOOST_TEST(cluster.node(1).leads());
  pass_under_load(20);
  BOOST_TEST(!cluster.node(1).leads());
  BOOST_TEST(cluster.newest_leader() != &cluster.node(1));
  // The leadership stays there.
  auto term = cluster.newest_leader()->state.hard.term;
  pass_under_load(3 * time_limit);
  BOOST_TEST(cluster.newest_leader()->state.hard.term == term);
}

BOOST_AUTO_TEST_CASE(hands_over_for_one_entry_that_waits) {
  cluster.node(1).store_stands_still = true;
  cluster.node(1).propose({"command"});
  cluster.pass(time_limit + 20);
  BOOST_TEST(!cluster.node(1).leads());
}

BOOST_AUTO_TEST_CASE(passes_nodes_by_whose_store_stands_still) {
  cluster.node(1).store_stands_still = true;
  cluster.node(2).store_stands_still = true;
  pass_under_load(time_limit + 20);
  BOOST_TEST(cluster.node(3).leads());
}

BOOST_AUTO_TEST_CASE(stays_while_nobody_does_better) {
  // All of them keep their rows in one server.
  for (auto& [id, one] : cluster.nodes())
    one.store_stands_still = true;
  pass_under_load(5 * time_limit);
  BOOST_TEST(cluster.node(1).leads());
  BOOST_TEST(cluster.node(1).refused_proposals == 0U);
}

BOOST_AUTO_TEST_CASE(stays_while_there_is_nothing_to_apply) {
  cluster.node(1).store_stands_still = true;
  cluster.pass(5 * time_limit);
  BOOST_TEST(cluster.node(1).leads());
}

// It led on until somebody wrote, who then waited.
BOOST_AUTO_TEST_CASE(hands_over_a_store_that_is_away_though_nobody_writes) {
  cluster.node(1).store_stands_still = true;
  cluster.node(1).state.store_is_away = true;
  cluster.pass(time_limit - 5);
  BOOST_TEST(cluster.node(1).leads());
  cluster.pass(25);
  BOOST_TEST(!cluster.node(1).leads());
  auto* now = cluster.newest_leader();
  BOOST_TEST_REQUIRE(now != nullptr);
  auto term = now->state.hard.term;
  cluster.pass(3 * time_limit);
  BOOST_TEST(cluster.newest_leader()->state.hard.term == term);
}

BOOST_AUTO_TEST_CASE(hands_over_once_if_all_share_a_store_that_is_away) {
  for (auto& [id, one] : cluster.nodes()) {
    one.store_stands_still = true;
    one.state.store_is_away = true;
  }
  auto term = cluster.node(1).state.hard.term;
  cluster.pass(10 * time_limit);
  BOOST_TEST(cluster.newest_leader()->state.hard.term.value == term.value + 1);
}

BOOST_AUTO_TEST_CASE(stays_while_its_store_is_only_slow) {
  auto& leader = cluster.node(1);
  leader.store_stands_still = true;
  for (auto i = 0U; i < 10; ++i) {
    pass_under_load(time_limit / 2);
    leader.state.visible_index = leader.state.visible_index.next();
  }
  BOOST_TEST(leader.leads());
}

BOOST_AUTO_TEST_CASE(stays_while_it_reaches_nobody_better) {
  cluster.node(1).store_stands_still = true;
  cluster.node(2).store_stands_still = true;
  cluster.cut(1, 3);
  cluster.cut(2, 3);
  pass_under_load(3 * time_limit);
  BOOST_TEST(cluster.node(1).leads());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace store_handover_test
