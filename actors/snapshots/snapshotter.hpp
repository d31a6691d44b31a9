// The SNAPSHOTTER: writes the state to a file when a peer needs it.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "protocol/actors/snapshot_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace taskraft::actors {

/// Where snapshots lie on their way in or out.
struct snapshot_place {
  /// Must outlive the actors.
  persistence::file_system* files = nullptr;
  std::string directory;
  /// Asked while one is written or installed: the node may be asked to end.
  persistence::stop_check stop = {};
};

struct snapshotter_state {
  static inline const char* name = "snapshotter";

  snapshot_place place;
  std::unique_ptr<persistence::state_reader> store;
  /// The newest snapshot, as long as it is in use.
  std::weak_ptr<const persistence::snapshot_file> newest;
  std::uint64_t last_number = 0;
};

/// Removes what an earlier start has left.
protocol::snapshotter_actor::behavior_type snapshotter(
  protocol::snapshotter_actor::stateful_pointer<snapshotter_state> self,
  snapshot_place place, std::unique_ptr<persistence::state_reader> store);

} // namespace taskraft::actors
