// What a node counts of its HTTP, and Prometheus' text of it.

#pragma once

#include "protocol/gateway_actor.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace taskraft::http {

struct metrics {
  struct route_count {
    std::uint64_t requests = 0;
    std::uint64_t duration_us = 0;
  };

  /// By the route's method and path, and the status.
  std::map<std::pair<std::string, unsigned>, route_count> requests;
  std::size_t connections = 0;
  std::uint64_t connections_refused = 0;
  std::uint64_t bad_requests = 0;

  void count(const std::string& route, unsigned status,
             std::uint64_t duration_us) {
    auto& x = requests[{route, status}];
    ++x.requests;
    x.duration_us += duration_us;
  }
};

/// The text format of Prometheus; `own` is this node's row of the status.
std::string to_text(const metrics& x, const protocol::node_status& own,
                    bool has_status);

} // namespace taskraft::http
