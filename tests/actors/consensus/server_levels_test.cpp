// What servers tell each other about the rules that their programs know.

#include "tests/actors/consensus/server_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace server_levels_test {

using namespace taskraft;
using namespace taskraft::tests;

struct fixture : server_fixture {
  using levels = raft::announced_levels;

  void check_known(const levels& expected) const {
    BOOST_TEST(known_to_role->announced == expected);
  }
};

BOOST_FIXTURE_TEST_SUITE(the_server_about_versions, fixture)

BOOST_AUTO_TEST_CASE(announces_what_it_knows_after_each_hello_it_accepts) {
  start_server(disks());
  auto newer = hello_of(2, "disk2", "c");
  newer.wire_version = protocol::wire_version + 1;
  other.tell(node, hello_of(2, "disk2", "c"));
  other.tell(node, newer);
  drain();
  auto said = other.take<protocol::announcement>();
  BOOST_TEST_REQUIRE(said.size() == 2U);
  BOOST_TEST(said[0].node == raft::node_id{1});
  BOOST_TEST(said[0].newest_rules_level == own_level);
}

BOOST_AUTO_TEST_CASE(announces_nothing_to_whom_it_refuses) {
  start_server(disks());
  auto foreign = hello_of(2, "disk2", "c");
  foreign.cluster_name = "another";
  other.tell(node, foreign);
  drain();
  BOOST_TEST(other.take<protocol::announcement>().empty());
}

BOOST_AUTO_TEST_CASE(tells_its_role_what_nodes_with_a_link_know) {
  start_server(disks());
  check_known({{{1}, own_level}});
  open_link(2, hello_of(2, "disk2", "c"), {2});
  open_link(3, hello_of(3, "disk3", "c"));
  check_known({{{1}, own_level}, {{2}, {2}}, {{3}, {1}}});
}

// It may come back with another program.
BOOST_AUTO_TEST_CASE(forgets_what_a_node_knows_with_its_link) {
  start_server(disks());
  open_link(2, hello_of(2, "disk2", "c"), {2});
  peer.tell(node, protocol::link_closed{{2}});
  drain();
  check_known({{{1}, own_level}});
  open_link(2, hello_of(2, "disk2", "c"));
  check_known({{{1}, own_level}, {{2}, {1}}});
}

BOOST_AUTO_TEST_CASE(tells_the_next_role_what_the_last_one_knew) {
  start_server(disks());
  open_link(2, hello_of(2, "disk2", "c"), {2});
  log.tell(node, protocol::bootstrap_saved{{"c", disks()}});
  for (auto i = 0; i < 100; ++i)
    peer.tell(node, raft::tick{});
  drain();
  // It has become a candidate.
  BOOST_TEST_REQUIRE(second.count<raft::request_vote>() > 0U);
  check_known({{{1}, own_level}, {{2}, {2}}});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace server_levels_test
