// What may be said to the CLOCK: nothing, but by itself.

#pragma once

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace taskraft::protocol {

/// A unit of time has passed.
struct time_passed {};

/// The CLOCK: the only actor that ticks. The server and the gateway get a
/// `raft::tick` for each unit.
using clock_actor = caf::typed_actor<
  // From itself.
  caf::reacts_to<time_passed>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::time_passed)
