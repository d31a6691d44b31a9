// What a node checks before it uses a schema: commits are durable, the tables
// are ours, and no other node uses them.

#pragma once

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/store/schema.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/result.hpp"

#include <string>

namespace taskraft::persistence::mysql {

/// The owner of a schema: a node with the disk id of its data directory.
struct owner {
  raft::node_id node;
  std::string disk_id;
};

/// `storage_failed` unless a commit survives a power cut under the settings
/// that the server has now.
status check_durability(connection& to, const std::string& place);

/// Claims the schema for `self`: takes its lock, ending an older connection of
/// the same owner if there is one, and brings the tables to this version.
/// `identity_refused`: another node's schema, or that of another disk;
/// `corrupted`: not our tables; `outdated`: those of a newer program.
status claim_schema(connection& to, const schema& tables,
                    const std::string& place, const owner& self);

/// The same for a schema that was claimed before, after a lost connection.
status reclaim_schema(connection& to, const std::string& place,
                      const owner& self);

} // namespace taskraft::persistence::mysql
