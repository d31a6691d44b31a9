// Whose certificate a CAF node has shown: what it says in a hello must fit.

#pragma once

#include "actors/network/admitted_nodes.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

namespace taskraft::network {

/// From any thread.
class certified_nodes {
public:
  /// A connection of `node` begins, with the certificate for this number. False
  /// if it has one with another certificate, and then nothing is kept.
  bool enter(const raw_node_id& node, std::uint64_t number) {
    auto guard = std::lock_guard{mutex_};
    auto& known = nodes_.try_emplace(node, entry{number, 0}).first->second;
    if (known.number != number)
      return false;
    ++known.connections;
    return true;
  }

  /// The end of such a connection.
  void leave(const raw_node_id& node) {
    auto guard = std::lock_guard{mutex_};
    auto known = nodes_.find(node);
    if (known != nodes_.end() && --known->second.connections == 0)
      nodes_.erase(known);
  }

  /// Nothing without a certificate.
  std::optional<std::uint64_t> number_of(const raw_node_id& node) const {
    auto guard = std::lock_guard{mutex_};
    auto known = nodes_.find(node);
    if (known == nodes_.end())
      return std::nullopt;
    return known->second.number;
  }

private:
  struct entry {
    std::uint64_t number = 0;
    std::size_t connections = 0;
  };

  mutable std::mutex mutex_;
  std::map<raw_node_id, entry> nodes_;
};

} // namespace taskraft::network
