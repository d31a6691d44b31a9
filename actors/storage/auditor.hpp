// The AUDITOR: takes digests of states, and marks this node's own as diverged.

#pragma once

#include "protocol/auditor_actor.hpp"
#include "protocol/server_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>

namespace taskraft::actors {

/// Leaves a durable mark, so that no later start uses this state.
using divergence_writer = std::function<status(const protocol::mark_diverged&)>;

struct auditor_state {
  static inline const char* name = "auditor";

  divergence_writer write_mark;
  protocol::server_actor server;
};

protocol::auditor_actor::behavior_type
auditor(protocol::auditor_actor::stateful_pointer<auditor_state> self,
        divergence_writer write_mark, protocol::server_actor server);

} // namespace taskraft::actors
