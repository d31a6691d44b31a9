// The CANDIDATE: the role of a node that asks for votes.

#pragma once

#include "actors/consensus/role.hpp"

namespace taskraft::actors {

/// Takes over `baton` as candidate.
protocol::role_actor::behavior_type
candidate(role_pointer<raft::candidate> self, role_environment environment,
          protocol::baton baton);

} // namespace taskraft::actors
