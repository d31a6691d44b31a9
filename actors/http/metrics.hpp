// What a node counts of its HTTP, and Prometheus' text of it.

#pragma once

#include "protocol/inner_client_actor.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace taskraft::http {

/// How long the requests of a route took.
struct duration_histogram {
  /// What a bucket holds at most, in microseconds; the last one has no end.
  static constexpr auto bounds_us
    = std::to_array<std::uint64_t>({1'000, 5'000, 10'000, 25'000, 50'000,
                                    100'000, 250'000, 1'000'000, 5'000'000});

  std::array<std::uint64_t, bounds_us.size() + 1> counts{};
  std::uint64_t sum_us = 0;

  void add(std::uint64_t us);
};

struct metrics {
  /// By the route's method and path, and the status.
  std::map<std::pair<std::string, unsigned>, std::uint64_t> requests;
  std::map<std::string, duration_histogram> durations;
  std::size_t connections = 0;
  std::uint64_t connections_refused = 0;
  std::uint64_t bad_requests = 0;
  std::uint64_t handshakes_failed = 0;
  /// How often this node has heard of another leader.
  std::uint64_t leader_changes = 0;

  void count(const std::string& route, unsigned status, std::uint64_t us) {
    ++requests[{route, status}];
    durations[route].add(us);
  }
};

/// What is counted elsewhere.
struct measured {
  /// This node's row of the status.
  std::optional<protocol::node_status> own;
  protocol::position_changed position;
  std::string version;
  std::size_t event_streams = 0;
  std::size_t cluster_streams = 0;
  std::size_t files_coming = 0;
  /// Logins and tokens that were used lately.
  std::size_t credentials = 0;
  /// When certificates end, by the port that shows them.
  std::map<std::string, std::int64_t> certificates;
};

/// The text format of Prometheus.
std::string to_text(const metrics& x, const measured& beside);

} // namespace taskraft::http
