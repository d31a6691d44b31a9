// Who may speak to this node: the rules of bootstrap and joining, as a pure
// judgement of one hello.

#pragma once

#include "protocol/messages/node_messages.hpp"
#include "protocol/raft/log/membership.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace taskraft::protocol {

/// Older nodes than this are not understood any more.
inline constexpr std::uint32_t oldest_wire_version = 1;

/// The wire version that both ends of a link understand: the lower of two.
std::uint32_t agreed_wire_version(const protocol::hello& one,
                                  const protocol::hello& other);

/// A disk starts seldom: a count that is so far above what was seen of it, or
/// so high for a disk that was not, is refused. If it counted, it would keep
/// the real disk away.
inline constexpr std::uint64_t most_new_starts = 1ULL << 20U;
inline constexpr std::uint64_t most_starts = 1ULL << 32U;

/// A disk that was seen, and what of it.
struct seen_disk {
  std::string disk_id;
  seen_progress progress = {};

  friend bool operator==(const seen_disk&, const seen_disk&) = default;
};
using seen_disks = std::map<raft::node_id, seen_disk>;

/// Whether `x` comes from a copy of its disk that is older than what was seen
/// of that disk, or is a second one beside it.
bool is_older(const hello& x, const seen_progress& seen);

/// What this node knows when it judges.
struct admission {
  protocol::hello self;
  /// Configured or replicated; a disk id is empty while it is not recorded.
  raft::membership members;
  /// What was seen of each node's disk, in this life or an earlier one.
  seen_disks seen;
  /// The cluster that a member has said it belongs to.
  std::string vouched_cluster_id;
};

struct verdict {
  bool accepted = false;
  /// The sender must not go on with the disk it has.
  bool fatal = false;
  /// Because the cluster has removed it.
  bool removed = false;
  /// Why not, for the operator of this node.
  std::string reason;
  /// The same for the sender: without the ids of clusters and disks.
  /// A node of another cluster hears no reason.
  std::string told = {};
};

verdict judge(const admission& known, const protocol::hello& received);

/// Remembers the disk of a hello that was accepted, and the cluster.
void remember(admission& known, const protocol::hello& accepted);

} // namespace taskraft::protocol
