#include "protocol/raft/leader/leader_turn.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::raft {

void leader_turn::operator()(const appended& x) {
  if (x.term > state.hard.term) {
    step_down(true, step_down_cause::later_term);
    return;
  }
  auto found = role.peers.find(x.from);
  if (x.term < state.hard.term || found == role.peers.end())
    return;
  auto& peer = found->second;
  if (!is_usable(x.from, peer, x))
    return;
  peer.quiet_ticks = 0;
  note_quickness(peer, x);
  peer.acknowledged_round = std::max(peer.acknowledged_round, x.round);
  peer.visible_index = std::max(peer.visible_index, x.visible);
  note_answer(peer, x);
  peer.no_room = x.no_room;
  peer.acknowledge(x.match.index);
  peer.lacks_state = x.lacks_state;
  note_snapshot_arrived(peer);
  if (x.matched)
    peer.note_matched();
  else
    back_off(peer, x);
  commit_what_a_quorum_has();
  serve_reads();
  hand_over_if_ready();
  decide_requested_changes();
  promote_learners();
  feed_peers();
  leave_if_removed();
}

void leader_turn::operator()(const entries_read& x) {
  auto found = role.peers.find(x.peer);
  if (found == role.peers.end() || !found->second.reading)
    return;
  auto& peer = found->second;
  peer.reading = false;
  if (x.entries.empty()) {
    // The log does not have them (any more): ask again after a heartbeat.
    peer.unreadable = true;
    return;
  }
  auto same = [&](log_position position) {
    return state.log.term_at(position.index) == position.term;
  };
  if (x.entries.first().index == peer.next_index
      && peer.next_index > state.log.base().index) {
    // What was asked for in an earlier role may have been overwritten since,
    // though not yet on the disk.
    peer.unreadable = !same(x.entries.first()) || !same(x.entries.last());
    if (!peer.unreadable)
      send_append(x.peer, peer, peer.next_index.previous(),
                  x.entries.prefix(state.tuning.max_batch_bytes));
  }
  feed(x.peer, peer, false);
}

bool leader_turn::is_usable(node_id id, progress& peer, const appended& x) {
  if (peer.distrusted || x.round > role.round)
    return false;
  auto distrust = [&](disk_fault fault, log_index index, log_index last) {
    out.distrusted.push_back(
      {.node = id, .fault = fault, .index = index, .last = last});
  };
  if (x.distrusts_disk) {
    distrust(disk_fault::lost_entries, peer.match_index, x.conflict_hint.index);
    peer.distrusted = true;
    peer.match_index = {};
    return false;
  }
  // A follower of this term has nothing that its leader lacks. If it has, then
  // one of the two had committed what the other one has lost: the follower is
  // shown the place and judges for itself.
  auto last = state.log.last().index;
  auto claimed = state.log.term_at(x.match.index);
  if (x.match.index <= last && (!claimed || *claimed == x.match.term))
    return true;
  if (!std::exchange(peer.has_other_past, true))
    distrust(disk_fault::other_past, x.match.index, x.match.index);
  peer.back_off(std::min(x.match.index, last).next());
  return false;
}

void leader_turn::feed_peers() {
  for (auto& [id, peer] : role.peers)
    feed(id, peer, false);
}

void leader_turn::begin_round() {
  ++role.round;
  note_round();
  role.quick_peers.full_round = role.round;
  role.quick_peers.answers = 0;
  for (auto& [id, peer] : role.peers)
    feed(id, peer, true);
}

void leader_turn::feed(node_id id, progress& peer, bool must_speak) {
  if (peer.distrusted)
    return;
  start_snapshot_if_needed(id, peer);
  auto spoke = feed_entries(id, peer);
  auto has_news = peer.mode != progress_mode::probe
                  && peer.told_commit < state.commit_index;
  if (spoke || !(must_speak || has_news))
    return;
  // It follows everything that was sent: a peer that missed some of it
  // refuses, and so a lost message is found with the next heartbeat.
  auto previous = std::max(peer.next_index.previous(), state.log.base().index);
  send_append(id, peer, previous, {});
}

bool leader_turn::feed_entries(node_id id, progress& peer) {
  if (peer.mode == progress_mode::snapshot)
    return false;
  auto spoke = false;
  auto last = state.log.last().index;
  if (peer.mode == progress_mode::paused)
    peer.mode = progress_mode::replicate;
  while (peer.next_index <= last && !peer.reading && !peer.unreadable
         && !peer.no_room && peer.has_room(state.tuning)) {
    auto entries
      = state.recent.read(peer.next_index, state.tuning.max_batch_bytes);
    if (entries.empty()) {
      peer.reading = true;
      out.reads.push_back({id, peer.next_index, state.tuning.max_batch_bytes});
      break;
    }
    send_append(id, peer, peer.next_index.previous(), std::move(entries));
    spoke = true;
  }
  if (peer.mode == progress_mode::replicate && peer.next_index <= last)
    peer.mode = progress_mode::paused;
  return spoke;
}

void leader_turn::send_append(node_id id, progress& peer, log_index previous,
                              entry_batch entries) {
  if (!entries.empty())
    peer.note_sent(entries.last().index, entries.size_bytes());
  peer.told_commit = state.commit_index;
  auto sure = role.sure_at_us != 0 && role.sure_at_us <= state.now_us;
  auto confirmed = state.log.term_at(peer.match_index)
                     ? state.log.position_at(peer.match_index)
                     : log_position{};
  send(state, out, id,
       append_entries{.term = state.hard.term,
                      .leader = state.self,
                      .previous = state.log.position_at(previous),
                      .entries = std::move(entries),
                      .commit_index = state.commit_index,
                      .round = role.round,
                      .confirmed = confirmed,
                      .heard_us = sure ? peer.heard_us : 0,
                      .sure_us = sure ? state.now_us - role.sure_at_us : 0});
}

/// §5.3: the peer lacks the entry before; continue after the last entry that
/// both may have, skipping every term that the peer does not know.
void leader_turn::back_off(progress& peer, const appended& x) const {
  if (!peer.is_current_refusal(x.refused_previous))
    return;
  auto guess = std::min({x.conflict_hint.index, state.log.last().index,
                         x.refused_previous.previous()});
  if (state.log.term_at(guess) > x.conflict_hint.term)
    guess = std::min(guess, state.log.last_at_or_below(x.conflict_hint.term));
  peer.back_off(guess.next());
}

void leader_turn::commit_what_a_quorum_has() {
  auto reached = state.members().quorum_index([this](node_id id) {
    if (id == state.self)
      return state.durable_index;
    auto peer = role.peers.find(id);
    return peer == role.peers.end() ? log_index{} : peer->second.match_index;
  });
  // §5.4.2: only entries of the own term are committed by counting; those
  // before them follow.
  if (reached > state.commit_index
      && state.log.term_at(reached) == state.hard.term)
    commit_to(state, out, reached);
  forget_committed();
  answer_committed_changes();
}

} // namespace taskraft::raft
