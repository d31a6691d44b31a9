// What one node may ask of another: the published face of the SERVER actor.

#pragma once

#include "protocol/actors/each_of.hpp"
#include "protocol/messages/node_messages.hpp"
#include "protocol/raft/messages.hpp"

#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace taskraft::protocol {

using node_actor = hears_each_of<
  caf::typed_actor<
    // Introduces the sender's node; `hello_answer` goes back to the sender.
    // Everything else is dropped until the hello was accepted.
    caf::reacts_to<hello>,
    // The digest of its state, answered by `digest_answered`; and the news
    // that it is wrong.
    caf::reacts_to<request_digest>, caf::reacts_to<digest_refuted>>,
  // Consensus; the current role decides.
  raft::message,
  // Requests of a gateway for the leader or for any node. A node that should
  // lead and does not refuses.
  role_request,
  // The answers, for the gateway that asked.
  gateway_answer>::type;

} // namespace taskraft::protocol
