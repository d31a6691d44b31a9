// What the tests of changing members share.

#pragma once

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

#include <optional>
#include <string>

namespace taskraft::tests {

using raft::membership_outcome;
using raft::membership_step;

inline raft::membership_change change(membership_step step,
                                      std::uint64_t node) {
  return {.context = 7,
          .step = step,
          .node = {node},
          .address = "node" + std::to_string(node) + ":7101",
          .disk_id = "disk" + std::to_string(node)};
}

/// Asks one node for a change, and takes the answer as far as there is one.
inline std::optional<membership_outcome>
ask(test_node& one, membership_step step, std::uint64_t node) {
  one.changes.clear();
  one.step(change(step, node));
  if (one.changes.empty())
    return std::nullopt;
  BOOST_TEST(one.changes[0].context == 7U);
  return one.changes[0].outcome;
}

/// Asks for a change, and every member that stays answers the round that the
/// leader begins: then the change is in the leader's log, and nowhere else.
inline void append_change(test_node& one, membership_step step,
                          std::uint64_t node) {
  ask(one, step, node);
  auto peers = one.as_leader().peers;
  for (const auto& [id, peer] : peers) {
    auto answer = raft::appended{};
    answer.term = one.state.hard.term;
    answer.from = id;
    answer.match = one.state.log.position_at(peer.match_index);
    answer.matched = true;
    answer.round = one.as_leader().round;
    if (id.value != node)
      one.step(answer);
  }
}

inline bool is_done(const test_node& one) {
  return one.changes.size() == 1U
         && one.changes[0].outcome == membership_outcome::done;
}

/// Three nodes, led by the first.
struct members_fixture {
  raft_cluster cluster{3};

  members_fixture() {
    cluster.elect(1);
    cluster.pass(5);
  }

  test_node& node(std::uint64_t id) {
    return cluster.node(id);
  }

  /// A fourth node as a voter.
  void grow() {
    BOOST_REQUIRE_EQUAL(cluster.join(), 4U);
    ask(node(1), membership_step::add, 4);
    cluster.settle();
    cluster.pass(10);
    BOOST_REQUIRE(node(1).state.members().has_voter({4}));
  }
};

} // namespace taskraft::tests
