// What operators wait for: rows of the cluster's status and transfers of
// leadership. A value without actors.

#pragma once

#include "actors/command_desk.hpp"
#include "protocol/node_messages.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace taskraft::actors {

/// A status that is being gathered.
struct open_status {
  client_number client = 0;
  std::uint64_t id = 0;
  tick_count born = 0;
  std::map<raft::node_id, protocol::node_status> rows;
};

/// A transfer that is under way.
struct open_transfer {
  client_number client = 0;
  std::uint64_t id = 0;
  tick_count born = 0;
  raft::node_id target;
  /// Who led when it began.
  raft::node_id leader;
  bool started = false;
};

/// A wish for other members that is under way.
struct open_change {
  client_number client = 0;
  std::uint64_t id = 0;
  tick_count born = 0;
  protocol::request_members wish;
  /// When the leader was asked last.
  tick_count asked_at = 0;
  /// Whether a leader was asked and has not said that nothing was done.
  bool doubtful = false;
  /// Why it is not done yet.
  std::string reason;
};

/// One row for each of `members`, in order; who did not answer is unreachable.
std::vector<protocol::node_status>
rows_of(const open_status& status,
        const std::vector<protocol::node_status>& members);

} // namespace taskraft::actors
