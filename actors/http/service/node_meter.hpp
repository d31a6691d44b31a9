// Keeps what a node measures until somebody asks for it.

#pragma once

#include "protocol/actors/meter.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace taskraft::http {

/// How often something took how long.
struct duration_histogram {
  /// What a bucket holds at most, in microseconds; the last one has no end.
  static constexpr auto bounds_us = std::to_array<std::uint64_t>(
    {100, 250, 500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000,
     250'000, 1'000'000, 5'000'000});

  std::array<std::uint64_t, bounds_us.size() + 1> counts{};
  std::uint64_t sum_us = 0;

  void add(std::uint64_t us);
};

/// What was measured since the start, and what was seen last.
struct node_measures {
  std::array<duration_histogram, protocol::timed_steps> steps;
  std::array<std::uint64_t, protocol::counted_events> events{};
  std::vector<protocol::follower_seen> followers;
  std::size_t commands_pending = 0;
  std::size_t clients = 0;

  const duration_histogram& of(protocol::timed_step x) const {
    return steps.at(static_cast<std::size_t>(x));
  }
  std::uint64_t of(protocol::counted_event x) const {
    return events.at(static_cast<std::size_t>(x));
  }
};

/// Written in the threads of the actors and stores, and read in that of HTTP.
class node_meter final : public protocol::meter {
public:
  void took(protocol::timed_step what, std::uint64_t us) override;
  void count(protocol::counted_event what, std::uint64_t times) override;
  void see_followers(std::vector<protocol::follower_seen> all) override;
  void see_clients(std::size_t commands, std::size_t clients) override;

  node_measures read() const;

private:
  mutable std::mutex mutex_;
  node_measures now_;
};

} // namespace taskraft::http
