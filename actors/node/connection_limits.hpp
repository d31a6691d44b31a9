// How many files a node may open, and how many of them others may take.

#pragma once

#include "actors/network/sockets/handshakes.hpp"
#include "actors/network/unaccepted_connections.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace taskraft::actors {

/// What a node opens for itself: files, database, its own links.
inline constexpr auto own_files = std::uint64_t{64};

/// The same, and a few connections of others.
inline constexpr auto needed_files = 2 * own_files;

/// Leaves a node descriptors for its own files, however many connect.
struct connection_limits {
  /// `open_files` are at least those needed.
  explicit connection_limits(std::uint64_t open_files) {
    auto spare = static_cast<std::size_t>(open_files - own_files);
    http = std::min(http, spare / 2);
    each_port = std::min(each_port, spare / 4);
    unaccepted.in_all = std::min(unaccepted.in_all, each_port / 2);
    unaccepted.from_one_address
      = std::min(unaccepted.from_one_address, unaccepted.in_all);
    silent_clients.in_all = each_port / 2;
    silent_clients.from_one_address = each_port / 4;
    handshakes.in_all = std::min(handshakes.in_all, each_port / 2);
    handshakes.from_one_address
      = std::min(handshakes.from_one_address, handshakes.in_all);
  }

  /// Pages and scripts keep connections open while they say nothing.
  std::size_t http = 8192;
  /// The port for nodes and the one for clients.
  std::size_t each_port = 4096;
  network::unaccepted_limits unaccepted;
  /// A program may open hundreds of connections at once, or be slow.
  network::unaccepted_limits silent_clients{
    .time_limit = std::chrono::seconds{10},
    .speaking_time_limit = std::chrono::minutes{1}};
  network::handshake_limits handshakes;
};

} // namespace taskraft::actors
