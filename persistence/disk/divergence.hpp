// A mark in a data directory: the rows that belong to it are not those of the
// cluster, and must not be used again.

#pragma once

#include "persistence/disk/file.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>
#include <string>

namespace taskraft::persistence {

/// Durable on return.
status mark_diverged(file_system& files, const std::string& data_directory,
                     raft::log_index index, std::uint64_t own,
                     std::uint64_t majority);

/// Refuses a marked directory whose store has applied anything; takes the mark
/// off one whose store was emptied.
status check_divergence(file_system& files, const std::string& data_directory,
                        raft::log_index applied);

} // namespace taskraft::persistence
