#include "protocol/raft/leader/leader_turn.hpp"

namespace taskraft::raft {

/// A leader whose state is lost may have the newest entries: it leads, and
/// takes no proposals, until another node has those entries, too.
void leader_turn::give_way_to_a_state() {
  if (role.transfer || state.commit_index < role.opening_index)
    return;
  offer_leadership(most_caught_up());
}

/// While a leader's database does not answer, the cluster commits but nobody
/// can read at the leader: another node should lead. A store that does not
/// answer though all is applied counts as well. If other nodes share that
/// store, the first entry of the new leader stays unapplied at all of them, and
/// then nobody is better: leadership moves once at most.
void leader_turn::watch_state_machine() {
  if (state.lacks_state) {
    give_way_to_a_state();
    return;
  }
  auto visible = state.visible_index;
  auto is_idle = visible >= state.commit_index && !state.store_is_away;
  if (visible != role.awaited_visible || is_idle) {
    role.awaited_visible = visible;
    role.store_ticks = 0;
    return;
  }
  auto time_limit = state.tuning.store_time_limit_ticks;
  ++role.store_ticks;
  if (role.store_ticks == (time_limit + 1) / 2)
    role.stalled_commit = state.commit_index;
  if (role.store_ticks < time_limit || role.transfer)
    return;
  // If the transfer fails, the next attempt waits for the whole limit again.
  role.store_ticks = 0;
  offer_leadership(best_working_state_machine());
}

void leader_turn::offer_leadership(node_id target) {
  if (target.value == 0)
    return;
  role.transfer = raft::transfer{.target = target};
  out.stalled_for = target;
  hand_over_if_ready();
}

/// Of the nodes that have applied what was committed a while ago: a node that
/// shares a stalled database has not, and would be no better.
node_id leader_turn::best_working_state_machine() const {
  auto best = node_id{};
  auto furthest = log_index{};
  for (const auto& [id, peer] : role.peers)
    if (is_reachable(id) && !peer.no_room
        && peer.visible_index >= role.stalled_commit
        && (best.value == 0 || peer.match_index > furthest)) {
      best = id;
      furthest = peer.match_index;
    }
  return best;
}

} // namespace taskraft::raft
