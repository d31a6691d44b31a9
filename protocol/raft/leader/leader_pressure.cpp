// How much a leader takes on: entries stay in memory until they are committed,
// so a majority whose disks are stuck must not let them grow without bound.

#include "protocol/raft/leader/leader_turn.hpp"

#include <utility>

namespace taskraft::raft {

void leader_turn::append(entry_batch entries,
                         std::vector<placed_membership> memberships) {
  auto bytes = entries.size_bytes();
  role.uncommitted.push_back({entries.last().index, bytes});
  role.uncommitted_bytes += bytes;
  append_to_log(state, out, std::move(entries), std::move(memberships));
}

void leader_turn::count_what_was_left() {
  auto last = state.log.last().index;
  for (const auto& batch :
       state.recent.range(state.commit_index.next(), last)) {
    role.uncommitted.push_back({batch.last().index, batch.size_bytes()});
    role.uncommitted_bytes += batch.size_bytes();
  }
}

void leader_turn::forget_committed() {
  auto& waiting = role.uncommitted;
  while (!waiting.empty() && waiting.front().last <= state.commit_index) {
    role.uncommitted_bytes -= waiting.front().bytes;
    waiting.pop_front();
  }
}

bool leader_turn::is_overloaded() const {
  auto most = state.tuning.max_uncommitted_bytes;
  return role.uncommitted_bytes > most || state.pending_bytes > most;
}

} // namespace taskraft::raft
