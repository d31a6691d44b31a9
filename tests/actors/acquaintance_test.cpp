#include "actors/acquaintance.hpp"

#include <boost/test/unit_test.hpp>

using namespace taskraft;
using actors::acquaintances;

namespace {

protocol::hello hello_of(std::uint64_t node, std::string disk,
                         std::string cluster_id = "") {
  auto x = protocol::hello{};
  x.cluster_name = "demo";
  x.cluster_id = std::move(cluster_id);
  x.node = {node};
  x.disk_id = std::move(disk);
  x.incarnation = 1;
  return x;
}

std::vector<raft::member> three() {
  return {{.id = {1}, .address = "one:1", .disk_id = {}},
          {.id = {2}, .address = "two:1", .disk_id = {}},
          {.id = {3}, .address = "three:1", .disk_id = {}}};
}

acquaintances fresh(std::uint64_t node = 1) {
  return {hello_of(node, "disk" + std::to_string(node)), three(), {}, "new"};
}

} // namespace

BOOST_AUTO_TEST_SUITE(the_founding_gate)

BOOST_AUTO_TEST_CASE(stays_shut_until_every_member_was_met) {
  auto known = fresh();
  BOOST_CHECK((known.missing() == std::vector<raft::node_id>{{2}, {3}}));
  known.met(hello_of(2, "disk2"));
  BOOST_CHECK(!known.gate());
  known.met(hello_of(3, "disk3"));
  BOOST_TEST(known.missing().empty());
  auto gate = known.gate();
  BOOST_REQUIRE(gate);
  BOOST_TEST(gate->cluster_id == "");
  BOOST_TEST(gate->disk_ids.size() == 3U);
  BOOST_TEST(gate->disk_ids.at({1}) == "disk1");
  BOOST_TEST(gate->disk_ids.at({3}) == "disk3");
}

BOOST_AUTO_TEST_CASE(opens_at_once_for_a_cluster_of_one) {
  auto known = acquaintances{hello_of(1, "disk1"),
                             {{.id = {1}, .address = "one:1", .disk_id = {}}},
                             {},
                             "new"};
  BOOST_CHECK(known.gate());
}

BOOST_AUTO_TEST_CASE(stays_shut_when_a_member_knows_a_cluster) {
  // HAZARDS 15: two wiped nodes must not found a second cluster.
  auto known = fresh();
  known.met(hello_of(2, "disk2"));
  known.met(hello_of(3, "disk3", "old"));
  BOOST_CHECK(!known.gate());
}

BOOST_AUTO_TEST_CASE(stays_shut_for_a_node_that_is_no_founder) {
  auto known = fresh(4);
  for (auto node : {1, 2, 3})
    known.met(hello_of(static_cast<std::uint64_t>(node),
                       "disk" + std::to_string(node)));
  BOOST_TEST(!known.is_founder());
  BOOST_CHECK(!known.gate());
}

BOOST_AUTO_TEST_CASE(is_passed_once_the_disks_are_recorded) {
  auto known = fresh();
  known.met(hello_of(2, "disk2"));
  known.met(hello_of(3, "disk3"));
  BOOST_TEST(!known.may_elect());
  known.recorded(*known.gate());
  BOOST_TEST(known.may_elect());
  BOOST_CHECK(!known.gate());
  auto founding = known.founding();
  BOOST_TEST(founding.cluster_id == "new");
  BOOST_REQUIRE(founding.members.size() == 3U);
  BOOST_TEST(founding.members[1].disk_id == "disk2");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_refusal)

BOOST_AUTO_TEST_CASE(ends_a_node_without_a_past_when_a_cluster_says_so) {
  auto known = fresh();
  BOOST_TEST(known.refused({{2}, "", hello_of(2, "disk2", "old")}));
}

BOOST_AUTO_TEST_CASE(by_somebody_who_knows_no_cluster_is_not_final) {
  auto known = fresh();
  BOOST_TEST(!known.refused({{2}, "", hello_of(2, "disk2")}));
}

BOOST_AUTO_TEST_CASE(ends_a_node_with_a_past_only_by_a_majority) {
  auto known = acquaintances{
    hello_of(1, "disk1", "mine"), three(), {{{1}, "disk1"}}, "new"};
  BOOST_TEST(!known.refused({{2}, "", hello_of(2, "disk2", "theirs")}));
  BOOST_TEST(!known.refused({{2}, "", hello_of(2, "disk2", "theirs")}));
  BOOST_TEST(known.refused({{3}, "", hello_of(3, "disk3", "theirs")}));
}

BOOST_AUTO_TEST_CASE(is_forgotten_when_its_author_is_met_in_peace) {
  auto known = acquaintances{
    hello_of(1, "disk1", "mine"), three(), {{{1}, "disk1"}}, "new"};
  BOOST_TEST(!known.refused({{2}, "", hello_of(2, "disk2", "theirs")}));
  known.met(hello_of(2, "disk2", "mine"));
  BOOST_TEST(!known.refused({{3}, "", hello_of(3, "disk3", "theirs")}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(acquaintances_remember)

BOOST_AUTO_TEST_CASE(the_newest_incarnation_of_a_disk) {
  auto known = fresh();
  auto other = hello_of(2, "disk2");
  other.wire_version = protocol::wire_version;
  other.incarnation = 5;
  known.met(other);
  BOOST_TEST(known.judge(other).accepted);
  other.incarnation = 4;
  BOOST_TEST(!known.judge(other).accepted);
}

BOOST_AUTO_TEST_SUITE_END()
