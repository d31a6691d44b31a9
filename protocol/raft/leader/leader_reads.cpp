#include "protocol/raft/leader/leader_turn.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace taskraft::raft {

void leader_turn::operator()(const read_requested& x) {
  note_time(x.now_us);
  if (holds_lease(x.now_us)) {
    out.reads_granted.push_back({x.context, state.commit_index});
    return;
  }
  role.reads.push_back({.context = x.context, .round = 0, .read_index = {}});
  serve_reads();
}

void leader_turn::serve_reads() {
  // Until an entry of its own term is committed a leader does not know what
  // is (§8); reads wait.
  if (state.commit_index < role.opening_index)
    return;
  while (!role.reads.empty()) {
    auto round = role.reads.front().round;
    if (round == 0) {
      // All that gathered share one round. It began after each of them.
      begin_read_round();
      round = role.round;
      for (auto& read : role.reads) {
        read.round = round;
        read.read_index = state.commit_index;
      }
    }
    if (!is_confirmed(round))
      return;
    auto rest = std::find_if(
      role.reads.begin(), role.reads.end(),
      [&](const waiting_read& read) { return read.round != round; });
    for (auto read = role.reads.begin(); read != rest; ++read)
      out.reads_granted.push_back({read->context, read->read_index});
    role.reads.erase(role.reads.begin(), rest);
  }
}

/// Asks no more peers than make a majority with this node (decision 46). A new
/// leader asks all peers, until enough of them have answered once.
void leader_turn::begin_read_round() {
  auto asked = std::vector{state.self};
  auto is_asked = [&asked](node_id id) {
    return std::ranges::find(asked, id) != asked.end();
  };
  for (auto id : role.quick_peers.order) {
    if (state.members().has_quorum(is_asked))
      break;
    if (state.members().has_voter(id))
      asked.push_back(id);
  }
  if (!state.members().has_quorum(is_asked))
    return begin_round();
  ++role.round;
  note_round();
  for (auto& [id, peer] : role.peers)
    feed(id, peer, is_asked(id));
}

void leader_turn::note_quickness(const progress& peer, const appended& x) {
  auto& quick = role.quick_peers;
  if (peer.acknowledged_round >= quick.full_round || x.round < quick.full_round)
    return;
  std::erase(quick.order, x.from);
  auto place = std::min(quick.answers++, quick.order.size());
  quick.order.insert(quick.order.begin() + static_cast<std::ptrdiff_t>(place),
                     x.from);
}

/// A peer that has just died would otherwise delay reads until the heartbeat.
void leader_turn::ask_all_for_reads() {
  if (!role.reads.empty()
      && role.reads.front().round > role.quick_peers.full_round)
    begin_round();
}

/// Whether a majority still took this node for the leader after `round` began
/// (§8). A lost round is made good by any later heartbeat.
bool leader_turn::is_confirmed(std::uint64_t round) const {
  return confirms(state.members(), round);
}

} // namespace taskraft::raft
