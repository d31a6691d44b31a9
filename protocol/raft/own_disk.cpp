#include "protocol/raft/own_disk.hpp"

#include "protocol/raft/consensus.hpp"

#include <algorithm>

namespace taskraft::raft {

namespace {

/// After this many ticks half of what the disk once needed is forgotten.
constexpr auto memory_ticks = 6000U;

void remember(own_disk& disk, std::uint32_t needed) {
  if (needed >= disk.slowest_ticks) {
    disk.slowest_ticks = needed;
    disk.memory_ticks = 0;
  }
}

void forget_slowly(own_disk& disk) {
  if (++disk.memory_ticks < memory_ticks)
    return;
  disk.memory_ticks = 0;
  disk.slowest_ticks /= 2;
}

} // namespace

void watch_disk(consensus& state) {
  auto& disk = state.disk;
  forget_slowly(disk);
  auto vote = !state.hard_state_is_durable();
  const auto& pending = state.pending_writes;
  auto write = pending.empty() ? 0 : pending.front().sequence;
  auto owes = vote || write != 0;
  if (owes && vote == disk.awaited_vote && write == disk.awaited_write) {
    ++disk.ticks;
    return;
  }
  if (disk.awaited_vote || disk.awaited_write != 0)
    remember(disk, disk.ticks);
  disk.awaited_vote = vote;
  disk.awaited_write = write;
  disk.ticks = 0;
}

bool disk_hangs(const consensus& state) {
  const auto& bounds = state.tuning;
  auto least = 2 * bounds.election_ticks_max;
  auto most = std::max(least, bounds.disk_time_limit_ticks);
  return state.disk.ticks
         >= std::clamp(2 * state.disk.slowest_ticks, least, most);
}

bool disk_is_fit(const consensus& state) {
  return !state.disk.full
         && state.disk.ticks < std::max(state.tuning.election_ticks_max,
                                        2 * state.disk.slowest_ticks);
}

} // namespace taskraft::raft
