// What the settings of a node mean for its actors, and what their end means for
// its process.

#pragma once

#include "actors/gateway/gateway.hpp"
#include "actors/node/node.hpp"
#include "config/settings.hpp"
#include "persistence/disk/identity.hpp"
#include "protocol/errors.hpp"
#include "protocol/raft/consensus.hpp"

#include <chrono>
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

/// How the process ends after a failure at the start, or of an actor.
exit_code exit_code_of(errc reason);

} // namespace taskraft::actors
