#include "tests/actors/consensus/server_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace server_members_test {

using namespace taskraft;
using tests::hello_of;

constexpr auto add = protocol::members_operation::add;

struct fixture : tests::server_fixture {
  /// The members of the fixture's log, and one more.
  static raft::membership four(bool voter = false) {
    auto members = consensus(1)->members();
    members.members.push_back(
      {.id = {4}, .address = "four:1", .disk_id = "disk4", .voter = voter});
    return members;
  }

  static raft::membership without(std::uint64_t node) {
    auto members = consensus(1)->members();
    std::erase_if(members.members,
                  [&](const raft::member& x) { return x.id.value == node; });
    members.removed = {{node}};
    return members;
  }

  void members(const raft::membership& current,
               const raft::membership& committed) {
    peer.tell(node, protocol::members_changed{current, committed});
    drain();
  }

  bool has_peer(std::uint64_t id) const {
    return peers.contains({id});
  }

  /// This node leads and has been asked to add the fourth.
  void lead_and_ask() {
    start_server(disks());
    peer.tell(node,
              protocol::leadership_changed{raft::role_kind::leader, {1}, {1}});
    auto request = protocol::request_members{};
    request.from = {1};
    request.context = 9;
    request.operation = add;
    request.node = {4};
    request.address = "four:1";
    gateway.tell(node, request);
    drain();
  }

  std::optional<protocol::members_answered> answer() {
    auto all = gateway.take<protocol::members_answered>();
    if (all.empty())
      return std::nullopt;
    BOOST_TEST(all[0].context == 9U);
    return all[0];
  }
};

BOOST_FIXTURE_TEST_SUITE(the_server_and_the_members, fixture)

BOOST_AUTO_TEST_CASE(keep_a_link_to_each_other_member) {
  start_server(disks());
  BOOST_TEST(orders.size() == 2U);
  members(four(), consensus(1)->members());
  BOOST_REQUIRE(has_peer(4));
  BOOST_TEST(orders.back().address == "four:1");
  BOOST_TEST(orders.back().introduction.remote_disk_id == "disk4");
  BOOST_TEST(orders.back().introduction.self.cluster_id == "c");
  // It was rolled back.
  members(consensus(1)->members(), consensus(1)->members());
  auto closed = gateway.take<protocol::link_closed>();
  BOOST_TEST_REQUIRE(closed.size() == 1U);
  BOOST_TEST(closed[0].node == raft::node_id{4});
}

BOOST_AUTO_TEST_CASE(part_only_when_a_removal_is_committed) {
  join_with_second();
  members(without(2), consensus(1)->members());
  BOOST_TEST(gateway.count<protocol::link_closed>() == 0U);
  other.tell(node, hello_of(2, "disk2", "c"));
  drain();
  BOOST_TEST(other.take<protocol::hello_answer>().at(0).accepted);
  members(without(2), without(2));
  // The node hears of its removal, and its messages do not count any more.
  auto words = other.take<protocol::hello_answer>();
  BOOST_TEST_REQUIRE(words.size() == 1U);
  BOOST_TEST(!words[0].accepted);
  BOOST_TEST(words[0].fatal);
  BOOST_TEST(words[0].removed);
  BOOST_TEST(admitted.empty());
  other.tell(node, protocol::request_node_status{{1}, 1});
  BOOST_TEST(statuses() == 0U);
  BOOST_TEST(gateway.count<protocol::link_closed>() == 1U);
  BOOST_TEST(snapshot_sender.count<protocol::link_closed>() == 1U);
  // A node that was down when it was removed hears it later.
  other.tell(node, hello_of(2, "disk2", "c"));
  drain();
  BOOST_TEST(other.take<protocol::hello_answer>().at(0).removed);
}

