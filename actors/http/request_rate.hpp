// How many requests a credential may send in a minute, with bursts of a tenth
// of that.

#pragma once

#include <algorithm>
#include <cstdint>

namespace taskraft::http {

class request_rate {
public:
  /// Zero: no limit.
  explicit request_rate(std::uint64_t a_minute)
    : a_minute_(static_cast<double>(a_minute)), left_(burst()) {
  }

  /// Sets the limit of a minute. Requests that were made in this one count.
  void change(std::uint64_t a_minute) {
    auto was_limited = a_minute_ != 0;
    a_minute_ = static_cast<double>(a_minute);
    left_ = was_limited ? std::min(left_, burst()) : burst();
  }

  /// Whether one more may come at this time of a clock that never goes back.
  bool take(std::uint64_t now_us) {
    if (a_minute_ == 0)
      return true;
    constexpr auto minute_us = 60e6;
    auto passed = since_us_ == 0 ? 0 : static_cast<double>(now_us - since_us_);
    since_us_ = now_us;
    left_ = std::min(burst(), left_ + passed * a_minute_ / minute_us);
    if (left_ < 1)
      return false;
    left_ -= 1;
    return true;
  }

  /// The seconds until one more may come.
  unsigned wait_seconds() const {
    return static_cast<unsigned>((1 - std::min(left_, 1.0)) * 60 / a_minute_)
           + 1;
  }

private:
  double burst() const {
    return std::max(a_minute_ / 10, 1.0);
  }

  double a_minute_;
  double left_;
  std::uint64_t since_us_ = 0;
};

} // namespace taskraft::http
