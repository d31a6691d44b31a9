// A node that is no founder: it waits to be added, and hears whether it was.

#include "tests/actors/consensus/server_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace server_newcomer_test {

using namespace taskraft;
using tests::hello_of;

struct fixture : tests::server_fixture {
  static raft::membership members_with_fourth() {
    auto members = consensus(1)->members();
    members.members.push_back(
      {.id = {4}, .address = "four:1", .disk_id = "disk4"});
    return members;
  }

  /// A node of the cluster speaks.
  protocol::hello hear(std::uint64_t id, const std::string& address) {
    auto introduction = hello_of(id, "disk" + std::to_string(id), "c");
    introduction.address = address;
    other.tell(node, introduction);
    drain();
    BOOST_TEST(other.take<protocol::hello_answer>().at(0).accepted);
    return introduction;
  }

  /// The third node speaks, and there is a link back to it.
  void meet_third() {
    open_link(3, hear(3, "node3"));
  }

  /// How often the node has answered that it would elect the third.
  std::size_t pre_votes() {
    for (auto i = raft::tuning{}.election_ticks_min; i > 0; --i)
      peer.tell(node, raft::tick{});
    auto question = raft::request_vote{};
    question.term = {9};
    question.candidate = {3};
    question.last = {{9}, {8}};
    question.pre_vote = true;
    other.tell(node, question);
    drain();
    return third.count<raft::voted>();
  }
};

BOOST_FIXTURE_TEST_SUITE(the_server_of_a_newcomer, fixture)

BOOST_AUTO_TEST_CASE(greets_a_cluster_back_while_it_waits_to_be_added) {
  start_newcomer();
  hear(5, "five:1");
  BOOST_REQUIRE(peers.contains({5}));
  BOOST_TEST(orders.back().address == "five:1");
  // The leader says hello again once this node is a member.
  peers.at({5}).take<protocol::redial>();
  hear(5, "five:1");
  BOOST_TEST(peers.at({5}).count<protocol::redial>() == 1U);
  // Now the log says so, too.
  peer.tell(node, protocol::members_changed{members_with_fourth(),
                                            members_with_fourth()});
  drain();
  auto saved = log.take<protocol::save_bootstrap>();
  BOOST_TEST_REQUIRE(saved.size() == 1U);
  BOOST_TEST(saved[0].cluster_id == "c");
  BOOST_TEST(saved[0].disk_ids.at({4}) == "disk4");
  BOOST_TEST(peers.contains({1}));
}

// Found by seed 151341885004793 at 9ed6850: a node that was removed before it
// had heard of the cluster waited for ever.
BOOST_AUTO_TEST_CASE(asks_the_founders_whether_it_was_removed) {
  start_newcomer();
  BOOST_TEST_REQUIRE(orders.size() == 3U);
  BOOST_TEST(orders[0].address == "node1");
  BOOST_TEST(orders[0].introduction.self.cluster_id == "");
  // The node does not end only because it is no member yet.
  peer.tell(node, protocol::link_failed{{1}, "node 4 is not a member", true});
  drain();
  BOOST_TEST(ends().empty());
  peer.tell(node, protocol::refused_by_peer{{1}, "was removed", true});
  drain();
  BOOST_TEST(ends().empty());
  peer.tell(node, protocol::refused_by_peer{{2}, "was removed", true});
  drain();
  BOOST_REQUIRE(!ends().empty());
  BOOST_TEST(ends()[0] == errc::identity_refused);
}

BOOST_AUTO_TEST_CASE(believes_a_leader_more_than_its_settings) {
  start_newcomer();
  hear(3, "moved:1");
  BOOST_TEST_REQUIRE(orders.size() == 4U);
  BOOST_TEST(orders.back().node == raft::node_id{3});
  BOOST_TEST(orders.back().address == "moved:1");
}

BOOST_AUTO_TEST_CASE(has_no_vote_before_it_has_heard_from_a_leader) {
  start_newcomer();
  meet_third();
  BOOST_TEST(pre_votes() == 0U);
}

// HAZARDS 33: it may be the one whose vote commits what makes it a voter.
BOOST_AUTO_TEST_CASE(votes_once_its_log_holds_the_members) {
  start_newcomer();
  meet_third();
  auto settings = consensus(1, "")->members();
  peer.tell(node, protocol::members_changed{members_with_fourth(), settings});
  drain();
  BOOST_TEST(pre_votes() == 1U);
  // What is not committed is not written down as this node's cluster.
  BOOST_TEST(log.count<protocol::save_bootstrap>() == 0U);
}

// Found by seed 182802101330806 at 9ed6850: it crashed between its first
// entries and the note that it belongs to the cluster, and never voted again.
BOOST_AUTO_TEST_CASE(votes_after_a_crash_that_left_it_the_log_alone) {
  auto found = raft::recovered_state{};
  found.hard = {{1}, {}};
  found.log.append({{2}, {1}});
  found.memberships.push_back({.index = {2}, .value = members_with_fourth()});
  start_newcomer(found);
  BOOST_TEST(orders.size() == 3U);
  meet_third();
  BOOST_TEST(pre_votes() == 1U);
}

// As above; a snapshot's membership is committed, whatever else was lost.
BOOST_AUTO_TEST_CASE(writes_down_the_cluster_of_its_log_after_a_crash) {
  auto found = raft::recovered_state{};
  found.hard = {{1}, {}};
  found.log = raft::log_terms{{{2}, {1}}};
  found.memberships.push_back({.index = {2}, .value = members_with_fourth()});
  start_newcomer(found);
  auto saved = log.take<protocol::save_bootstrap>();
  BOOST_TEST_REQUIRE(saved.size() == 1U);
  BOOST_TEST(saved[0].cluster_id == "c");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace server_newcomer_test
