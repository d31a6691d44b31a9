#include "protocol/messages/admission.hpp"
#include "tests/support/unit_test.hpp"

namespace admission_test {

using namespace taskraft;
using namespace taskraft::protocol;

/// Node 1 of a founded cluster of two judges what node 2 says.
struct fixture {
  fixture() {
    known.self = words_of(1);
    for (auto id = std::uint64_t{1}; id <= 2; ++id) {
      auto& member = known.members.members.emplace_back();
      member.id = {id};
      member.disk_id = "disk" + std::to_string(id);
    }
    received = words_of(2);
  }

  static protocol::hello words_of(std::uint64_t node) {
    auto result = protocol::hello{};
    result.cluster_name = "demo";
    result.cluster_id = "c1";
    result.node = {node};
    result.disk_id = "disk" + std::to_string(node);
    result.incarnation = 5;
    result.wire_version = protocol::wire_version;
    return result;
  }

  void check_accepted() {
    auto verdict = judge(known, received);
    BOOST_TEST(verdict.accepted, verdict.reason);
  }

  void check_refused(bool fatal, const std::string& reason) {
    auto verdict = judge(known, received);
    BOOST_TEST(!verdict.accepted);
    BOOST_TEST(verdict.fatal == fatal);
    BOOST_TEST(verdict.reason == reason);
  }

  /// Checks what the sender hears; `secrets` are the ids that the refusing node
  /// knows.
  void check_told(const std::string& told) {
    auto verdict = judge(known, received);
    BOOST_TEST(verdict.told == told);
    for (auto secret : {"demo", "c1", "disk1", "disk2"})
      BOOST_TEST(verdict.told.find(secret) == std::string::npos);
  }

  void forget_disk() {
    known.members.members[1].disk_id.clear();
  }

  /// This node has not bootstrapped.
  void forget_disks() {
    for (auto& member : known.members.members)
      member.disk_id.clear();
  }

