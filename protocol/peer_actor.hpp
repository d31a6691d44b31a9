// What may be said to a PEER, the keeper of the link to one other node.

#pragma once

#include "protocol/node_messages.hpp"

#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <string>

namespace taskraft::protocol {

/// Our own hello changed (the cluster id became known): use it from now on.
struct introduce_as {
  hello self;
  /// The other node's disk as the membership records it; empty if it does not.
  std::string remote_disk_id = {};
};

/// A dialled socket, or why there is none.
struct dialled {
  /// A connected, non-blocking descriptor; negative if dialling failed.
  int descriptor = -1;
  std::string reason;
};

/// Time to dial or to ask again.
struct redial {
  /// Which of the peer's timers ran out; zero: the sender knows that
  /// the other node is there, so do not wait.
  std::uint64_t timer = 0;
};

using peer_actor = caf::typed_actor<
  // The other node's answer to our hello.
  caf::reacts_to<hello_answer>,
  // And what it knows, if it can say so.
  caf::reacts_to<announcement>,
  // New words for the next hello, which is sent at once on an open link.
  caf::reacts_to<introduce_as>,
  // From the dialler's thread.
  caf::reacts_to<dialled>,
  // From itself after the back-off, or from the server when the other node
  // has dialled us.
  caf::reacts_to<redial>>;

} // namespace taskraft::protocol
