// The HTTP server of a node, as its settings want it.

#pragma once

#include "actors/http/server.hpp"
#include "actors/node/connection_limits.hpp"
#include "actors/node/node.hpp"

#include <memory>

namespace taskraft::actors {

/// Null if the settings have no listener.
result<std::unique_ptr<http::server>>
start_http(caf::actor_system& system, const config::settings& settings,
           const program_versions& versions, const connection_limits& limits,
           const protocol::inner_gateway_actor& gateway);

} // namespace taskraft::actors
