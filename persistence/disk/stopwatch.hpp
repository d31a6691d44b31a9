// Tells a meter how long a step took.

#pragma once

#include "protocol/actors/meter.hpp"

#include <chrono>

namespace taskraft::persistence {

/// From its construction to its end.
class stopwatch {
public:
  using clock = std::chrono::steady_clock;

  stopwatch(protocol::meter& to, protocol::timed_step what)
    : to_(to), what_(what), began_(clock::now()) {
  }
  stopwatch(const stopwatch&) = delete;
  stopwatch& operator=(const stopwatch&) = delete;

  ~stopwatch() {
    auto took = std::chrono::duration_cast<std::chrono::microseconds>(
      clock::now() - began_);
    to_.took(what_, static_cast<std::uint64_t>(took.count()));
  }

private:
  protocol::meter& to_;
  protocol::timed_step what_;
  clock::time_point began_;
};

} // namespace taskraft::persistence
