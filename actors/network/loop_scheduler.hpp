// Runs scheduled actors in the network's own thread. On the way of a write the
// socket, gateway, server and role then follow each other without a single
// wake-up; whatever blocks has a thread of its own.

#pragma once

#include <caf/fwd.hpp>

#include <functional>

namespace taskraft::network {

/// Has every system made from `config` schedule its actors this way. Before
/// the network starts, and once it stops, one ordinary worker does the work.
void load_loop_scheduler(caf::actor_system_config& config);

/// See `event_loop::after_sends`. The system must outlive the function.
std::function<void(std::function<void()>)>
after_sends_in(caf::actor_system& system);

} // namespace taskraft::network
