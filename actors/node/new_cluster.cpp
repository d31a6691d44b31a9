#include "actors/node/new_cluster.hpp"

#include "actors/node/node_data.hpp"
#include "persistence/board/board_snapshot.hpp"
#include "persistence/board/known_level.hpp"
#include "persistence/board/task_board.hpp"
#include "persistence/disk/divergence.hpp"
#include "persistence/disk/identity.hpp"
#include "persistence/log/segment_log_store.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

namespace {

constexpr std::size_t read_bytes = 4UL << 20U;

std::string random_name(const name_source& random) {
  static constexpr char digits[] = "0123456789abcdef";
  auto name = std::string{};
  for (auto i = 0; i < 2; ++i)
    for (auto left = random(), j = std::uint64_t{0}; j < 16; ++j, left >>= 4U)
      name += digits[left & 15U];
  return name;
}

/// The base of a new cluster with the state of `from` and this node as its only
/// member.
raft::snapshot_base beginning(const config::settings& settings,
                              const std::string& disk_id,
                              const std::string& cluster_id,
                              raft::log_position from) {
  auto position
    = raft::log_position{{from.index.value + index_leap}, from.term.next()};
  auto self = raft::member{.id = settings.node.id,
                           .address = settings.node.advertise,
                           .disk_id = disk_id};
  return {.position = position,
          .members
          = {position.index, {.cluster_id = cluster_id, .members = {self}}}};
}

result<std::unique_ptr<persistence::segment_log_store>>
open_log(persistence::file_system& files, const config::settings& settings,
         bool must_exist, const name_source& random) {
  auto options = persistence::segment_log_options{};
  options.must_exist = must_exist;
  options.random = random;
  return persistence::segment_log_store::open(
    files, persistence::log_directory(settings.node.data_dir), options);
}

/// Makes the log begin at `base`, and records the cluster in the identity.
status begin_log(persistence::file_system& files,
                 const config::settings& settings,
                 persistence::segment_log_store& log,
                 persistence::identity identity,
                 const raft::snapshot_base& base) {
  auto term = std::max(log.recovered().hard.term, base.position.term);
  if (auto saved = log.save({.term = term, .vote = {}}); !saved)
    return saved;
  auto cut = log.truncate_prefix(base.position, base.members.value);
  if (!cut)
    return cut;
  identity.cluster_id = base.members.value.cluster_id;
  identity.met = {{identity.node, identity.disk_id}};
  return persistence::save(files, settings.node.data_dir, identity);
}

/// A data directory in which nothing but the lock is.
status check_unused(persistence::file_system& files,
                    const std::string& directory) {
  auto names = files.list(directory);
  if (!names)
    return names.error();
  auto used
    = std::ranges::any_of(*names, [](const auto& x) { return x != "lock"; });
  if (used)
    return failure{errc::conflict,
                   directory
                     + ": is not empty; a backup is restored into a "
                       "new data directory"};
  return done{};
}

status check_unused(persistence::task_store& store) {
  auto meta = store.load_meta();
  if (!meta)
    return meta.error();
  if (meta->applied.index.value != 0)
    return failure{errc::conflict, "the store is not empty; a backup is "
                                   "restored into a new one"};
  return done{};
}

/// Opens the store of a new node. If that fails, then the data directory is
/// unused again, so that other settings may be tried.
result<std::unique_ptr<persistence::task_store>>
open_unused_store(persistence::file_system& files,
                  const config::settings& settings,
                  const persistence::identity& identity) {
  auto store = open_store(settings, identity);
  auto unused = store ? check_unused(**store) : status{store.error()};
  if (unused)
    return store;
  if (store)
    store->reset();
  const auto& directory = settings.node.data_dir;
  auto names = files.list(directory);
  if (names)
    for (const auto& name : *names)
      if (name != "lock" && name != "rebuilding")
        if (auto removed = files.remove(directory + '/' + name); !removed)
          return unused.error();
  // Nothing else can be done about a disk that fails here, too.
  static_cast<void>(end_rebuilding(files, directory));
  return unused.error();
}

/// A data directory in which a node has run. Looking at it changes nothing.
status check_used(persistence::file_system& files,
                  const std::string& directory) {
  auto used = persistence::has_identity(files, directory);
  if (!used)
    return used.error();
  if (!*used)
    return failure{errc::not_found, directory + ": no node has run here yet"};
  return done{};
}

/// Applies to the board all entries of its log that it lacks.
status catch_up(persistence::task_board& board,
                persistence::segment_log_store& log) {
  auto source = log.source();
  while (board.visible().index < log.last().index) {
    auto entries = source->read(board.evaluated().next(), read_bytes);
    if (!entries)
      return entries.error();
    if (entries->empty())
      return failure{errc::corrupted,
                     "the log does not have entry "
                       + std::to_string(board.evaluated().next().value)
                       + ", which the store has not applied"};
    auto rest = entries->slice(board.evaluated().next(), entries->last().index);
    if (auto answers = board.evaluate(rest); !answers)
      return answers.error();
    if (auto committed = board.commit(); !committed)
      return committed;
  }
  return done{};
}

/// Makes the board's state that of the new cluster.
status begin_anew(persistence::task_board& board,
                  const raft::snapshot_base& base, const kept_logins& logins) {
  if (auto ended = board.end_logins(logins.tokens); !ended)
    return ended;
  return board.move_to(base);
}

} // namespace

