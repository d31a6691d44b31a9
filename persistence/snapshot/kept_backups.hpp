// The backups that a node takes by itself: files in a directory that it may
// share with others. What has its last name there was read back whole.

#pragma once

#include "persistence/snapshot/snapshot.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::persistence {

struct backup_place {
  /// Must outlive what works with it.
  file_system* files = nullptr;
  /// Made if it is missing.
  std::string directory;
  /// What the names of this node's backups begin with; others are left alone.
  std::string prefix;
  /// How many backups stay: the newest.
  std::size_t keep = 14;
  /// Reads what the checksums say nothing of: the rows. May be empty.
  std::function<status(const snapshot_file&)> check;
};

/// `PREFIX-20261130T120000Z.backup`, in UTC.
std::string backup_name(const std::string& prefix, std::uint64_t time_us);

/// The finished backups of this place, the oldest first.
result<std::vector<std::string>> backups_at(const backup_place& place);

/// Takes a backup that has this time in its name: `write` writes a snapshot to
/// a path, durably. It gets its name only after every byte of it was read back
/// from the disk. What an attempt of before has left is removed.
using backup_source
  = std::function<result<raft::snapshot_about>(const std::string& path)>;
result<raft::snapshot_about> take_backup(const backup_place& place,
                                         std::uint64_t time_us,
                                         const backup_source& write);

/// Removes the oldest backups beyond `keep`, and names them. The one that was
/// just taken, at `taken_us`, counts as the newest, whatever the others' names
/// say: a clock may have been ahead.
result<std::vector<std::string>> remove_old_backups(const backup_place& place,
                                                    std::uint64_t taken_us);

} // namespace taskraft::persistence
