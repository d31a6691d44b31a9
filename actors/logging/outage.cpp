#include "actors/logging/outage.hpp"

#include <atomic>
#include <ctime>
#include <utility>

namespace taskraft::logging {

namespace {

constexpr auto pause_s = std::int64_t{60};

/// No word has been said.
constexpr auto never = std::int64_t{-1};

std::int64_t steady_seconds() {
  auto now = timespec{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec;
}

} // namespace

struct outage::state {
  seconds_source now;
  /// When it was spoken of last; `never` while things work.
  std::atomic<std::int64_t> last = never;
};

outage::outage() : outage(steady_seconds) {
}

outage::outage(seconds_source now) : state_(std::make_shared<state>()) {
  state_->now = std::move(now);
}

bool outage::is_due() const {
  auto now = state_->now();
  auto last = state_->last.load();
  if (last != never && now - last < pause_s)
    return false;
  // Of several threads one speaks.
  return state_->last.compare_exchange_strong(last, now);
}

bool outage::ends() const {
  return state_->last.exchange(never) != never;
}

} // namespace taskraft::logging
