// What the settings of a node mean for its actors.

#pragma once

#include "actors/gateway/gateway.hpp"
#include "actors/node/node.hpp"
#include "actors/snapshots/backup_keeper.hpp"
#include "config/settings.hpp"
#include "persistence/disk/identity.hpp"
#include "protocol/raft/consensus.hpp"

#include <chrono>
#include <memory>
#include <vector>

namespace taskraft::actors {

/// The unit of the node's clock.
inline constexpr auto clock_tick = std::chrono::milliseconds{10};

raft::tuning tuning_of(const config::raft_settings& x);

std::vector<raft::member> members_of(const config::settings& settings);

protocol::hello introduction_of(const config::settings& settings,
                                const persistence::identity& identity,
                                const program_versions& versions);

gateway_options gateway_of(const config::settings& settings,
                           const program_versions& versions);

/// For the backups that the settings want; null if they want none.
std::shared_ptr<backup_store>
backups_of(persistence::file_system& files, const config::settings& settings,
           std::unique_ptr<persistence::state_reader> reader,
           persistence::stop_check stop);

} // namespace taskraft::actors
