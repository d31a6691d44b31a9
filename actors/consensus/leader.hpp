// The LEADER: the role of the node that takes commands and replicates them.

#pragma once

#include "actors/consensus/role.hpp"

namespace taskraft::actors {

/// Takes over `baton` as leader. Commands that arrive while others are being
/// handled travel as one batch.
protocol::role_actor::behavior_type leader(role_pointer<raft::leader> self,
                                           role_environment environment,
                                           protocol::baton baton);

} // namespace taskraft::actors
