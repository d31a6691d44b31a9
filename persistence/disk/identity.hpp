// Whose data directory this is: one small file, replaced as a whole.

#pragma once

#include "persistence/disk/file.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace taskraft::persistence {

struct identity {
  /// Random, 32 hex digits; lost with the directory and never made again.
  std::string disk_id;
  raft::node_id node;
  std::string cluster_name;
  /// Empty until the cluster is founded.
  std::string cluster_id;
  /// The disk of each member that was met before the first election.
  std::map<raft::node_id, std::string> met;
  /// Grows at each start.
  std::uint64_t incarnation = 0;

  friend bool operator==(const identity&, const identity&) = default;
};

/// Where a data directory has its log.
std::string log_directory(const std::string& data_directory);

/// Holds a data directory for one node, which has to be done before anything
/// else in it is touched. Creates the directory if there is none.
result<std::unique_ptr<file_lock>>
lock_data_directory(file_system& files, const std::string& data_directory);

/// Whether a node has run in this directory, or has lost what said so.
result<bool> has_identity(file_system& files,
                          const std::string& data_directory);

/// Says who this directory is, with its incarnation raised, durably; the first
/// time, chooses a disk id. `errc::identity_refused` if it is another node's
/// or another cluster's; `errc::corrupted`, and nothing changed, if the
/// file cannot be read any more.
result<identity>
open_or_create_identity(file_system& files, const std::string& data_directory,
                        raft::node_id node, const std::string& cluster_name,
                        const std::function<std::uint64_t()>& random);

/// Durable on return; before, the old one stands.
status save(file_system& files, const std::string& data_directory,
            const identity& x);

} // namespace taskraft::persistence
