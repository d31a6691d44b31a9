// CAF's settings as this project needs them, in one place.

#pragma once

#include "actors/network/guard/guard.hpp"

#include <caf/fwd.hpp>

namespace taskraft::network {

struct system_options {
  program_kind kind = program_kind::node;
};

/// Loads the network and everything that crosses the wire into `config`. Call
/// it once, before the actor system is made.
void configure(caf::actor_system_config& config, const system_options& options);

} // namespace taskraft::network
