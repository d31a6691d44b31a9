#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace replication_test {

using namespace taskraft;
using namespace taskraft::tests;

BOOST_AUTO_TEST_SUITE(a_cluster_of_rules)

BOOST_AUTO_TEST_CASE(elects_a_leader_and_replicates_to_all) {
  auto cluster = raft_cluster{3};
  auto& leader = cluster.await_leader();
  leader.propose({"one", "two"});
  leader.propose({"three"});
  cluster.settle();
  for (auto& [id, one] : cluster.nodes()) {
    BOOST_TEST(commands_of(one.applied)
               == (std::vector<std::string>{"one", "two", "three"}));
    BOOST_TEST(one.disk.log == leader.log);
  }
}

BOOST_AUTO_TEST_CASE(grants_a_read_at_the_commit_index) {
  auto cluster = raft_cluster{3};
  auto& leader = cluster.await_leader();
  leader.propose({"one"});
  cluster.settle();
  leader.step(raft::read_requested{7});
  BOOST_TEST(leader.granted.empty());
  cluster.settle();
  BOOST_TEST_REQUIRE(leader.granted.size() == 1U);
  BOOST_TEST(leader.granted[0].context == 7U);
  BOOST_TEST(leader.granted[0].read_index == leader.state.commit_index);
}

BOOST_AUTO_TEST_CASE(of_one_node_commits_what_its_own_disk_has) {
  auto cluster = raft_cluster{1};
  auto& leader = cluster.await_leader();
  leader.propose({"one"});
  BOOST_TEST(commands_of(leader.applied).empty());
  cluster.settle();
  BOOST_TEST(commands_of(leader.applied).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace replication_test
