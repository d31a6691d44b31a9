// The log in segment files of our own: preallocated, checksummed, recycled.
//
// Everything that happens to the log is a batch after the last one, truncation
// of a suffix included, so nothing durable is ever overwritten. A batch is
// written only after the one before is durable. Hence a damaged batch may be
// the end of a write that a power cut tore only if no whole batch follows it.

#pragma once

#include "persistence/disk/hard_state_file.hpp"
#include "persistence/log/log_store.hpp"
#include "persistence/log/segment_log_recovery.hpp"
#include "persistence/log/segment_pool.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

struct segment_log_options {
  /// Small, because a node's first start waits until it is full of zeros.
  std::uint64_t first_segment_bytes = 16U << 20U;
  std::uint64_t segment_bytes = 64U << 20U;
  /// Where there is no room for one of that size, smaller ones are made.
  std::uint64_t least_segment_bytes = 1U << 20U;
  /// The node belongs to a cluster: a missing log has been lost.
  bool must_exist = false;
  /// Segments are made ready in a thread of their own. Without it everything
  /// happens in the caller's order.
  bool prepare_in_background = true;
  /// The source of salts; an outsider must not be able to guess them.
  std::function<std::uint64_t()> random;
};

class segment_log_store : public log_store {
public:
  /// Opens the log in `directory`, or creates it. `files` has to live longer.
  /// Changes nothing on disk if it fails with `errc::corrupted`.
  static result<std::unique_ptr<segment_log_store>>
  open(file_system& files, const std::string& directory,
       segment_log_options options);

  const raft::recovered_state& recovered() const override {
    return recovered_;
  }
  status save(const raft::hard_state& x) override;
  status append(std::span<const raft::entry_batch> batches) override;
  status truncate_suffix(raft::log_index from) override;
  status truncate_prefix(const raft::log_position& base,
                         const raft::membership& members) override;
  status idle() override;
  raft::log_position last() const override {
    return log_.view.last();
  }
  std::uint64_t size_bytes() const override;
  std::shared_ptr<log_source> source() override;

private:
  segment_log_store(file_system& files, const std::string& directory,
                    segment_log_options options,
                    std::unique_ptr<file_lock> lock, hard_state_file hard,
                    log_content found);

  /// Makes everything that was found durable, and marks it so.
  status settle();
  status write_again();

  /// Remembers the first failure: a disk that failed once is not trusted again.
  status keep(status outcome);

  const segment& active() const {
    return *log_.chain.back().where;
  }
  std::uint64_t room() const;

  /// Continues in another segment, with room for that much payload.
  status roll(std::uint64_t payload_bytes);

  /// Writes one batch and syncs it; gives its offset. Rolls before if needed.
  result<std::uint64_t> write(batch_kind kind, raft::log_index first,
                              std::vector<std::string_view> payload);
  status write_entries(std::span<const raft::entry_batch> batches);

  /// Has the next segment made ready.
  status prepare_next();

  /// Gives segments without live entries back to the pool.
  status release_segments();
  std::uint64_t first_needed_segment(const log_base& base) const;

  file_system& files_;
  std::string directory_;
  segment_log_options options_;
  std::unique_ptr<file_lock> lock_;
  hard_state_file hard_;
  raft::recovered_state recovered_;
  log_content log_;
  segment_pool pool_;
  /// Whether the last batch says nothing but that the one before is durable.
  bool marked_ = false;
  std::optional<failure> failed_;
  /// Appends until the next segment is prepared again after the disk was full.
  unsigned appends_to_wait_ = 0;
};

} // namespace taskraft::persistence
