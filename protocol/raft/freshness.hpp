// How new the visible state of a node certainly is, for reads that ask nobody.

#pragma once

#include "protocol/raft/types.hpp"

#include <cstdint>
#include <deque>
#include <optional>

namespace taskraft::raft {

/// Times are microseconds of the node's own clock that never goes back.
class freshness {
public:
  /// Everything that was committed before this moment is visible; nothing if
  /// that is true of no moment that is known.
  std::optional<std::int64_t> known_us() const {
    return known_us_;
  }

  /// Everything that was committed before `at_us` is at or before `commit`.
  void learn(log_index commit, std::int64_t at_us, log_index visible);

  /// The state machine shows everything up to here.
  void show(log_index visible);

private:
  struct claim {
    log_index commit;
    std::int64_t at_us = 0;
  };

  void know(std::int64_t at_us);

  std::optional<std::int64_t> known_us_;
  /// Claims about entries that are not visible yet, in the order of the log.
  std::deque<claim> waiting_;
};

} // namespace taskraft::raft
