// What a role tells the applier: a value without actors. An applier that a
// store keeps waiting for minutes must not gather what was committed meanwhile
// in its mailbox; it finds that in the log when it goes on.

#pragma once

#include "protocol/raft/effects.hpp"
#include "protocol/raft/types.hpp"

#include <cstddef>
#include <deque>
#include <optional>

namespace taskraft::actors {

class applier_feed {
public:
  applier_feed() = default;

  /// At the beginning of a role: `released` was given out before, up to
  /// `evaluated` it was taken.
  applier_feed(raft::log_index released, raft::log_index evaluated,
               std::size_t max_bytes = std::size_t{32} << 20U);

  /// What of `news` is to be sent: all of it, the index alone, or nothing.
  std::optional<raft::committed> offer(raft::committed news);

  /// The applier got on. Gives what it has not been told.
  std::optional<raft::committed> progress(raft::log_index evaluated);

  std::size_t size_bytes() const {
    return bytes_;
  }

private:
  struct sent {
    raft::log_index last;
    std::size_t bytes = 0;
  };

  std::size_t max_bytes_ = std::size_t{32} << 20U;
  std::deque<sent> sent_;
  std::size_t bytes_ = 0;
  /// The applier was told an index without entries, and will look for them.
  bool behind_ = false;
  /// What it was not even told.
  std::optional<raft::log_index> untold_;
};

} // namespace taskraft::actors
