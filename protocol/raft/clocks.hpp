// What the clocks of the voters say, as their answers tell: a leader whose own
// clock is wrong stamps entries with theirs.

#pragma once

#include "protocol/raft/effects.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <vector>

namespace taskraft::raft {

struct consensus;

/// The last microsecond of the year 9999: no entry has a later stamp.
inline constexpr std::uint64_t latest_stamp_us = 253'402'300'799'999'999;

struct peer_clocks {
  /// What a node's clock showed when this node's steady clock showed `at_us`.
  struct sample {
    std::uint64_t at_us = 0;
    std::uint64_t clock_us = 0;
  };
  std::map<raft::node_id, sample> samples;
  /// Nodes whose clock was found to differ, this one included.
  std::set<raft::node_id> differing;
};

/// An answer to what was asked at `asked_us` names the clock of `from`.
void note_clock(consensus& state, node_id from, std::uint64_t clock_us,
                std::uint64_t asked_us);

/// The time of day for the next entry: `own_us`, or the median of the clocks
/// that were heard of late if the own one differs from it by more than a
/// second. Never before the newest entry, and never outside of 1970 to 9999.
std::uint64_t next_stamp(const consensus& state, std::uint64_t own_us);

/// Nodes whose clock has begun to differ from the median by more than a second.
std::vector<clock_difference> compare_clocks(consensus& state);

} // namespace taskraft::raft
