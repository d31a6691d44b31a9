#include "actors/node/node_data.hpp"

#include "actors/logging/logging.hpp"
#include "config/secrets.hpp"
#include "persistence/board/task_board.hpp"
#include "persistence/disk/divergence.hpp"
#include "persistence/disk/seen_file.hpp"
#include "persistence/log/segment_log_store.hpp"
#include "persistence/mysql/mysql_task_store.hpp"
#include "persistence/sqlite/sqlite_task_store.hpp"

#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>

namespace taskraft::actors {

namespace {

/// One reader answers while the other waits for its thread.
constexpr auto reader_count = std::size_t{2};

std::string rebuilding_mark(const std::string& data_directory) {
  return data_directory + "/rebuilding";
}

/// Whether nothing has been left there that forbids the start.
status check_marks(persistence::file_system& files,
                   const std::string& data_directory) {
  if (auto trusted = persistence::check_distrusted(files, data_directory);
      !trusted)
    return trusted;
  auto path = rebuilding_mark(data_directory);
  auto why = persistence::read_file(files, path);
  if (!why)
    return why.error();
  if (*why)
    return failure{errc::corrupted, path + ": " + **why};
  return done{};
}

result<std::unique_ptr<persistence::task_board>>
open_board(const config::settings& settings,
           const persistence::identity& identity, const start_retry& retry,
           const known_state& known) {
  while (true) {
    auto store = open_store(settings, identity, *known.tables);
    auto board
      = store ? persistence::task_board::open(
          std::move(*store), tasks::request_window_entries, known.rules)
              : store.error();
    if (board || board.error().code != errc::store_busy
        || !retry(board.error()))
      return board;
  }
}

} // namespace

result<std::unique_ptr<persistence::task_store>>
open_store(const config::settings& settings,
           const persistence::identity& identity,
           const persistence::schema& tables) {
  if (settings.store.backend == config::store_backend::sqlite)
    return persistence::open_sqlite_task_store(
      std::filesystem::path{settings.node.data_dir} / "store.sqlite", tables);
  const auto& there = settings.store.mysql;
  return persistence::open_mysql_task_store(
    {.url = there.url,
     .schema = there.schema,
     .user = there.user,
     .password = {},
     .read_password = [there] { return config::mysql_password(there); },
     .ssl_ca = there.ssl_ca},
    {.node = identity.node, .disk_id = identity.disk_id}, tables);
}

status begin_rebuilding(persistence::file_system& files,
                        const std::string& data_directory,
                        const std::string& why) {
  return persistence::replace_file(files, rebuilding_mark(data_directory), why);
}

status end_rebuilding(persistence::file_system& files,
                      const std::string& data_directory) {
  if (auto removed = files.remove(rebuilding_mark(data_directory)); !removed)
    return removed;
  return files.sync_directory(data_directory);
}

status check_agreement(const raft::log_terms& log, raft::log_position applied) {
  auto term = log.term_at(applied.index);
  if (!term || *term <= applied.term)
    return done{};
  return failure{errc::corrupted, "the store and the log disagree about entry "
                                    + std::to_string(applied.index.value)};
}

result<log_of_state> fit_log(persistence::log_store& log,
                             persistence::state_machine& machine) {
  auto fit = log_of_state{log.recovered(), false};
  auto& found = fit.recovered;
  auto base = machine.base();
  auto applied = base.position;
  if (auto agreed = check_agreement(found.log, applied); !agreed)
    return agreed.error();
  fit.lacks_state = applied.index < found.log.base().index;
  if (fit.lacks_state || found.log.term_at(applied.index) == applied.term)
    return fit;
  // What the log forgets must be safe elsewhere, and no term is ever smaller
  // than that of an entry.
  if (auto durable = machine.make_durable(); !durable)
    return durable.error();
  if (found.hard.term < applied.term) {
    found.hard = {.term = applied.term, .vote = {}};
    if (auto saved = log.save(found.hard); !saved)
      return saved.error();
  }
  if (auto cut = log.truncate_prefix(applied, base.members.value); !cut)
    return cut.error();
  logging::info("log_begins_at_state", "index", applied.index);
  found.log = raft::log_terms{applied};
  found.memberships = {base.members};
  return fit;
}

status check_confirmed(const raft::recovered_state& found,
                       const protocol::seen_disks& seen, raft::node_id self) {
  auto known = seen.find(self);
  if (known == seen.end())
    return done{};
  auto had = known->second.progress.confirmed;
  if (had.index < found.log.base().index
      || found.log.term_at(had.index) == had.term)
    return done{};
  return failure{errc::corrupted,
                 "this disk lost entries that it had confirmed up to "
                   + std::to_string(had.index.value) + "; it has "
                   + std::to_string(found.log.last().index.value)
                   + ": replace this node"};
}

audit_files audit_files_of(persistence::file_system& files,
                           const std::string& directory) {
  return {.mark_diverged =
            [&files, directory](const protocol::mark_diverged& x) {
              return persistence::mark_diverged(files, directory, x.index,
                                                x.own, x.majority);
            },
          .mark_distrusted =
            [&files, directory](const protocol::mark_distrusted& x) {
              return persistence::mark_distrusted(files, directory, x.why);
            },
          .keep_seen =
            [&files, directory](const protocol::keep_seen& x) {
              return persistence::save_seen(files, directory, x.seen);
            }};
}

bootstrap_writer identity_writer_of(persistence::file_system& files,
                                    const config::settings& settings,
                                    persistence::identity identity) {
  return [&files, directory = settings.node.data_dir,
          identity = std::move(identity)](
           const protocol::save_bootstrap& bootstrap) mutable {
    identity.cluster_id = bootstrap.cluster_id;
    identity.met = bootstrap.disk_ids;
    return persistence::save(files, directory, identity);
  };
}

known_state known_to(const program_versions& x) {
  auto known = known_state{};
  if (x.rules != nullptr)
    known.rules = *x.rules;
  if (x.tables != nullptr)
    known.tables = x.tables;
  return known;
}

status check_state_can_come(const log_of_state& found, raft::node_id self) {
  auto has_others = [&](const raft::placed_membership& x) {
    return std::ranges::any_of(x.value.members, [&](const raft::member& one) {
      return one.voter && one.id != self;
    });
  };
  const auto& log = found.recovered;
  if (!found.lacks_state || std::ranges::any_of(log.memberships, has_others))
    return done{};
  return failure{errc::corrupted,
                 "the store has lost what the log does not have any more "
                 "(entries up to "
                   + std::to_string(log.log.base().index.value)
                   + "), and there is no other voter to get it from: put the "
                     "store back, or restore a backup"};
}

namespace {

status open_readers(const config::settings& settings,
                    persistence::state_machine& machine, node_data& data) {
  auto special = std::vector{&data.checker, &data.backup_reader,
                             &data.snapshot_reader, &data.export_reader};
  if (settings.backup)
    special.push_back(&data.kept_backup_reader);
  auto opened = std::vector<std::unique_ptr<persistence::state_reader>>{};
  for (auto i = std::size_t{0}; i < reader_count + special.size(); ++i) {
    auto reader = machine.open_reader();
    if (!reader)
      return reader.error();
    opened.push_back(std::move(*reader));
  }
  for (auto* each : special) {
    *each = std::move(opened.back());
    opened.pop_back();
  }
  data.readers = std::move(opened);
  return done{};
}

result<std::unique_ptr<persistence::segment_log_store>>
open_node_log(persistence::file_system& files, const std::string& directory,
              const persistence::identity& identity,
              const std::function<std::uint64_t()>& random) {
  auto options = persistence::segment_log_options{};
  options.must_exist = !identity.cluster_id.empty();
  options.random = random;
  return persistence::segment_log_store::open(
    files, persistence::log_directory(directory), options);
}

/// Everything, or nothing that stays open.
result<node_data> try_to_open(persistence::file_system& files,
                              const config::settings& settings,
                              const std::function<std::uint64_t()>& random,
                              const start_retry& retry,
                              const known_state& known) {
  const auto& directory = settings.node.data_dir;
  auto lock = persistence::lock_data_directory(files, directory);
  if (!lock)
    return lock.error();
  if (auto usable = check_marks(files, directory); !usable)
    return usable.error();
  auto identity = persistence::open_or_create_identity(
    files, directory, settings.node.id, settings.cluster.name, random);
  if (!identity)
    return identity.error();
  auto seen = persistence::load_seen(files, directory);
  if (!seen)
    return seen.error();
  auto log = open_node_log(files, directory, *identity, random);
  if (!log)
    return log.error();
  auto board = open_board(settings, *identity, retry, known);
  if (!board)
    return board.error();
  auto usable = persistence::check_divergence(files, directory,
                                              (*board)->visible().index);
  if (!usable)
    return usable.error();
  auto found = fit_log(**log, **board);
  if (!found)
    return found.error();
  if (auto has = check_confirmed(found->recovered, *seen, settings.node.id);
      !has)
    return has.error();
  if (auto can = check_state_can_come(*found, settings.node.id); !can)
    return can.error();
  auto snapshots = directory + "/snapshots";
  if (auto made = persistence::make_directories(files, snapshots); !made)
    return made.error();
  auto data = node_data{.lock = std::move(*lock),
                        .identity = std::move(*identity),
                        .seen = std::move(*seen),
                        .log = std::move(*log),
                        .machine = nullptr,
                        .readers = {},
                        .checker = nullptr,
                        .backup_reader = nullptr,
                        .backup_directory = directory + "/backups",
                        .kept_backup_reader = nullptr,
                        .snapshot_reader = nullptr,
                        .snapshot_directory = snapshots,
                        .found = std::move(*found)};
  if (auto opened = open_readers(settings, **board, data); !opened)
    return opened.error();
  if (auto made = persistence::make_directories(files, data.backup_directory);
      !made)
    return made.error();
  data.machine = std::move(*board);
  return data;
}

} // namespace

std::shared_ptr<export_place> exports_of(persistence::file_system& files,
                                         const std::string& data_directory,
                                         node_data& data,
                                         persistence::stop_check stop) {
  return std::make_shared<export_place>(
    export_place{.files = &files,
                 .directory = data_directory + "/exports",
                 .reader = std::move(data.export_reader),
                 .stop = std::move(stop)});
}

result<node_data> open_node_data(persistence::file_system& files,
                                 const config::settings& settings,
                                 const std::function<std::uint64_t()>& random,
                                 const start_retry& retry,
                                 const known_state& known) {
  while (true) {
    auto data = try_to_open(files, settings, random, retry, known);
    if (data || data.error().code != errc::disk_full || !retry(data.error()))
      return data;
  }
}

} // namespace taskraft::actors
