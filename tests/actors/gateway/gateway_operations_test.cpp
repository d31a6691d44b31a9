#include "protocol/raft/effects.hpp"
#include "tests/actors/gateway/gateway_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace gateway_operations_test {

using namespace taskraft;

struct fixture : tests::gateway_fixture {
  void answer_status_of(std::uint64_t node, std::uint64_t context) {
    auto status = protocol::node_status{};
    status.id = {node};
    status.role = "follower";
    tell(gateway, protocol::node_status_answered{context, status});
    drain();
  }

  void ask_for_transfer(std::uint64_t target) {
    client.messages().tell(gateway,
                           protocol::transfer_leadership{77, {target}});
    drain();
  }

  std::optional<std::uint64_t> transfer_context() {
    auto asked = server.take<protocol::request_transfer>();
    if (asked.size() != 1U)
      return std::nullopt;
    return asked[0].context;
  }

  void answer_transfer(raft::transfer_outcome outcome) {
    tell(gateway,
         protocol::transfer_answered{transfer_context().value(), outcome, {}});
    drain();
  }

  std::optional<protocol::leadership_transferred> transferred() {
    auto all = client.messages().take<protocol::leadership_transferred>();
    BOOST_TEST(all.size() <= 1U);
    if (all.empty())
      return std::nullopt;
    BOOST_TEST(all[0].id == 77U);
    return all[0];
  }
};

BOOST_FIXTURE_TEST_SUITE(the_gateway_shows_the_cluster, fixture)

BOOST_AUTO_TEST_CASE(as_soon_as_every_member_has_answered) {
  auto& second = connect(2);
  auto& third = connect(3);
  client.messages().tell(gateway, protocol::request_cluster_status{5});
  drain();
  auto own = server.take<protocol::request_node_status>();
  BOOST_TEST_REQUIRE(own.size() == 1U);
  BOOST_TEST(second.count<protocol::request_node_status>() == 1U);
  BOOST_TEST(third.count<protocol::request_node_status>() == 1U);
  answer_status_of(1, own[0].context);
  answer_status_of(3, own[0].context);
  BOOST_TEST(client.messages().inbox().empty());
  answer_status_of(2, own[0].context);
  auto status = client.messages().take<protocol::cluster_status_answered>();
  BOOST_TEST_REQUIRE(status.size() == 1U);
  BOOST_TEST(status[0].id == 5U);
  BOOST_TEST_REQUIRE(status[0].nodes.size() == 3U);
  BOOST_TEST(status[0].nodes[1].role == "follower");
}

BOOST_AUTO_TEST_CASE(with_a_row_for_each_node_that_is_down) {
  connect(2);
  tell(gateway, protocol::link_closed{{2}});
  client.messages().tell(gateway, protocol::request_cluster_status{5});
  drain();
  BOOST_TEST(others.at(2).inbox().empty());
  auto own = server.take<protocol::request_node_status>();
  answer_status_of(1, own.at(0).context);
  pass(39);
  BOOST_TEST(client.messages().inbox().empty());
  pass(1);
  auto status = client.messages().take<protocol::cluster_status_answered>();
  BOOST_TEST_REQUIRE(status.size() == 1U);
  BOOST_TEST_REQUIRE(status[0].nodes.size() == 3U);
  BOOST_TEST(status[0].nodes[0].reachable);
  BOOST_TEST(!status[0].nodes[1].reachable);
  BOOST_TEST(status[0].nodes[2].role == "unreachable");
  BOOST_TEST(status[0].nodes[2].address == "node3:1");
  // A late answer does no harm.
  answer_status_of(2, own[0].context);
  BOOST_TEST(client.messages().inbox().empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_gateway_transfers_leadership, fixture)

BOOST_AUTO_TEST_CASE(and_says_so_when_the_target_leads) {
  leads(2, 5);
  ask_for_transfer(3);
  answer_transfer(raft::transfer_outcome::started);
  BOOST_CHECK(!transferred());
  leads(0, 6);
  BOOST_CHECK(!transferred());
  leads(3, 6);
  auto end = transferred();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->succeeded);
  BOOST_TEST(end->leader == raft::node_id{3});
}

