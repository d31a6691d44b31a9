#include "actors/gateway/pending_operations.hpp"
#include "tests/support/unit_test.hpp"

namespace pending_operations_test {

using namespace taskraft;

protocol::node_status member(std::uint64_t id, std::string address) {
  auto x = protocol::node_status{};
  x.id = {id};
  x.address = std::move(address);
  return x;
}

BOOST_AUTO_TEST_SUITE(rows_of_a_status)

BOOST_AUTO_TEST_CASE(show_every_member_reachable_or_not) {
  auto status = actors::open_status{};
  auto answered = member(2, "two:1");
  answered.role = "leader";
  answered.term = {9};
  status.rows[{2}] = answered;
  auto rows = actors::rows_of(status, {member(1, "one:1"), member(2, "two:1")});
  BOOST_TEST_REQUIRE(rows.size() == 2U);
  BOOST_TEST(rows[0].id == raft::node_id{1});
  BOOST_TEST(rows[0].address == "one:1");
  BOOST_TEST(rows[0].role == "unreachable");
  BOOST_TEST(!rows[0].reachable);
  BOOST_TEST(rows[1].role == "leader");
  BOOST_TEST(rows[1].term == raft::term{9});
  BOOST_TEST(rows[1].reachable);
}

// A node that waits to be added is no member.
BOOST_AUTO_TEST_CASE(show_whoever_answers) {
  auto status = actors::open_status{};
  status.rows[{2}] = member(2, "two:1");
  auto rows
    = actors::rows_of(status, {member(1, "one:1"), member(3, "three:1")});
  BOOST_TEST_REQUIRE(rows.size() == 3U);
  BOOST_TEST(rows[1].id == raft::node_id{2});
  BOOST_TEST(rows[1].reachable);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace pending_operations_test
