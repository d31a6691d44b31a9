// The BACKUP KEEPER: takes the backups that the settings want into a directory
// of the operator's, and removes those that are too many.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "persistence/snapshot/kept_backups.hpp"
#include "protocol/actors/backup_keeper_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace taskraft::actors {

/// How much of the disk stays free: a backup that would need this room is given
/// up, because the log may be on the same disk.
inline constexpr auto backup_reserve_bytes = std::uint64_t{256} << 20U;

/// What a backup keeper works with.
struct backup_store {
  persistence::backup_place place;
  std::unique_ptr<persistence::state_reader> reader;
  /// Gives the bytes that the disk of a directory has left; may be empty.
  std::function<std::uint64_t(const std::string& directory)> free_bytes;
  /// Asked while a backup is written.
  persistence::stop_check stop;
};

struct backup_keeper_state {
  static inline const char* name = "backup_keeper";

  backup_store store;
};

protocol::backup_keeper_actor::behavior_type backup_keeper(
  protocol::backup_keeper_actor::stateful_pointer<backup_keeper_state> self,
  std::shared_ptr<backup_store> with);

} // namespace taskraft::actors
