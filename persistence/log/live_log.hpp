// Where on disk each durable entry is: shared by the log's writer and readers.

#pragma once

#include "persistence/log/segment.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace taskraft::persistence {

/// Knows runs: stretches of a segment whose entries have consecutive indexes.
/// Only a truncation or a new segment begins a new run. Inside a run it
/// remembers a batch every few KiB, so its memory is bounded by the size of
/// the log on disk, whatever the size of the entries.
class live_log {
public:
  struct place {
    segment_ptr where;
    /// A batch at or before the wanted one.
    std::uint64_t offset = 0;
    /// Where the run's last batch ends.
    std::uint64_t end = 0;
    /// The last entry of the run.
    raft::log_index last;
    /// Changes whenever entries are removed.
    std::uint64_t version = 0;
  };

  /// The durable batch at `offset` holds the entries that follow.
  void append(const segment_ptr& where, std::uint64_t offset,
              std::uint64_t size, raft::log_index first, raft::log_index last);

  /// Removes `from` and all entries after it.
  void truncate_suffix(raft::log_index from);

  /// Forgets everything up to and including `base`.
  void truncate_prefix(raft::log_index base);

  std::optional<place> find(raft::log_index from) const;

  /// Zero for an empty log.
  raft::log_index first() const;

  /// Whether no entries were removed since then.
  bool is_current(std::uint64_t version) const;

private:
  struct mark {
    raft::log_index first;
    std::uint64_t offset = 0;
  };
  struct run {
    run(segment_ptr in, raft::log_index begin)
      : where(std::move(in)), first(begin), last(begin) {
    }

    segment_ptr where;
    raft::log_index first;
    raft::log_index last;
    std::uint64_t end = 0;
    std::vector<mark> marks;
    bool closed = false;
  };

  mutable std::mutex mutex_;
  std::deque<run> runs_;
  std::uint64_t version_ = 0;
};

} // namespace taskraft::persistence
