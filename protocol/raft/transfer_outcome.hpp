// How a request to hand leadership over goes at the node that is asked.

#pragma once

#include <cstdint>

namespace taskraft::raft {

/// The values cross the wire: never renumber.
enum class transfer_outcome : std::uint8_t {
  started = 0,
  /// This node is not the leader.
  not_leader = 1,
  /// The target is no voter, not reachable, or a transfer is under way.
  refused = 2,
};

constexpr transfer_outcome last_of(transfer_outcome) {
  return transfer_outcome::refused;
}

} // namespace taskraft::raft
