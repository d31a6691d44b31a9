// The nodes whose hello was accepted: what they say counts, and what others
// say but hello does not. And the clients that have logged in.

#pragma once

#include <array>
#include <cstddef>
#include <mutex>
#include <set>
#include <utility>

namespace taskraft::network {

/// A CAF node id as BASP writes it.
inline constexpr std::size_t node_id_size = 32;
using raw_node_id = std::array<char, node_id_size>;

/// From any thread.
class admitted_nodes {
public:
  void replace(std::set<raw_node_id> nodes) {
    auto guard = std::lock_guard{mutex_};
    nodes_ = std::move(nodes);
  }

  void set(const raw_node_id& node, bool is_admitted) {
    auto guard = std::lock_guard{mutex_};
    if (is_admitted)
      nodes_.insert(node);
    else
      nodes_.erase(node);
  }

  bool contains(const raw_node_id& node) const {
    auto guard = std::lock_guard{mutex_};
    return nodes_.contains(node);
  }

private:
  mutable std::mutex mutex_;
  std::set<raw_node_id> nodes_;
};

} // namespace taskraft::network
