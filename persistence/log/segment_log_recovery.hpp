// Finds out what a log's directory holds, without changing anything.

#pragma once

#include "persistence/log/live_log.hpp"
#include "persistence/log/log_base.hpp"
#include "persistence/log/segment.hpp"
#include "protocol/raft/consensus.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::persistence {

/// A segment of the log, and the index that decides how long it is needed.
struct chain_link {
  segment_ptr where;
  /// The highest index of any entry in it, removed ones included.
  raft::log_index highest;
};

/// A truncation whose removed entries are still on the disk.
struct truncation {
  std::uint64_t sequence = 0;
  raft::log_index from;
};

struct log_content {
  log_base base;
  raft::log_terms view;
  std::vector<raft::placed_membership> memberships;
  /// In order; the last one is being written.
  std::vector<chain_link> chain;
  std::vector<truncation> truncations;
  std::shared_ptr<live_log> entries = std::make_shared<live_log>();
  /// Files that are whole but not in use.
  std::vector<segment_ptr> unused;
  /// Files that may be removed: not even their header was finished.
  std::vector<std::string> unfinished;
  std::uint64_t next_name = 1;
  std::uint64_t next_sequence = 1;
  /// From here on nothing shows that the last segment is on the disk: the last
  /// batch, or the header too if there is none.
  std::uint64_t unproven = 0;
  /// The offset of the next batch in the last segment.
  std::uint64_t tail = segment_block_bytes;
};

/// Follows every batch from the base on. A torn batch at the very end counts
/// as not written; any other damage gives `errc::corrupted` with file, byte
/// and index. `newest_segment` must be there; zero: that is not known.
result<log_content> recover_log(file_system& files,
                                const std::string& directory,
                                const log_base& base,
                                std::uint64_t newest_segment);

/// `entries` follow the log's last one, now also in `view`.
void extend(raft::log_terms& view, const raft::entry_batch& entries);

} // namespace taskraft::persistence
