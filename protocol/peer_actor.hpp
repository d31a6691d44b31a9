// What may be said to a PEER, the keeper of the link to one other node.

#pragma once

#include "protocol/node_messages.hpp"

#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <string>

namespace taskraft::protocol {

/// Our own hello changed (the cluster id became known): use it from now on.
struct introduce_as {
  hello self;
};

/// A dialled socket, or why there is none.
struct dialled {
  /// A connected, non-blocking descriptor; negative if dialling failed.
  int descriptor = -1;
  std::string reason;
};

/// Time to dial again.
struct redial {};

using peer_actor = caf::typed_actor<
  // The other node's answer to our hello.
  caf::reacts_to<hello_answer>,
  // New words for the next hello, which is sent at once on an open link.
  caf::reacts_to<introduce_as>,
  // From the dialler's thread.
  caf::reacts_to<dialled>,
  // From itself, after the back-off.
  caf::reacts_to<redial>>;

} // namespace taskraft::protocol
