// What may be said to a PEER, the keeper of the link to one other node.

#pragma once

#include "protocol/actors/dialling.hpp"
#include "protocol/messages/node_messages.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <string>

namespace taskraft::protocol {

/// Our own hello changed (the cluster id became known): use it from now on.
struct introduce_as {
  hello self;
  /// The other node's disk as the membership records it; empty if it does not.
  std::string remote_disk_id = {};
};

using peer_actor = caf::typed_actor<
  // The other node's answer to our hello.
  caf::reacts_to<hello_answer>,
  // And what its program knows.
  caf::reacts_to<announcement>,
  // New words for the next hello, which is sent at once on an open link.
  caf::reacts_to<introduce_as>,
  // From the dialler's thread.
  caf::reacts_to<dialled>,
  // From itself after the back-off, or from the server when the other node
  // has dialled us.
  caf::reacts_to<redial>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::introduce_as)
