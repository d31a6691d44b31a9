// Splits what is appended together into batches of the log on the disk.

#pragma once

#include "protocol/raft/log/entry_batch.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace taskraft::persistence {

/// Splits a run of batches so that each part fits into one batch on disk.
class batch_packer {
public:
  explicit batch_packer(std::span<const raft::entry_batch> batches)
    : batches_(batches) {
  }

  bool empty() {
    while (rest_.empty() && !batches_.empty()) {
      rest_ = batches_.front();
      batches_ = batches_.subspan(1);
    }
    return rest_.empty();
  }

  /// As much as fits into `room`, but at least one entry if `forced`.
  std::vector<raft::entry_batch> take(std::uint64_t room, bool forced) {
    auto taken = std::vector<raft::entry_batch>{};
    while (!empty()) {
      auto part = rest_.prefix(room);
      if (part.size_bytes() > room && !(forced && taken.empty()))
        break;
      room -= std::min<std::uint64_t>(room, part.size_bytes());
      rest_ = rest_.slice(part.last().index.next(), rest_.last().index);
      taken.push_back(std::move(part));
    }
    return taken;
  }

  /// Of the first entry that is left.
  std::uint64_t next_entry_bytes() {
    return empty() ? 0 : rest_.prefix(1).size_bytes();
  }

private:
  std::span<const raft::entry_batch> batches_;
  raft::entry_batch rest_;
};

} // namespace taskraft::persistence
