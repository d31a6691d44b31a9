// The RECEIVER of snapshots: gathers pieces in a file until all are there.

#pragma once

#include "actors/snapshots/snapshotter.hpp"
#include "persistence/snapshot/snapshot.hpp"
#include "protocol/actors/applier_actor.hpp"
#include "protocol/actors/snapshot_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <optional>

namespace taskraft::actors {

struct snapshot_receiver_state {
  static inline const char* name = "snapshot_receiver";

  snapshot_place place;
  protocol::applier_actor applier;
  protocol::server_actor server;
  /// Of the leader whose file is being gathered.
  raft::term term;
  std::optional<persistence::snapshot_receiver> incoming;
  /// All of it is there, and the applier is installing it.
  protocol::shared_snapshot installing;
};

protocol::snapshot_receiver_actor::behavior_type snapshot_receiver(
  protocol::snapshot_receiver_actor::stateful_pointer<snapshot_receiver_state>
    self,
  snapshot_place place, protocol::applier_actor applier,
  protocol::server_actor server);

} // namespace taskraft::actors
