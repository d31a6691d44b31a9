// Why connections of other nodes have ended, by CAF's name of the node: CAF
// itself tells only that they have.

#pragma once

#include "actors/network/guard/admitted_nodes.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace taskraft::network {

/// From any thread.
class link_ends {
public:
  void note(const raw_node_id& node, std::string why) {
    auto guard = std::lock_guard{mutex_};
    // What nobody asks for is of nodes that come and go.
    if (reasons_.size() >= most)
      reasons_.clear();
    reasons_[node] = std::move(why);
  }

  /// Of the connection of that node that has ended last; empty if that is not
  /// known, or was told.
  std::string take(const raw_node_id& node) {
    auto guard = std::lock_guard{mutex_};
    auto found = reasons_.extract(node);
    return found ? std::move(found.mapped()) : std::string{};
  }

private:
  static constexpr auto most = std::size_t{64};

  std::mutex mutex_;
  std::map<raw_node_id, std::string> reasons_;
};

} // namespace taskraft::network
