// What a node counts of its HTTP, and Prometheus' text of it.

#pragma once

#include "actors/http/service/node_meter.hpp"
#include "protocol/actors/inner_client_actor.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace taskraft::http {

struct metrics {
  /// By the route's method and path, and the status.
  std::map<std::pair<std::string, unsigned>, std::uint64_t> requests;
  std::map<std::string, duration_histogram> durations;
  std::size_t connections = 0;
  std::uint64_t connections_refused = 0;
  /// Those that have given way to others.
  std::uint64_t connections_cut = 0;
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
  node_measures inside;
  /// Bytes on the disk, by what they are for.
  std::map<std::string, std::uint64_t> disk_use;
};

/// The text format of Prometheus.
std::string to_text(const metrics& x, const measured& beside);

} // namespace taskraft::http
