// The BACKUP WRITER: writes copies of the state to files, and keeps each while
// a client fetches it.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "protocol/actors/backup_writer_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace taskraft::actors {

/// What a backup writer works with.
struct archive {
  /// Must outlive the backup writer.
  persistence::file_system* files = nullptr;
  /// A directory of its own, which exists.
  std::string directory;
  std::unique_ptr<persistence::state_reader> reader;
  /// The first number of a backup: random, so that a client never reads a
  /// backup of an earlier start.
  std::uint64_t first_number = 0;
  /// Asked while a copy is written.
  persistence::stop_check stop;
  /// How often a gateway hears that a copy goes on.
  std::chrono::milliseconds progress_interval{250};
};

struct backup_writer_state {
  static inline const char* name = "backup_writer";

  struct kept_backup {
    std::shared_ptr<const persistence::snapshot_file> file;
    /// Expires with the client that reads it.
    std::weak_ptr<const char> client;
    /// How many times files were tidied up since this one was last read.
    std::uint32_t age = 0;
  };

  actors::archive archive;
  std::map<std::uint64_t, kept_backup> backups;
  std::uint64_t last_number = 0;
};

protocol::backup_writer_actor::behavior_type backup_writer(
  protocol::backup_writer_actor::stateful_pointer<backup_writer_state> self,
  std::shared_ptr<archive> about);

} // namespace taskraft::actors
