// What may be said to the SCRUBBER: nothing, but by itself.

#pragma once

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace taskraft::protocol {

/// Read the next part of the log back.
struct scrub_log {};

/// Look for damage in the store.
struct scrub_store {};

/// See how much room the disk has.
struct look_at_disk {};

/// Look how much room the disk has.
struct measure_room {};

/// The SCRUBBER: reads back what was written long ago, slowly, and ends, the
/// node with it, when it finds damage.
using scrubber_actor = caf::typed_actor<
  // From itself.
  caf::reacts_to<scrub_log>, caf::reacts_to<scrub_store>,
  caf::reacts_to<look_at_disk>, caf::reacts_to<measure_room>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::scrub_log)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::scrub_store)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::look_at_disk)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::measure_room)
