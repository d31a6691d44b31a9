// What operators wait for: rows of the cluster's status and transfers of
// leadership. A value without actors.

#pragma once

#include "actors/gateway/pending_commands.hpp"
#include "protocol/client_messages.hpp"
#include "protocol/node_messages.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace taskraft::actors {

/// A status that is being gathered.
struct open_status {
  client_number client = 0;
  /// It waits for logs to be cut.
  bool compact = false;
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
  /// The leader that was asked; nobody once it has said that it leads no more.
  raft::node_id leader;
  bool started = false;
};

/// A request for other members that is under way.
struct open_change {
  client_number client = 0;
  std::uint64_t id = 0;
  tick_count born = 0;
  /// How long it may take, in milliseconds.
  std::uint64_t wait_ms = 0;
  protocol::request_members request;
  /// When the leader was asked last.
  tick_count asked_at = 0;
  /// Whether a leader was asked and has not said that nothing was done.
  bool doubtful = false;
  /// Why it is not done yet.
  std::string reason;
};

/// Checksums that are being gathered.
struct open_comparisons {
  client_number client = 0;
  std::uint64_t id = 0;
  tick_count born = 0;
  /// How long it may take, in milliseconds.
  std::uint64_t wait_ms = 0;
  raft::log_index index;
  /// Who has answered, or may still answer.
  std::set<raft::node_id> asked;
  /// Since when there is no link to them.
  std::map<raft::node_id, tick_count> unlinked_since;
  std::map<raft::node_id, protocol::digest_answered> answers;
};

enum class backup_stage : std::uint8_t {
  /// The leader is asked for a read index.
  asking,
  /// The state is not there yet.
  waiting,
  writing,
  reading,
};

/// What a client wants of the backup_writer.
struct open_backup {
  client_number client = 0;
  std::uint64_t id = 0;
  tick_count born = 0;
  backup_stage stage = backup_stage::asking;
  raft::log_index index;
};

/// What more than half of so many nodes have, if they have one digest.
std::optional<std::uint64_t> majority_digest(const open_comparisons& x,
                                             std::size_t nodes);

/// One row for each of `members`, in order.
std::vector<protocol::node_digest>
digest_rows(const open_comparisons& x,
            const std::vector<protocol::node_status>& members);

/// One row for each of `members`, in order; who did not answer is unreachable.
std::vector<protocol::node_status>
rows_of(const open_status& status,
        const std::vector<protocol::node_status>& members);

} // namespace taskraft::actors
