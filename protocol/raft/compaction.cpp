#include "protocol/raft/compaction.hpp"

#include "protocol/invariant.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::raft {

namespace {

/// A cut costs a durable write: less than this part of what is retained is not
/// worth one.
constexpr std::uint64_t parts_of_retained = 8;

std::uint64_t held_entries(const consensus& state) {
  return state.log.last().index.value - state.log.base().index.value;
}

bool is_too_large(const consensus& state) {
  return state.log_bytes > state.tuning.log_max_bytes;
}

/// Where the log would be cut if nobody needed any of it.
log_index cut_that_is_due(const consensus& state) {
  auto base = state.log.base().index.value;
  if (state.cut_pause_ticks > 0)
    return {base};
  auto held = held_entries(state);
  auto retained = retained_entries(state);
  auto least = is_too_large(state)
                 ? std::uint64_t{1}
                 : std::max(retained / parts_of_retained, std::uint64_t{1});
  return held < retained + least ? log_index{base}
                                 : log_index{base + held - retained};
}

bool is_cutting(const consensus& state) {
  return !state.pending_writes.empty()
         && state.pending_writes.front().sequence <= state.cut_sequence;
}

/// Forgets the memberships that another one replaced at or before `base`.
void drop_memberships(consensus& state, log_index base) {
  auto& known = state.memberships;
  auto in_force
    = std::find_if(known.rbegin(), known.rend(),
                   [&](const placed_membership& x) { return x.index <= base; });
  if (in_force != known.rend())
    known.erase(known.begin(), std::prev(in_force.base()));
}

/// Cuts the log so that it begins after `base`.
void begin_log_at(consensus& state, effects& out, log_position base) {
  state.log.truncate_prefix(base);
  drop_memberships(state, base.index);
  // The entries up to `base` are durable in the state machine.
  state.durable_index = std::max(state.durable_index, base.index);
  state.cut_sequence = ++state.last_sequence;
  state.pending_writes.push_back(
    {state.cut_sequence, state.log.last().index, 0});
  out.writes.push_back(
    {.sequence = state.cut_sequence,
     .truncate_from = std::nullopt,
     .begin = log_start{base, state.memberships.front().value},
     .entries = {}});
}

} // namespace

std::uint64_t retained_entries(const consensus& state) {
  auto wanted = state.tuning.log_retain_entries;
  return is_too_large(state) ? std::min(wanted, held_entries(state) / 2)
                             : wanted;
}

void compact(consensus& state, effects& out, const log_needs& needs) {
  if (state.lacks_state || is_cutting(state))
    return;
  auto wanted = std::max(cut_that_is_due(state),
                         std::min(state.compaction_wanted, needs.reached));
  wanted = std::min(
    {wanted, state.visible_index, state.commit_index, needs.keep_after});
  if (wanted <= state.log.base().index)
    return;
  if (wanted > state.durable_state_index) {
    // The log is cut only up to what is durable in the state machine.
    if (state.awaited_state_index > state.durable_state_index)
      return;
    state.awaited_state_index = state.visible_index;
    out.make_state_durable = true;
    return;
  }
  begin_log_at(state, out, {wanted, *state.log.term_at(wanted)});
  state.cut_pause_ticks = state.tuning.cut_interval_ticks;
}

void compact_in_time(consensus& state, effects& out, const log_needs& needs) {
  if (state.cut_pause_ticks > 0)
    --state.cut_pause_ticks;
  compact(state, out, needs);
}

bool is_useful(const consensus& state, log_position last) {
  return last.index > state.commit_index
         || (state.lacks_state && last.index >= state.log.base().index);
}

void take_snapshot(consensus& state, effects& out,
                   const snapshot_installed& x) {
  auto last = x.base.position;
  if (last.index < state.log.base().index)
    return;
  state.lacks_state = false;
  if (last.index == state.log.base().index)
    return;
  // §7: if the log has the snapshot's last entry then what follows it stays.
  // Otherwise the snapshot supersedes all of the log.
  if (state.log.term_at(last.index) != last.term) {
    RAFT_INVARIANT(last.index > state.commit_index);
    state.recent = {};
    state.memberships = {x.base.members};
    // Nor may a late acknowledgement vouch for what is not there any more.
    for (auto& one : state.pending_writes)
      one.last = std::min(one.last, last.index);
    state.durable_index = std::min(state.durable_index, last.index);
  }
  begin_log_at(state, out, last);
  state.commit_index = std::max(state.commit_index, last.index);
  state.released_index = std::max(state.released_index, last.index);
}

} // namespace taskraft::raft
