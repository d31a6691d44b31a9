// The AUDITOR: takes digests of states, and marks this node's own as diverged.

#pragma once

#include "protocol/actors/auditor_actor.hpp"
#include "protocol/actors/server_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>

namespace taskraft::actors {

/// Write into the data directory, durably.
struct audit_files {
  /// No later start uses the state.
  std::function<status(const protocol::mark_diverged&)> mark_diverged;
  /// No later start uses the directory.
  std::function<status(const protocol::mark_distrusted&)> mark_distrusted;
  std::function<status(const protocol::keep_seen&)> keep_seen;
};

struct auditor_state {
  static inline const char* name = "auditor";

  audit_files files;
  protocol::server_actor server;
};

protocol::auditor_actor::behavior_type
auditor(protocol::auditor_actor::stateful_pointer<auditor_state> self,
        audit_files files, protocol::server_actor server);

} // namespace taskraft::actors
