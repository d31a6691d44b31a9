// Whose certificate a program has shown, by CAF's name of it: what it says of
// itself later must fit.

#pragma once

#include "actors/network/guard/admitted_nodes.hpp"
#include "tls/identity.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>

namespace taskraft::network {

/// From any thread.
class certified_nodes {
public:
  /// A connection of `node` begins, with a certificate for `who`. False if it
  /// has one with another certificate, and then nothing is kept.
  bool enter(const raw_node_id& node, const tls::identity& who) {
    auto guard = std::lock_guard{mutex_};
    auto& known = nodes_.try_emplace(node, entry{who, 0}).first->second;
    if (known.who != who)
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
  std::optional<tls::identity> identity_of(const raw_node_id& node) const {
    auto guard = std::lock_guard{mutex_};
    auto known = nodes_.find(node);
    if (known == nodes_.end())
      return std::nullopt;
    return known->second.who;
  }

private:
  struct entry {
    tls::identity who;
    std::size_t connections = 0;
  };

  mutable std::mutex mutex_;
  std::map<raw_node_id, entry> nodes_;
};

} // namespace taskraft::network