BOOST_AUTO_TEST_CASE(to_a_member_that_the_leader_chooses) {
  leads(2, 5);
  ask_for_transfer(0);
  answer_transfer(raft::transfer_outcome::started);
  leads(1, 6);
  auto end = transferred();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->succeeded);
}

BOOST_AUTO_TEST_CASE(and_fails_when_another_was_elected) {
  leads(2, 5);
  ask_for_transfer(3);
  answer_transfer(raft::transfer_outcome::started);
  leads(1, 6);
  auto end = transferred();
  BOOST_REQUIRE(end);
  BOOST_TEST(!end->succeeded);
  BOOST_TEST(end->reason == "another node was elected");
}

BOOST_AUTO_TEST_CASE(and_says_why_it_was_refused) {
  leads(2, 5);
  ask_for_transfer(9);
  answer_transfer(raft::transfer_outcome::refused);
  auto end = transferred();
  BOOST_REQUIRE(end);
  BOOST_TEST(!end->succeeded);
  BOOST_TEST(end->leader == raft::node_id{2});
}

BOOST_AUTO_TEST_CASE(not_when_the_target_leads_already) {
  leads(2, 5);
  ask_for_transfer(2);
  BOOST_CHECK(!transfer_context());
  auto end = transferred();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->succeeded);
}

BOOST_AUTO_TEST_CASE(not_when_no_leader_is_known) {
  ask_for_transfer(2);
  auto end = transferred();
  BOOST_REQUIRE(end);
  BOOST_TEST(!end->succeeded);
}

// After a change of leader the gateway asks again, not the operator.
BOOST_AUTO_TEST_CASE(by_asking_the_next_leader_if_the_first_leads_no_more) {
  leads(2, 5);
  ask_for_transfer(3);
  answer_transfer(raft::transfer_outcome::not_leader);
  BOOST_CHECK(!transferred());
  // The same node may have been elected again.
  leads(0, 6);
  leads(2, 6);
  answer_transfer(raft::transfer_outcome::not_leader);
  leads(1, 7);
  answer_transfer(raft::transfer_outcome::started);
  BOOST_CHECK(!transferred());
  leads(3, 8);
  auto end = transferred();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->succeeded);
}

BOOST_AUTO_TEST_CASE(by_asking_again_if_the_leader_changed_before_it_answered) {
  leads(2, 5);
  ask_for_transfer(3);
  BOOST_REQUIRE(transfer_context());
  leads(1, 6);
  answer_transfer(raft::transfer_outcome::started);
  BOOST_CHECK(!transferred());
  leads(3, 7);
  auto end = transferred();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->succeeded);
}

BOOST_AUTO_TEST_CASE(and_gives_up_in_time) {
  leads(2, 5);
  ask_for_transfer(3);
  answer_transfer(raft::transfer_outcome::started);
  pass(399);
  BOOST_CHECK(!transferred());
  pass(1);
  auto end = transferred();
  BOOST_REQUIRE(end);
  BOOST_TEST(!end->succeeded);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_gateway_bounds_operations, fixture)

BOOST_AUTO_TEST_CASE(and_says_which_it_refuses) {
  leads(2, 5);
  auto ask = [&](auto request) { client.messages().tell(gateway, request); };
  for (auto i = std::size_t{0}; i < actors::pending_operations::most; ++i)
    ask(protocol::begin_backup{i, false});
  ask_for_transfer(3);
  auto end = transferred();
  BOOST_REQUIRE(end);
  BOOST_TEST(!end->succeeded);
  BOOST_TEST(end->reason == "too many operations wait at this node");
  ask(
    protocol::change_members{77, protocol::members_operation::list, {}, "", 1});
  ask(protocol::begin_backup{78, false});
  ask(protocol::read_backup{79, 1, 0});
  drain();
  auto members = client.messages().take<protocol::members_listed>();
  BOOST_REQUIRE(members.size() == 1U);
  BOOST_TEST(members[0].code == errc::unavailable);
  BOOST_TEST(members[0].reason == end->reason);
  auto begun = client.messages().take<protocol::backup_begun>();
  BOOST_REQUIRE(begun.size() == 1U);
  BOOST_TEST(begun[0].reason == end->reason);
  auto read = client.messages().take<protocol::backup_read>();
  BOOST_REQUIRE(read.size() == 1U);
  BOOST_TEST(read[0].reason == end->reason);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace gateway_operations_test
