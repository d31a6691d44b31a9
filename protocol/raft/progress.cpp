#include "protocol/raft/progress.hpp"

#include <algorithm>

namespace taskraft::raft {

bool progress::has_room(const tuning& bounds) const {
  // One message always may go, however small the bounds are.
  if (in_flight.empty())
    return true;
  return mode != progress_mode::probe
         && in_flight.size() < bounds.max_inflight_messages
         && in_flight_bytes + bounds.max_batch_bytes
              <= bounds.max_inflight_bytes;
}

void progress::note_sent(log_index last, std::size_t bytes) {
  in_flight.push_back({next_index.previous(), last, bytes});
  in_flight_bytes += bytes;
  next_index = last.next();
}

void progress::acknowledge(log_index match) {
  match_index = std::max(match_index, match);
  next_index = std::max(next_index, match_index.next());
  while (!in_flight.empty() && in_flight.front().last <= match_index) {
    in_flight_bytes -= in_flight.front().bytes;
    in_flight.pop_front();
  }
}

void progress::note_matched() {
  if (mode == progress_mode::probe)
    mode = progress_mode::replicate;
}

bool progress::is_current_refusal(log_index previous) const {
  if (previous <= match_index || previous >= next_index)
    return false;
  if (mode != progress_mode::probe)
    return true;
  return previous == next_index.previous()
         || (!in_flight.empty() && previous == in_flight.front().previous);
}

void progress::back_off(log_index next) {
  mode = progress_mode::probe;
  next_index = std::max(next, match_index.next());
  in_flight.clear();
  in_flight_bytes = 0;
}

} // namespace taskraft::raft