// Found by seed 228580178294756 at f753ea6: another leader had added the node,
// and this one could never answer it.
BOOST_AUTO_TEST_CASE(speak_to_a_joining_node_that_others_have_added) {
  lead_and_ask();
  BOOST_REQUIRE(has_peer(4));
  other.tell(node, hello_of(4, "disk4", "c"));
  drain();
  BOOST_TEST(other.take<protocol::hello_answer>().at(0).accepted);
  // The link that was opened for the request is used from now on.
  BOOST_TEST(peers.at({4}).count<protocol::introduce_as>() == 1U);
  open_link(4, hello_of(4, "disk4", "c"));
  auto opened = gateway.take<protocol::link_opened>();
  BOOST_TEST_REQUIRE(opened.size() == 1U);
  BOOST_TEST(opened[0].node == raft::node_id{4});
}

BOOST_AUTO_TEST_CASE(end_a_node_that_was_removed_after_its_last_words) {
  start_server(disks());
  members(without(1), consensus(1)->members());
  for (auto i = 0; i < 100; ++i)
    peer.tell(node, raft::tick{});
  drain();
  BOOST_TEST(ends().empty());
  members(without(1), without(1));
  drain();
  BOOST_TEST(ends().empty());
  for (auto i = 0; i < 50; ++i)
    peer.tell(node, raft::tick{});
  drain();
  BOOST_REQUIRE(!ends().empty());
  BOOST_TEST(ends()[0] == errc::identity_refused);
}

BOOST_AUTO_TEST_CASE(end_a_node_that_most_others_say_was_removed) {
  start_server(disks());
  for (auto i = 0; i < 3; ++i)
    peer.tell(node, protocol::refused_by_peer{{2}, "removed", true});
  drain();
  BOOST_TEST(ends().empty());
  peer.tell(node, protocol::refused_by_peer{{3}, "removed", true});
  drain();
  BOOST_TEST(!ends().empty());
}

BOOST_AUTO_TEST_CASE(learn_the_disk_of_a_new_node_before_it_is_added) {
  lead_and_ask();
  BOOST_REQUIRE(has_peer(4));
  BOOST_TEST(orders.back().address == "four:1");
  auto met = hello_of(4, "disk4");
  peers.at({4}).tell(
    node, protocol::link_opened{{4}, third.as<protocol::node_actor>(), met});
  drain();
  // The role here is a follower's: it refuses what it got.
  auto refused = answer();
  BOOST_REQUIRE(refused);
  BOOST_TEST(refused->code == errc::not_leader);
  BOOST_TEST(gateway.count<protocol::link_opened>() == 0U);
  // When the node is a member it is told so, and the link is used.
  peers.at({4}).take<protocol::introduce_as>();
  members(four(), consensus(1)->members());
  BOOST_TEST(peers.at({4}).count<protocol::introduce_as>() == 1U);
  peers.at({4}).tell(
    node, protocol::link_opened{{4}, third.as<protocol::node_actor>(), met});
  drain();
  BOOST_TEST(gateway.count<protocol::link_opened>() == 1U);
}

// They got no answer.
BOOST_AUTO_TEST_CASE(answer_those_who_wait_for_a_node_that_others_add) {
  lead_and_ask();
  members(four(), four());
  // The role here is a follower's.
  auto refused = answer();
  BOOST_REQUIRE(refused);
  BOOST_TEST(refused->code == errc::not_leader);
}

BOOST_AUTO_TEST_CASE(say_why_a_new_node_cannot_be_reached) {
  lead_and_ask();
  peers.at({4}).tell(node, protocol::link_failed{{4}, "refused", false});
  for (auto i = 0; i < 300; ++i)
    peer.tell(node, raft::tick{});
  drain();
  auto end = answer();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->code == errc::timed_out);
  BOOST_TEST(end->reason
             == "nothing was done: there is no link to the node at four:1: "
                "refused");
}

BOOST_AUTO_TEST_CASE(say_at_once_that_another_node_is_at_the_address) {
  lead_and_ask();
  peers.at({4}).tell(node, protocol::link_failed{{4}, "is node 2", true});
  drain();
  auto end = answer();
  BOOST_REQUIRE(end);
  BOOST_TEST(end->code == errc::conflict);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace server_members_test
