// What a node finds in its data directory: who it is, its log, its state.

#pragma once

#include "actors/exports/exporter.hpp"
#include "actors/node/node.hpp"
#include "actors/storage/auditor.hpp"
#include "actors/storage/log.hpp"
#include "config/settings.hpp"
#include "persistence/board/state_machine.hpp"
#include "persistence/disk/file.hpp"
#include "persistence/disk/identity.hpp"
#include "persistence/log/log_store.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/raft/consensus.hpp"
#include "protocol/raft/log/log_terms.hpp"
#include "protocol/result.hpp"
#include "protocol/tasks/rules/rules.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::actors {

/// A log and a state that go together.
struct log_of_state {
  raft::recovered_state recovered;
  /// The state ends before the log's base: only a snapshot can help.
  bool lacks_state = false;
};

/// Lets the log fit the state, after whatever a crash has left. A state that
/// is ahead of the log, because it was installed or because others committed
/// what this node's own disk had not written yet, becomes the log's base:
/// nothing in the log is missed, as all of it is in the state or was replaced.
result<log_of_state> fit_log(persistence::log_store& log,
                             persistence::state_machine& machine);

/// Whether a state that is lost may come back: from another voter, as none but
/// voters ever lead and send snapshots. A node alone has lost it for good.
status check_state_can_come(const log_of_state& found, raft::node_id self);

/// Whether a log has what its own node had seen of it: entries that it had
/// confirmed and that were committed.
status check_confirmed(const raft::recovered_state& found,
                       const protocol::seen_disks& seen, raft::node_id self);

/// Writes what the auditor wants kept into `directory`.
audit_files audit_files_of(persistence::file_system& files,
                           const std::string& directory);

/// Writes cluster id and disks into the identity file.
bootstrap_writer identity_writer_of(persistence::file_system& files,
                                    const config::settings& settings,
                                    persistence::identity identity);

struct node_data {
  /// Held as long as the node runs: no other process may touch the directory.
  std::unique_ptr<persistence::file_lock> lock;
  persistence::identity identity;
  /// What this node has seen of disks, its own among them.
  protocol::seen_disks seen;
  std::unique_ptr<persistence::log_store> log;
  std::unique_ptr<persistence::state_machine> machine;
  std::vector<std::unique_ptr<persistence::state_reader>> readers;
  /// For the scrubber.
  std::unique_ptr<persistence::state_reader> checker;
  /// For backups, which may not keep queries waiting.
  std::unique_ptr<persistence::state_reader> backup_reader;
  std::string backup_directory;
  /// For the backups that the settings want; null if they want none.
  std::unique_ptr<persistence::state_reader> kept_backup_reader;
  std::unique_ptr<persistence::state_reader> snapshot_reader;
  std::unique_ptr<persistence::state_reader> export_reader = nullptr;
  /// Where snapshots lie on their way.
  std::string snapshot_directory;
  log_of_state found;
};

/// Whether a log may belong to a state that has applied what is committed up to
/// `applied`. The log may end before, or hold an entry of an older term there:
/// what replaced it was committed by others and applied before this node's own
/// disk had it. But nothing ever replaces what is committed.
status check_agreement(const raft::log_terms& log, raft::log_position applied);

/// Where the node's exports are written, which takes their reader.
std::shared_ptr<export_place> exports_of(persistence::file_system& files,
                                         const std::string& data_directory,
                                         node_data& data,
                                         persistence::stop_check stop);

/// Called with the reason each time the database cannot be reached or the disk
/// has no room: waits a while and returns whether to try again.
using start_retry = std::function<bool(const failure&)>;

/// The store that `settings` name, created if there is none.
result<std::unique_ptr<persistence::task_store>>
open_store(const config::settings& settings,
           const persistence::identity& identity,
           const persistence::schema& tables = persistence::own_schema());

/// From now on no node starts on the data directory, and says `why`; durable on
/// return.
status begin_rebuilding(persistence::file_system& files,
                        const std::string& data_directory,
                        const std::string& why);
status end_rebuilding(persistence::file_system& files,
                      const std::string& data_directory);

/// What a program knows of its state.
struct known_state {
  tasks::rule_set rules = tasks::own_rules;
  const persistence::schema* tables = &persistence::own_schema();
};

known_state known_to(const program_versions& x);

/// Opens the data directory of `settings`, or begins it, and the store.
/// `random` must be good enough for names that nobody else has; `known`
/// is what this program knows. `store_busy`, `disk_full`:
/// `retry` returned false.
result<node_data> open_node_data(persistence::file_system& files,
                                 const config::settings& settings,
                                 const std::function<std::uint64_t()>& random,
                                 const start_retry& retry,
                                 const known_state& known = {});

} // namespace taskraft::actors