result<new_cluster> restore_node(persistence::file_system& files,
                                 const config::settings& settings,
                                 const std::string& backup,
                                 const name_source& random,
                                 const kept_logins& logins) {
  auto file = persistence::snapshot_file::open(files, backup);
  if (!file)
    return file.error();
  if (auto whole = (*file)->verify(); !whole)
    return whole.error();
  auto known = persistence::check_level_of(**file, tasks::newest_rules_level);
  if (!known)
    return known.error();
  const auto& directory = settings.node.data_dir;
  auto lock = persistence::lock_data_directory(files, directory);
  if (!lock)
    return lock.error();
  if (auto unused = check_unused(files, directory); !unused)
    return unused.error();
  auto mark = begin_rebuilding(files, directory,
                               "a restore was not finished: remove this "
                               "directory and the store, and repeat it");
  if (!mark)
    return mark.error();
  auto identity = persistence::open_or_create_identity(
    files, directory, settings.node.id, settings.cluster.name, random);
  if (!identity)
    return identity.error();
  auto store = open_unused_store(files, settings, *identity);
  if (!store)
    return store.error();
  auto base = beginning(settings, identity->disk_id, random_name(random),
                        (*file)->about().base.position);
  auto installed = persistence::install_board_snapshot(**store, **file, {});
  if (!installed)
    return installed.error();
  auto board = persistence::task_board::open(std::move(*store));
  if (!board)
    return board.error();
  if (auto moved = begin_anew(**board, base, logins); !moved)
    return moved.error();
  auto log = open_log(files, settings, false, random);
  if (!log)
    return log.error();
  if (auto begun = begin_log(files, settings, **log, *identity, base); !begun)
    return begun.error();
  if (auto ended = end_rebuilding(files, directory); !ended)
    return ended.error();
  return new_cluster{base.members.value.cluster_id, base.position,
                     (*file)->rows()};
}

result<new_cluster> force_new_cluster(persistence::file_system& files,
                                      const config::settings& settings,
                                      const name_source& random,
                                      const kept_logins& logins) {
  const auto& directory = settings.node.data_dir;
  if (auto used = check_used(files, directory); !used)
    return used.error();
  auto lock = persistence::lock_data_directory(files, directory);
  if (!lock)
    return lock.error();
  if (auto trusted = persistence::check_distrusted(files, directory); !trusted)
    return trusted.error();
  auto identity = persistence::open_or_create_identity(
    files, directory, settings.node.id, settings.cluster.name, random);
  if (!identity)
    return identity.error();
  if (identity->cluster_id.empty())
    return failure{errc::not_found,
                   directory + ": this node belongs to no cluster yet"};
  auto log = open_log(files, settings, true, random);
  if (!log)
    return log.error();
  auto store = open_store(settings, *identity);
  if (!store)
    return store.error();
  auto board = persistence::task_board::open(std::move(*store));
  if (!board)
    return board.error();
  auto usable = persistence::check_divergence(files, directory,
                                              (*board)->visible().index);
  if (!usable)
    return usable.error();
  auto agreed = check_agreement((*log)->recovered().log, (*board)->visible());
  if (!agreed)
    return agreed.error();
  if (auto caught_up = catch_up(**board, **log); !caught_up)
    return caught_up.error();
  auto mark = begin_rebuilding(files, directory,
                               "--force-new-cluster was not finished: repeat "
                               "it");
  if (!mark)
    return mark.error();
  auto last = std::max((*board)->visible().index, (*log)->last().index);
  auto term = std::max({(*board)->visible().term, (*log)->last().term,
                        (*log)->recovered().hard.term});
  auto base
    = beginning(settings, identity->disk_id, random_name(random), {last, term});
  if (auto moved = begin_anew(**board, base, logins); !moved)
    return moved.error();
  if (auto begun = begin_log(files, settings, **log, *identity, base); !begun)
    return begun.error();
  if (auto ended = end_rebuilding(files, directory); !ended)
    return ended.error();
  return new_cluster{base.members.value.cluster_id, base.position, 0};
}

} // namespace taskraft::actors
