#include "protocol/raft/leader/leader_turn.hpp"

namespace taskraft::raft {

void leader_turn::operator()(const transfer_requested& x) {
  auto target = x.target.value == 0 ? most_caught_up() : x.target;
  if (role.transfer || !is_reachable(target)) {
    out.transfers.push_back({x.context, transfer_outcome::refused, x.target});
    return;
  }
  role.transfer = raft::transfer{.target = target};
  out.transfers.push_back({x.context, transfer_outcome::started, target});
  hand_over_if_ready();
}

/// Thesis §3.10: once the target has every entry it is told to stand.
void leader_turn::hand_over_if_ready() {
  if (!role.transfer || role.transfer->told)
    return;
  auto peer = role.peers.find(role.transfer->target);
  if (peer == role.peers.end()
      || peer->second.match_index != state.log.last().index)
    return;
  role.transfer->told = true;
  tell_to_stand(peer->first);
}

/// A node that stands now is elected in spite of all promises, and this message
/// may be late: this leader trusts no promise any more.
void leader_turn::tell_to_stand(node_id target) {
  role.lease.forfeited = true;
  send(state, out, target,
       timeout_now{.term = state.hard.term, .leader = state.self});
}

void leader_turn::hand_over_and_step_down(step_down_cause why) {
  if (auto target = most_caught_up(); target.value != 0)
    tell_to_stand(target);
  step_down(false, why);
}

/// A transfer that has not succeeded by now is given up, so that proposals are
/// taken again.
void leader_turn::age_transfer() {
  if (role.transfer
      && ++role.transfer->elapsed_ticks >= state.tuning.election_ticks_max)
    role.transfer.reset();
}

bool leader_turn::is_reachable(node_id id) const {
  auto peer = role.peers.find(id);
  return peer != role.peers.end() && state.members().has_voter(id)
         && !peer->second.lacks_state
         && peer->second.quiet_ticks < state.tuning.election_ticks_min;
}

node_id leader_turn::most_caught_up() const {
  auto best = node_id{};
  auto furthest = log_index{};
  for (const auto& [id, peer] : role.peers)
    if (is_reachable(id) && !peer.no_room
        && (best.value == 0 || peer.match_index > furthest)) {
      best = id;
      furthest = peer.match_index;
    }
  return best;
}

} // namespace taskraft::raft
