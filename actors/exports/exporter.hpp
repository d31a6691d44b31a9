// The exporter: all that somebody sees, as text in a file, from one view.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "persistence/disk/disk_room.hpp"
#include "persistence/disk/file.hpp"
#include "protocol/actors/exporter_actor.hpp"

#include <caf/typed_event_based_actor.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace taskraft::actors {

/// Where exports lie on their way, and what they are read from.
struct export_place {
  persistence::file_system* files = nullptr;
  std::string directory;
  std::unique_ptr<persistence::state_reader> reader;
  /// Whether the node stops.
  persistence::stop_check stop;
  std::function<persistence::disk_room(const std::string& path)> room
    = persistence::room_at;
};

struct exporter_state {
  static inline const char* name = "exporter";

  export_place place;
  std::uint64_t last_number = 0;
};

protocol::exporter_actor::behavior_type
exporter(protocol::exporter_actor::stateful_pointer<exporter_state> self,
         std::shared_ptr<export_place> place);

} // namespace taskraft::actors