  admission known;
  protocol::hello received;
};

BOOST_FIXTURE_TEST_SUITE(a_hello, fixture)

BOOST_AUTO_TEST_CASE(of_a_known_member_is_accepted) {
  check_accepted();
}

BOOST_AUTO_TEST_CASE(of_another_cluster_name_is_refused_for_ever) {
  received.cluster_name = "prod";
  check_refused(true, R"(belongs to cluster "prod", not "demo")");
  check_told("refused");
}

BOOST_AUTO_TEST_CASE(of_another_cluster_id_is_refused_for_ever) {
  received.cluster_id = "c2";
  check_refused(true, "its data is of cluster id c2, not c1");
  check_told("refused");
  received.wire_version = 0;
  check_told("refused");
}

BOOST_AUTO_TEST_CASE(with_a_cluster_id_is_accepted_by_who_knows_none) {
  known.self.cluster_id.clear();
  check_accepted();
}

BOOST_AUTO_TEST_CASE(without_a_cluster_id_is_accepted_from_a_recorded_disk) {
  received.cluster_id.clear();
  check_accepted();
}

BOOST_AUTO_TEST_CASE(without_a_cluster_id_is_refused_from_a_wiped_disk) {
  received.cluster_id.clear();
  received.disk_id = "fresh";
  check_refused(true, "node 2 is known with disk disk2, not fresh");
}

BOOST_AUTO_TEST_CASE(between_two_who_know_no_cluster_is_accepted) {
  known.self.cluster_id.clear();
  received.cluster_id.clear();
  forget_disk();
  check_accepted();
}

BOOST_AUTO_TEST_CASE(of_an_unknown_node_is_refused_for_now) {
  received.node = {3};
  received.cluster_id.clear();
  check_refused(false, "node 3 is not a member");
}

// It may have been added while this node was away.
BOOST_AUTO_TEST_CASE(of_an_unknown_node_of_the_same_cluster_is_accepted) {
  received.node = {3};
  check_accepted();
}

BOOST_AUTO_TEST_CASE(of_a_cluster_is_accepted_by_who_waits_to_be_added) {
  known.self = words_of(4);
  known.self.cluster_id.clear();
  received.node = {3};
  check_accepted();
  received.cluster_id.clear();
  check_refused(false, "node 3 is not a member");
}

// A founder takes part in its own bootstrap, and in no other cluster.
BOOST_AUTO_TEST_CASE(of_an_unknown_cluster_is_refused_by_a_founder) {
  known.self.cluster_id.clear();
  forget_disks();
  received.node = {3};
  check_refused(false, "node 3 is not a member");
}

// Found by seed 98459727831975 at 9ed6850: a founder that was away while its
// cluster was founded refused the newcomer that leads it by now.
BOOST_AUTO_TEST_CASE(of_an_unknown_cluster_is_accepted_if_it_has_a_founder) {
  known.self.cluster_id.clear();
  forget_disks();
  remember(known, received);
  received.node = {3};
  received.disk_id = "disk3";
  check_accepted();
  received.cluster_id = "c2";
  check_refused(false, "node 3 is not a member");
}

// As above, and all the other founders were removed.
BOOST_AUTO_TEST_CASE(
  of_an_unknown_cluster_is_accepted_after_the_bootstrap_condition) {
  known.self.cluster_id.clear();
  received.node = {3};
  check_accepted();
}

BOOST_AUTO_TEST_CASE(of_a_removed_node_is_refused_for_ever) {
  known.members.removed = {{3}};
  received.node = {3};
  check_refused(true, "node 3 was removed from the cluster");
  check_told("node 3 was removed from the cluster");
  BOOST_TEST(judge(known, received).removed);
}

BOOST_AUTO_TEST_CASE(under_our_own_id_is_refused_for_ever) {
  received.node = {1};
  check_refused(true, "node 1 is the id of the node it speaks to");
}

BOOST_AUTO_TEST_CASE(from_another_disk_is_refused_for_ever) {
  received.disk_id = "fresh";
  check_refused(true, "node 2 is known with disk disk2, not fresh");
  check_told("node 2 is known with another disk");
}

// No node must stop because of a node that has no cluster itself.
BOOST_AUTO_TEST_CASE(is_refused_for_now_by_who_knows_no_cluster) {
  known.self.cluster_id.clear();
  received.cluster_name = "prod";
  check_refused(false, R"(belongs to cluster "prod", not "demo")");
  received.cluster_name = "demo";
  received.disk_id = "fresh";
  check_refused(false, "node 2 is known with disk disk2, not fresh");
}

BOOST_AUTO_TEST_CASE(from_a_disk_that_nobody_recorded_is_accepted) {
  forget_disk();
  received.disk_id = "fresh";
  check_accepted();
}

BOOST_AUTO_TEST_CASE(with_another_mode_of_logging_in_is_refused) {
  known.self.auth_required = true;
  auto reason
    = R"(node 2 has auth.mode "open", node 1 has auth.mode "required")";
  check_refused(false, reason);
  check_told(reason);
  received.auth_required = true;
  check_accepted();
  known.self.auth_required = false;
  check_refused(false,
                R"(node 2 has auth.mode "required", node 1 has auth.mode )"
                R"("open")");
  // Of another cluster it hears nothing.
  received.cluster_name = "prod";
  check_told("refused");
}

BOOST_AUTO_TEST_CASE(without_a_disk_is_refused) {
  forget_disk();
  received.disk_id.clear();
  check_refused(false, "does not name its disk");
}

BOOST_AUTO_TEST_CASE(in_no_wire_version_is_refused_for_now) {
  received.wire_version = 0;
  check_refused(false, "wire version 0 is not supported");
}

BOOST_AUTO_TEST_CASE(in_a_newer_wire_version_is_accepted) {
  received.wire_version = protocol::wire_version + 1;
  check_accepted();
}

BOOST_AUTO_TEST_CASE(in_the_oldest_wire_version_is_accepted) {
  received.wire_version = oldest_wire_version;
  check_accepted();
}

BOOST_AUTO_TEST_CASE(and_its_answer_agree_on_the_lower_wire_version) {
  known.self.wire_version = 5;
  for (auto theirs : {1U, 4U, 5U, 6U}) {
    received.wire_version = theirs;
    BOOST_TEST(agreed_wire_version(known.self, received)
               == std::min(theirs, 5U));
    BOOST_TEST(agreed_wire_version(received, known.self)
               == std::min(theirs, 5U));
  }
}

// Faults from outside, 26.
BOOST_AUTO_TEST_CASE(
  of_an_older_incarnation_is_of_a_disk_that_was_rolled_back) {
  remember(known, received);
  received.incarnation = 4;
  check_refused(true, "node 2 has older data than was seen of it");
}

BOOST_AUTO_TEST_CASE(of_a_second_start_with_one_incarnation_is_of_a_copy) {
  received.start_id = 7;
  remember(known, received);
  check_accepted();
  received.start_id = 8;
  check_refused(true, "node 2 has older data than was seen of it");
}

BOOST_AUTO_TEST_CASE(is_remembered_beside_what_the_disk_has_confirmed) {
  remember(known, received);
  auto& seen = known.seen[received.node].progress;
  seen.confirmed = {{9}, {3}};
  received.incarnation = 6;
  remember(known, received);
  BOOST_TEST(seen.incarnation == 6U);
  BOOST_TEST(seen.confirmed.index == raft::log_index{9});
  received.disk_id = "replacement";
  remember(known, received);
  BOOST_TEST(seen.confirmed.index == raft::log_index{0});
}

BOOST_AUTO_TEST_CASE(of_the_same_or_a_newer_incarnation_is_accepted) {
  remember(known, received);
  check_accepted();
  received.incarnation = 6;
  check_accepted();
}

// Remembered once, it would refuse the real disk until this node ends.
BOOST_AUTO_TEST_CASE(of_an_impossible_incarnation_is_refused_for_now) {
  for (auto count : {UINT64_MAX, most_starts + 1}) {
    received.incarnation = count;
    check_refused(false, "cannot have been started so often");
  }
  received.incarnation = most_starts;
  check_accepted();
  received.incarnation = 5;
  remember(known, received);
  for (auto count : {UINT64_MAX, most_starts, 5 + most_new_starts + 1}) {
    received.incarnation = count;
    check_refused(false, "cannot have been started so often");
  }
  received.incarnation = 5 + most_new_starts;
  check_accepted();
}

BOOST_AUTO_TEST_CASE(of_an_older_incarnation_of_another_disk_is_accepted) {
  forget_disk();
  remember(known, received);
  received.disk_id = "replacement";
  received.incarnation = 1;
  check_accepted();
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace admission_test
