// A random CAF node id at each start. CAF's own is made of host and process
// number, which two containers can have in common.

#pragma once

#include "actors/network/guard/guard.hpp"

#include <caf/fwd.hpp>

namespace taskraft::network {

/// Has every system made from `config` draw its own id.
void load_node_identity(caf::actor_system_config& config, program_kind kind);

} // namespace taskraft::network
