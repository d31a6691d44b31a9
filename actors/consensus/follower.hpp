// The FOLLOWER: the role of a node that hears from a leader, or waits to.

#pragma once

#include "actors/consensus/role.hpp"

namespace taskraft::actors {

/// Takes over `baton` as follower.
protocol::role_actor::behavior_type follower(role_pointer<raft::follower> self,
                                             role_environment environment,
                                             protocol::baton baton);

} // namespace taskraft::actors
