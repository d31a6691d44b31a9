// What a GATEWAY and the clients in its own process say to each other, besides
// what it says to all clients.

#pragma once

#include "protocol/gateway_actor.hpp"
#include "protocol/principal.hpp"
#include "protocol/raft/types.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <string>

namespace taskraft::protocol {

/// By which door the sender came in, and from which address: its first message.
/// `system`: what the node itself wants to know.
struct entered {
  door via = door::rest;
  std::string address;
  /// Whether it wants to hear where the node is, now and whenever it moves.
  bool follows_position = false;
};

/// Where the node is in the log, and under whom.
struct position_changed {
  raft::log_index evaluated;
  raft::log_index visible;
  raft::term term;
  raft::node_id leader;
  bool lacks_state = false;
  bool disk_full = false;
  /// Nothing was heard of a leader for so long that reads and streams end.
  bool outdated = false;

  friend bool operator==(const position_changed&, const position_changed&)
    = default;
};

/// A client in the node's own process.
using inner_client_actor = client_actor::extend<
  // News for who follows.
  caf::reacts_to<position_changed>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::entered)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::position_changed)
