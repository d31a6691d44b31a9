#include "actors/storage/applier_queue.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

namespace {

/// Beyond this, committed entries are read from the log when their turn comes.
constexpr auto max_queue_bytes = std::size_t{32} << 20U;

raft::log_index queued_until(const applier_state& state) {
  return state.queue.empty() ? state.evaluated
                             : state.queue.back().last().index;
}

} // namespace

void enqueue(applier_state& state, const raft::entry_batch& entries) {
  if (state.queue_bytes > max_queue_bytes || entries.empty())
    return;
  auto next = queued_until(state).next();
  if (entries.first().index > next || entries.last().index < next)
    return;
  auto fresh = entries.slice(next, entries.last().index);
  state.queue_bytes += fresh.size_bytes();
  state.queue.push_back(std::move(fresh));
}

raft::entry_batch take_entries(applier_state& state, std::uint64_t count) {
  auto& front = state.queue.front();
  auto last = raft::log_index{front.first().index.value + count - 1};
  auto taken
    = front.slice(front.first().index, std::min(last, front.last().index));
  state.queue_bytes -= front.size_bytes();
  if (last < front.last().index) {
    front = front.slice(last.next(), front.last().index);
    state.queue_bytes += front.size_bytes();
  } else {
    state.queue.pop_front();
  }
  return taken;
}

void give_back(applier_state& state, raft::entry_batch entries) {
  state.queue_bytes += entries.size_bytes();
  state.queue.push_front(std::move(entries));
}

} // namespace taskraft::actors
