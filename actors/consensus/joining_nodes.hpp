// Nodes that an operator wants to add: the leader's node dials them to learn
// which disk they have, before they become members. A value without actors.

#pragma once

#include "protocol/messages/node_messages.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace taskraft::actors {

class joining_nodes {
public:
  using requests = std::vector<protocol::request_members>;

  /// How long a new node may take to answer, in ticks.
  explicit joining_nodes(std::uint64_t time_limit_ticks = 300)
    : time_limit_ticks_(time_limit_ticks) {
  }

  /// An operator asks for `request.node` as a member. The newest address
  /// counts.
  void add(const protocol::request_members& request);

  bool contains(raft::node_id node) const {
    return all_.contains(node);
  }

  /// The addresses to dial.
  std::map<raft::node_id, std::string> addresses() const;

  /// The node has answered from `disk_id`. Returns the requests that waited for
  /// it.
  requests meet(raft::node_id node, const std::string& disk_id);

  /// Returns the requests that need not wait, because the node has answered
  /// before.
  requests meet_again(raft::node_id node);

  /// The link to the node is gone: another node may answer at its address next.
  void lose(raft::node_id node);

  /// Why there is no link yet.
  void note(raft::node_id node, const std::string& reason);

  /// The node does not join any more. Returns the requests that still waited
  /// for it.
  requests drop(raft::node_id node);

  struct failed_join {
    protocol::request_members request;
    std::string reason;
  };

  /// A tick has passed: drops the nodes that have taken too long.
  std::vector<failed_join> tick();

private:
  struct joining_node {
    std::string address;
    actors::joining_nodes::requests waiting;
    /// Of the node that answers at this address now; empty if none has.
    std::string disk_id;
    std::string reason;
    std::uint64_t age = 0;
  };

  std::uint64_t time_limit_ticks_;
  std::map<raft::node_id, joining_node> all_;
};

} // namespace taskraft::actors
