// A mark in a data directory: the rows that belong to it are not those of the
// cluster, and must not be used again.

#pragma once

#include "persistence/disk/file.hpp"
#include "protocol/raft/types.hpp"

#include <string>

namespace taskraft::persistence {

/// `own` and `majority` are digests. Durable on return.
status mark_diverged(file_system& files, const std::string& data_directory,
                     raft::log_index index, const std::string& own,
                     const std::string& majority);

/// Refuses a marked directory whose store has applied anything; takes the mark
/// off one whose store was emptied.
status check_divergence(file_system& files, const std::string& data_directory,
                        raft::log_index applied);

/// From now on no node starts on the data directory; durable on return.
status mark_distrusted(file_system& files, const std::string& data_directory,
                       const std::string& why);

/// Refuses a directory with that mark, for ever.
status check_distrusted(file_system& files, const std::string& data_directory);

} // namespace taskraft::persistence
