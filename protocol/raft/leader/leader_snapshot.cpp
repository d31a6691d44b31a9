#include "protocol/invariant.hpp"
#include "protocol/raft/compaction.hpp"
#include "protocol/raft/leader/leader_turn.hpp"

#include <algorithm>

namespace taskraft::raft {

void leader_turn::operator()(const install_snapshot& x) {
  if (x.leader == state.self || x.leader.value == 0)
    return;
  // Election Safety (§5.2): nobody else leads this term.
  RAFT_INVARIANT(x.term != state.hard.term);
  if (x.term > state.hard.term)
    step_down(true, step_down_cause::later_term);
  else
    answer_older_snapshot(state, out, x);
}

void leader_turn::operator()(const snapshot_received& x) {
  if (x.term > state.hard.term) {
    step_down(true, step_down_cause::later_term);
    return;
  }
  auto found = role.peers.find(x.from);
  if (x.term < state.hard.term || found == role.peers.end())
    return;
  auto& peer = found->second;
  peer.quiet_ticks = 0;
  if (peer.snapshot_transfer) {
    peer.snapshot_transfer->quiet_ticks = 0;
    // Its next answer to an append says where it is.
    if (x.outcome == snapshot_outcome::not_needed
        && !peer.snapshot_transfer->arrived)
      peer.snapshot_transfer->pause_ticks = state.tuning.election_ticks_max;
  }
  out.snapshot_answers.push_back(x);
}

void leader_turn::operator()(const snapshot_begun& x) {
  auto found = role.peers.find(x.peer);
  if (found == role.peers.end() || !found->second.snapshot_transfer)
    return;
  auto& peer = found->second;
  auto& snapshot_transfer = *peer.snapshot_transfer;
  snapshot_transfer.quiet_ticks = 0;
  auto base = state.log.base().index;
  if (x.last.index < base && peer.mode == progress_mode::snapshot) {
    // Written for an earlier request, before the log was cut.
    snapshot_transfer.at_least = std::max(snapshot_transfer.at_least, base);
    want_snapshot(x.peer, snapshot_transfer);
    return;
  }
  snapshot_transfer.keep_after = x.last.index;
}

void leader_turn::operator()(const snapshot_failed& x) {
  auto found = role.peers.find(x.peer);
  if (found != role.peers.end() && found->second.snapshot_transfer)
    found->second.snapshot_transfer->pause_ticks
      = state.tuning.election_ticks_max;
}

void leader_turn::operator()(const snapshot_installed& x) {
  take_snapshot(state, out, x);
}

void leader_turn::operator()(const state_progressed& x) {
  needs_its_state{state}(x);
  compact(state, out, needs_of_peers());
}

void leader_turn::operator()(const compaction_requested& x) {
  needs_its_state{state}(x);
  compact(state, out, needs_of_peers());
}

/// §7: a peer that lags so far that the log has been cut where it should go on
/// gets a snapshot; so does one whose state is lost. A peer that is not heard
/// gets none: nobody knows what it has by now.
void leader_turn::start_snapshot_if_needed(node_id id, progress& peer) {
  auto needs_snapshot = peer.next_index <= state.log.base().index;
  if (needs_snapshot)
    peer.mode = progress_mode::snapshot;
  if ((!needs_snapshot && !peer.lacks_state) || state.lacks_state
      || peer.quiet_ticks >= state.tuning.election_ticks_min
      || (peer.snapshot_transfer && !peer.snapshot_transfer->arrived))
    return;
  // What was lost was committed before this term, and the peer's log still
  // reaches at least as far.
  auto base = state.log.base().index;
  auto at_least = base;
  if (peer.lacks_state)
    at_least
      = std::max(at_least, std::min(peer.match_index, role.opening_index));
  // What follows the snapshot stays from now on, or the peer would need the
  // next one as soon as it has this one.
  peer.snapshot_transfer
    = snapshot_transfer{.keep_after = base, .at_least = at_least};
  want_snapshot(id, *peer.snapshot_transfer);
}

void leader_turn::want_snapshot(node_id id, const snapshot_transfer& x) {
  out.snapshots.push_back(
    {.peer = id, .term = state.hard.term, .at_least = x.at_least});
}

/// The peer's answer may tell that its snapshot has arrived.
void leader_turn::note_snapshot_arrived(progress& peer) const {
  if (peer.mode == progress_mode::snapshot
      && peer.next_index > state.log.base().index)
    peer.back_off(peer.next_index);
  if (peer.snapshot_transfer && !peer.lacks_state
      && peer.match_index >= peer.snapshot_transfer->keep_after)
    peer.snapshot_transfer->arrived = true;
}

void leader_turn::age_snapshot_transfer(node_id id, progress& peer) {
  if (!peer.snapshot_transfer)
    return;
  auto& snapshot_transfer = *peer.snapshot_transfer;
  ++snapshot_transfer.quiet_ticks;
  auto lost = peer.quiet_ticks >= state.tuning.election_ticks_max;
  auto quiet
    = snapshot_transfer.quiet_ticks >= state.tuning.snapshot_time_limit_ticks;
  // What was sent may be lost: only what the peer has confirmed counts.
  auto follows = peer.match_index.value + retained_entries(state)
                 >= state.log.last().index.value;
  auto over = snapshot_transfer.arrived ? lost || follows : lost && quiet;
  auto paused = snapshot_transfer.pause_ticks > 0;
  if (over || (paused && --snapshot_transfer.pause_ticks == 0)) {
    peer.snapshot_transfer.reset();
  } else if (quiet && !paused && !snapshot_transfer.arrived) {
    // A large one takes long to write. If the log were cut meanwhile, the peer
    // would need the next one at once.
    snapshot_transfer.quiet_ticks = 0;
    want_snapshot(id, snapshot_transfer);
  }
}

log_needs leader_turn::needs_of_peers() const {
  auto needs = log_needs{};
  for (const auto& [id, peer] : role.peers) {
    if (peer.quiet_ticks < state.tuning.election_ticks_max)
      needs.reached = std::min(needs.reached, peer.match_index);
    if (peer.snapshot_transfer)
      needs.keep_after
        = std::min(needs.keep_after, peer.snapshot_transfer->arrived
                                       ? peer.match_index
                                       : peer.snapshot_transfer->keep_after);
  }
  return needs;
}

} // namespace taskraft::raft
