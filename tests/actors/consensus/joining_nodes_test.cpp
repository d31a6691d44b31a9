#include "actors/consensus/joining_nodes.hpp"
#include "tests/support/unit_test.hpp"

namespace joining_nodes_test {

using namespace taskraft;

protocol::request_members request_for(std::uint64_t node, std::uint64_t context,
                                      const std::string& address = "four:1") {
  auto request = protocol::request_members{};
  request.from = {1};
  request.context = context;
  request.operation = protocol::members_operation::add;
  request.node = {node};
  request.address = address;
  return request;
}

BOOST_AUTO_TEST_SUITE(joining_nodes)

BOOST_AUTO_TEST_CASE(wait_until_their_disk_is_known) {
  auto all = actors::joining_nodes{};
  all.add(request_for(4, 1));
  all.add(request_for(4, 2));
  BOOST_TEST(all.contains({4}));
  BOOST_TEST(all.addresses().at({4}) == "four:1");
  auto met = all.meet({4}, "disk4");
  BOOST_TEST_REQUIRE(met.size() == 2U);
  BOOST_TEST(met[1].context == 2U);
  BOOST_TEST(met[1].disk_id == "disk4");
  // No request waits any more, but the link is kept until the node is a member.
  BOOST_TEST(all.meet({4}, "disk4").empty());
  BOOST_TEST(all.contains({4}));
  BOOST_TEST(all.drop({4}).empty());
  BOOST_TEST(!all.contains({4}));
}

// A request soon after a refusal once waited until the joining node was given
// up.
BOOST_AUTO_TEST_CASE(that_have_answered_keep_nobody_waiting) {
  auto all = actors::joining_nodes{};
  all.add(request_for(4, 1));
  BOOST_TEST(all.meet_again({4}).empty());
  all.meet({4}, "disk4");
  all.add(request_for(4, 2));
  auto met = all.meet_again({4});
  BOOST_TEST_REQUIRE(met.size() == 1U);
  BOOST_TEST(met[0].context == 2U);
  BOOST_TEST(met[0].disk_id == "disk4");
  // After the link was lost, another node may answer at the address.
  all.lose({4});
  all.add(request_for(4, 3));
  BOOST_TEST(all.meet_again({4}).empty());
  BOOST_TEST(all.meet({4}, "other").at(0).disk_id == "other");
}

BOOST_AUTO_TEST_CASE(are_given_up_with_the_reason_when_they_do_not_answer) {
  auto all = actors::joining_nodes{3};
  all.add(request_for(4, 1));
  all.note({4}, "Connection refused");
  all.note({9}, "nobody asked");
  BOOST_TEST(all.tick().empty());
  // Asking again for the same does not prolong it.
  all.add(request_for(4, 1));
  BOOST_TEST(all.tick().empty());
  auto late = all.tick();
  BOOST_TEST_REQUIRE(late.size() == 1U);
  BOOST_TEST(late[0].request.context == 1U);
  BOOST_TEST(late[0].reason == "Connection refused");
  BOOST_TEST(!all.contains({4}));
}

BOOST_AUTO_TEST_CASE(are_looked_for_at_the_newest_address) {
  auto all = actors::joining_nodes{3};
  all.add(request_for(4, 1));
  all.tick();
  all.tick();
  all.add(request_for(4, 2, "other:1"));
  BOOST_TEST(all.addresses().at({4}) == "other:1");
  BOOST_TEST(all.tick().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace joining_nodes_test
