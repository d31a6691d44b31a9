#include "protocol/raft/leader/leader_turn.hpp"

#include <algorithm>

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
      begin_round();
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

/// Whether a majority still took this node for the leader after `round` began
/// (§8). A lost round is made good by any later heartbeat.
bool leader_turn::is_confirmed(std::uint64_t round) const {
  return confirms(state.members(), round);
}

} // namespace taskraft::raft
