// Reads durable entries from segments, on another thread than their writer's.

#pragma once

#include "persistence/log/live_log.hpp"
#include "persistence/log/log_store.hpp"

#include <memory>

namespace taskraft::persistence {

class segment_source : public log_source {
public:
  explicit segment_source(std::shared_ptr<const live_log> entries)
    : entries_(std::move(entries)) {
  }

  result<raft::entry_batch> read(raft::log_index from,
                                 std::size_t max_bytes) override;
  raft::log_index first() override;
  result<raft::entry_batch> scrub(raft::log_index from) override;

private:
  /// Entries from `from` on, about as many as a window holds; nothing whole if
  /// the file was recycled meanwhile.
  result<raft::entry_batch> read_ahead(const live_log::place& at,
                                       raft::log_index from) const;

  std::shared_ptr<const live_log> entries_;
  /// The entries that were read last, and whether they are still in the log.
  raft::entry_batch ahead_;
  std::uint64_t ahead_version_ = 0;
};

} // namespace taskraft::persistence
