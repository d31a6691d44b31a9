// What a role shows to those who watch the node.

#pragma once

#include "protocol/raft/effects.hpp"
#include "protocol/raft/events.hpp"
#include "protocol/raft/observer.hpp"

namespace taskraft::actors {

/// The messages that a step has heard and made.
void show_step(raft::observer& to, std::uint64_t at_us, raft::node_id self,
               const raft::event& heard, const raft::effects& made);

/// The node takes another role.
void show_role(raft::observer& to, std::uint64_t at_us, raft::node_id self,
               raft::term term, const raft::transition& next);

} // namespace taskraft::actors
