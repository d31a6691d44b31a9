// Nodes that an operator wants to add: the leader's node dials them to learn
// which disk they have, before they become members. A value without actors.

#pragma once

#include "protocol/node_messages.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace taskraft::actors {

class prospects {
public:
  using wishes = std::vector<protocol::request_members>;

  /// How long a new node may take to answer, in ticks.
  explicit prospects(std::uint64_t patience_ticks = 300)
    : patience_ticks_(patience_ticks) {
  }

  /// Somebody wants `wish.node` as a member. The newest address counts.
  void add(const protocol::request_members& wish);

  bool contains(raft::node_id node) const {
    return all_.contains(node);
  }

  /// What to dial.
  std::map<raft::node_id, std::string> addresses() const;

  /// The node has answered from `disk_id`: the wishes that waited for that.
  wishes meet(raft::node_id node, const std::string& disk_id);

  /// The wishes that need not wait, because the node has answered before.
  wishes meet_again(raft::node_id node);

  /// The link to the node is gone: it may come back as another.
  void lose(raft::node_id node);

  /// Why there is no link yet.
  void note(raft::node_id node, const std::string& reason);

  /// The node is no prospect any more; what still waited for it.
  wishes drop(raft::node_id node);

  struct disappointment {
    protocol::request_members wish;
    std::string reason;
  };

  /// A unit of time has passed: drops who has taken too long.
  std::vector<disappointment> tick();

private:
  struct prospect {
    std::string address;
    actors::prospects::wishes waiting;
    /// Of whoever is there now; empty if nobody has answered.
    std::string disk_id;
    std::string reason;
    std::uint64_t age = 0;
  };

  std::uint64_t patience_ticks_;
  std::map<raft::node_id, prospect> all_;
};

} // namespace taskraft::actors
