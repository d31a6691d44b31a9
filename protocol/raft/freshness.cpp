#include "protocol/raft/freshness.hpp"

#include <algorithm>
#include <cstddef>

namespace taskraft::raft {

namespace {

/// A store that is stuck must not let claims gather.
constexpr auto most_claims = std::size_t{64};

} // namespace

void freshness::know(std::int64_t at_us) {
  known_us_ = std::max(known_us_.value_or(at_us), at_us);
}

void freshness::learn(log_index commit, std::int64_t at_us, log_index visible) {
  if (commit <= visible)
    return know(at_us);
  if (waiting_.empty() || waiting_.back().commit < commit) {
    // The last claim gives way to a later one, which says more of it.
    if (waiting_.size() == most_claims)
      waiting_.pop_back();
    waiting_.push_back({commit, at_us});
  } else if (waiting_.back().commit == commit) {
    waiting_.back().at_us = std::max(waiting_.back().at_us, at_us);
  }
}

void freshness::show(log_index visible) {
  while (!waiting_.empty() && waiting_.front().commit <= visible) {
    know(waiting_.front().at_us);
    waiting_.pop_front();
  }
}

} // namespace taskraft::raft
