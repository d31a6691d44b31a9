// How this node's disk does, as far as ticks tell: a slow disk and one that
// hangs look the same at first, so what the disk has needed lately decides how
// long is too long.

#pragma once

#include "protocol/raft/types.hpp"

#include <cstdint>

namespace taskraft::raft {

struct consensus;

struct own_disk {
  /// What the disk owes: the oldest write, or zero, and whether term and vote
  /// come first.
  std::uint64_t awaited_write = 0;
  bool awaited_vote = false;
  /// For how many ticks it has owed that.
  std::uint32_t ticks = 0;
  /// The longest that anything took lately.
  std::uint32_t slowest_ticks = 0;
  std::uint32_t memory_ticks = 0;
  /// There is no room for more entries.
  bool full = false;
};

/// One tick more: for whatever the disk still owes.
void watch_disk(consensus& state);

/// Whether the disk owes the same for so long that a leader gives up: twice
/// the longest election time-out, or twice what it has needed lately.
bool disk_hangs(const consensus& state);

/// Whether a node with this disk could keep what it promises as a leader now.
/// Asked before it stands, so it answers sooner than `disk_hangs`.
bool disk_is_fit(const consensus& state);

} // namespace taskraft::raft
