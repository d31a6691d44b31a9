#include "actors/node_data.hpp"

#include "persistence/segment_log_store.hpp"
#include "persistence/sqlite_task_store.hpp"
#include "persistence/task_board.hpp"

#include <filesystem>
#include <string>
#include <utility>

namespace taskraft::actors {

namespace {

/// One reader answers while the other waits for its thread.
constexpr auto reader_count = 2;

result<std::unique_ptr<persistence::task_board>>
open_board(const config::settings& settings) {
  auto file = std::filesystem::path{settings.node.data_dir} / "store.sqlite";
  auto store = persistence::open_sqlite_task_store(file);
  if (!store)
    return store.error();
  return persistence::task_board::open(std::move(*store));
}

} // namespace

status check_agreement(const raft::log_view& log, raft::log_position applied) {
  auto term = log.term_at(applied.index);
  if (!term || *term <= applied.term)
    return done{};
  return failure{errc::corrupted, "the store and the log disagree about entry "
                                    + std::to_string(applied.index.value)};
}

result<node_data> open_node_data(persistence::file_system& files,
                                 const config::settings& settings,
                                 const std::function<std::uint64_t()>& random) {
  const auto& directory = settings.node.data_dir;
  auto lock = persistence::lock_data_directory(files, directory);
  if (!lock)
    return lock.error();
  auto identity = persistence::open_or_create_identity(
    files, directory, settings.node.id, settings.cluster.name, random);
  if (!identity)
    return identity.error();
  auto options = persistence::segment_log_options{};
  options.must_exist = !identity->cluster_id.empty();
  options.random = random;
  auto log = persistence::segment_log_store::open(
    files, persistence::log_directory(directory), options);
  if (!log)
    return log.error();
  auto board = open_board(settings);
  if (!board)
    return board.error();
  auto agreed = check_agreement((*log)->recovered().log, (*board)->visible());
  if (!agreed)
    return agreed.error();
  auto data = node_data{.lock = std::move(*lock),
                        .identity = std::move(*identity),
                        .log = std::move(*log),
                        .machine = nullptr,
                        .readers = {}};
  for (auto i = 0; i < reader_count; ++i) {
    auto reader = (*board)->open_reader();
    if (!reader)
      return reader.error();
    data.readers.push_back(std::move(*reader));
  }
  data.machine = std::move(*board);
  return data;
}

} // namespace taskraft::actors
