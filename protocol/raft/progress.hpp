// What a leader knows of one peer's log, and how much it may send.

#pragma once

#include "protocol/raft/types.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>

namespace taskraft::raft {

enum class progress_mode : std::uint8_t {
  /// The match index is unknown: one message at a time until it is found.
  probe,
  /// Messages follow each other without waiting, within a bound of bytes.
  replicate,
  /// The bound is reached, or entries are being read from disk.
  paused,
};

struct progress {
  progress_mode mode = progress_mode::probe;
  /// Highest index known to be durable and equal on the peer.
  log_index match_index;
  /// The next entry to send.
  log_index next_index;
  /// Messages sent and not yet acknowledged, oldest first.
  struct sent {
    log_index last;
    std::size_t bytes = 0;
  };
  std::deque<sent> in_flight;
  std::size_t in_flight_bytes = 0;
  /// True while the disk is asked for entries of this peer.
  bool reading = false;
  /// Newest round that the peer has answered.
  std::uint64_t acknowledged_round = 0;
  /// Ticks since the peer was heard, and since anything was retransmitted.
  std::uint32_t quiet_ticks = 0;
  std::uint32_t unacknowledged_ticks = 0;
  /// The commit index that the peer was last told.
  log_index told_commit;
};

} // namespace taskraft::raft
