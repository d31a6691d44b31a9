#include "actors/node/node_backups.hpp"

#include "actors/node/outside_values.hpp"
#include "persistence/snapshot/backup_rows.hpp"

#include <string>
#include <utility>

namespace taskraft::actors {

protocol::backups_wanted
wanted_of(const std::optional<config::backup_settings>& x) {
  if (!x)
    return {};
  return {x->every_seconds * 1'000'000, x->directory, x->keep};
}

std::shared_ptr<backup_store>
backups_of(persistence::file_system& files, const config::settings& settings,
           std::unique_ptr<persistence::state_reader> reader,
           persistence::stop_check stop) {
  if (!settings.backup)
    return nullptr;
  auto with = std::make_shared<backup_store>();
  with->place = {.files = &files,
                 .directory = settings.backup->directory,
                 .prefix = settings.cluster.name + "-node"
                           + std::to_string(settings.node.id.value),
                 .keep = settings.backup->keep,
                 .check = [](const persistence::snapshot_file& file) -> status {
                   auto tasks = persistence::check_backup_rows(file);
                   if (!tasks)
                     return tasks.error();
                   return done{};
                 }};
  with->reader = std::move(reader);
  with->free_bytes = free_bytes_at;
  with->stop = std::move(stop);
  return with;
}

reloadable_part
backups_part(std::function<void(const protocol::backups_wanted&)> tell) {
  return {.keys = {"backup."},
          .prepare = [tell = std::move(tell)](const config::settings& x)
            -> result<std::function<void()>> {
            return std::function<void()>{
              [tell, wanted = wanted_of(x.backup)] { tell(wanted); }};
          }};
}

} // namespace taskraft::actors
