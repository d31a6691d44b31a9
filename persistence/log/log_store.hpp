// Where log entries, term and vote live. One interface, one file per medium.

#pragma once

#include "protocol/raft/consensus.hpp"
#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/result.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

namespace taskraft::persistence {

/// Reads entries while another thread writes. Sees only what is durable.
class log_source {
public:
  virtual ~log_source() = default;

  /// Entries from `from` on, whole records, at most about `max_bytes` but at
  /// least one; empty if `from` is not (or no longer) in the log.
  virtual result<raft::entry_batch> read(raft::log_index from,
                                         std::size_t max_bytes)
    = 0;

  /// The first entry that is there; zero if the log is empty.
  virtual raft::log_index first() = 0;

  /// Some entries from `from` on, read from the disk even if memory has them;
  /// empty at the end. `errc::corrupted` names file, byte and entry.
  virtual result<raft::entry_batch> scrub(raft::log_index from) = 0;
};

/// Owned by one thread. After the first failure every later call fails: a disk
/// that failed once is not trusted again. `errc::disk_full` is no such failure:
/// the call may be repeated, without the part that `last` shows as done.
class log_store {
public:
  virtual ~log_store() = default;

  /// The state found when the log was opened.
  virtual const raft::recovered_state& recovered() const = 0;

  /// Returns only once term and vote would survive a power cut.
  virtual status save(const raft::hard_state& x) = 0;

  /// One write and one sync for all batches, which continue the log. Returns
  /// only once every entry would survive a power cut.
  virtual status append(std::span<const raft::entry_batch> batches) = 0;

  /// Removes `from` and all entries after it; durable on return.
  virtual status truncate_suffix(raft::log_index from) = 0;

  /// Forgets everything up to and including `base`; `members` is the
  /// membership there. Index, term and membership become one atomic record.
  /// `base` may lie beyond the last entry: then the log is empty after it.
  virtual status truncate_prefix(const raft::log_position& base,
                                 const raft::membership& members)
    = 0;

  /// Called when nothing was appended for about a second: may mark the last
  /// batch as durable, so that its damage is never taken for a torn tail.
  virtual status idle() = 0;

  virtual raft::log_position last() const = 0;

  /// The bytes that the log takes on the disk, without segments that wait for
  /// another use.
  virtual std::uint64_t size_bytes() const = 0;

  /// For the log reader; may be used from another thread.
  virtual std::shared_ptr<log_source> source() = 0;
};

} // namespace taskraft::persistence
