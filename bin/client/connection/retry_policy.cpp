#include "bin/client/connection/retry_policy.hpp"

#include <algorithm>

namespace taskraft::client {

void retry_policy::opened(std::size_t endpoint) {
  endpoints_[endpoint].open = true;
}

void retry_policy::closed(std::size_t endpoint) {
  endpoints_[endpoint].open = false;
  endpoints_[endpoint].holding = false;
  if (waiting_for_ == endpoint)
    waiting_for_.reset();
}

std::optional<std::size_t> retry_policy::next(moment now) const {
  if (waiting_for_ && now - asked_at_ < node_time_limit)
    return std::nullopt;
  if (!repeatable_ && doubtful())
    return std::nullopt;
  auto best = std::optional<std::size_t>{};
  for (auto i = std::size_t{0}; i < endpoints_.size(); ++i) {
    const auto& candidate = endpoints_[i];
    if (!candidate.open || candidate.holding || now < candidate.not_before)
      continue;
    if (!best || candidate.asked < endpoints_[*best].asked)
      best = i;
  }
  return best;
}

void retry_policy::asked(std::size_t endpoint, moment now) {
  auto& target = endpoints_[endpoint];
  target.holding = true;
  ++target.asked;
  ++target.unanswered;
  waiting_for_ = endpoint;
  asked_at_ = now;
}

void retry_policy::refused(std::size_t endpoint, moment now) {
  take_answer(endpoint, now);
}

void retry_policy::unknown(std::size_t endpoint, moment now) {
  unknown_ = true;
  take_answer(endpoint, now);
}

bool retry_policy::doubtful() const {
  auto silent = [](const standing& x) { return x.unanswered > 0; };
  return unknown_ || std::ranges::any_of(endpoints_, silent);
}

bool retry_policy::settles() const {
  auto was_asked = [](const standing& x) { return x.asked > 0; };
  auto may_answer
    = [](const standing& x) { return x.unanswered <= (x.holding ? 1U : 0U); };
  return !unknown_ && std::ranges::any_of(endpoints_, was_asked)
         && std::ranges::all_of(endpoints_, may_answer);
}

bool retry_policy::lost() const {
  return !repeatable_ && doubtful() && !waiting_for_;
}

void retry_policy::take_answer(std::size_t endpoint, moment now) {
  auto& target = endpoints_[endpoint];
  target.unanswered -= std::min<std::size_t>(target.unanswered, 1);
  target.holding = false;
  target.not_before = now + refusal_pause;
  if (waiting_for_ == endpoint)
    waiting_for_.reset();
}

} // namespace taskraft::client
