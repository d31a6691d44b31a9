// The backups that a node's settings want, and may want otherwise while it
// runs.

#pragma once

#include "actors/node/reloading.hpp"
#include "actors/snapshots/backup_keeper.hpp"
#include "config/settings.hpp"
#include "protocol/actors/backup_keeper_actor.hpp"

#include <functional>
#include <memory>
#include <optional>

namespace taskraft::actors {

protocol::backups_wanted
wanted_of(const std::optional<config::backup_settings>& x);

/// Null if the settings want none.
std::shared_ptr<backup_store>
backups_of(persistence::file_system& files, const config::settings& settings,
           std::unique_ptr<persistence::state_reader> reader,
           persistence::stop_check stop);

/// `[backup]` of a node that was started with it: in another one nobody is
/// there to take backups before its next start. `tell` hears what is wanted.
reloadable_part
backups_part(std::function<void(const protocol::backups_wanted&)> tell);

} // namespace taskraft::actors
