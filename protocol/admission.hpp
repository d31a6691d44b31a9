// Who may speak to this node: the rules of bootstrap and joining, as a pure
// judgement of one hello.

#pragma once

#include "protocol/node_messages.hpp"
#include "protocol/raft/membership.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace taskraft::protocol {

/// Older nodes than this are not understood any more.
inline constexpr std::uint32_t oldest_wire_version = 1;

/// The wire version that both ends of a link understand: the lower of two.
std::uint32_t agreed_wire_version(const protocol::hello& one,
                                  const protocol::hello& other);

/// A disk that was seen, and how often it had been started then.
struct seen_disk {
  std::string disk_id;
  std::uint64_t incarnation = 0;
};

/// What this node knows when it judges.
struct admission {
  protocol::hello self;
  /// Configured or replicated; a disk id is empty while it is not recorded.
  raft::membership members;
  /// The newest accepted hello of each node, in this run.
  std::map<raft::node_id, seen_disk> seen;
  /// The cluster that a member has said it belongs to.
  std::string vouched_cluster_id;
};

struct verdict {
  bool accepted = false;
  /// The sender must not go on with the disk it has.
  bool fatal = false;
  /// Because the cluster has removed it.
  bool removed = false;
  /// Why not, for the operator of the sender.
  std::string reason;
};

verdict judge(const admission& known, const protocol::hello& received);

/// Remembers the disk of a hello that was accepted, and the cluster.
void remember(admission& known, const protocol::hello& accepted);

} // namespace taskraft::protocol
