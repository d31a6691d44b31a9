// The newest entries, kept in memory up to a bound, so that peers and the
// applier seldom need the disk.

#pragma once

#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/types.hpp"

#include <cstddef>
#include <deque>
#include <vector>

namespace taskraft::raft {

class recent_entries {
public:
  /// Appends after the last entry and forgets the oldest batches beyond
  /// `max_bytes`, but nothing after `keep_after`.
  void append(entry_batch entries, std::size_t max_bytes, log_index keep_after);

  /// Removes `from` and all entries after it.
  void truncate_suffix(log_index from);

  /// One batch that begins at `from`, of at most `max_bytes` but at least one
  /// entry; empty if `from` is not in memory. Joins small neighbours.
  entry_batch read(log_index from, std::size_t max_bytes) const;

  /// The batches from `from` to `to`, as far as they are in memory.
  std::vector<entry_batch> range(log_index from, log_index to) const;

  /// The first index in memory; zero if there is none.
  log_index first_index() const;

  std::size_t size_bytes() const {
    return size_;
  }

private:
  std::deque<entry_batch> batches_;
  std::size_t size_ = 0;
};

} // namespace taskraft::raft
