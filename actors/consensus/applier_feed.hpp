// What a role tells the applier, as a value without actors. While a store keeps
// the applier waiting, committed entries must not gather in its mailbox: it
// reads them from the log when it goes on.

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

  /// Begins a role: entries up to `released` were sent before, and those up to
  /// `evaluated` were evaluated.
  applier_feed(raft::log_index released, raft::log_index evaluated,
               std::size_t max_bytes = std::size_t{32} << 20U);

  /// What of `news` is to be sent: all of it, the index alone, or nothing.
  std::optional<raft::committed> offer(raft::committed news);

  /// The applier has evaluated more. Returns what it has not been told yet.
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
  bool lags_ = false;
  /// Committed, but not yet told to the applier.
  std::optional<raft::log_index> untold_;
};

} // namespace taskraft::actors
