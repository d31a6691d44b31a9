// The HTTP server of a node, as its settings want it.

#pragma once

#include "actors/http/server/server.hpp"
#include "actors/node/connection_limits.hpp"
#include "actors/node/node.hpp"
#include "actors/node/node_tls.hpp"
#include "actors/node/reloading.hpp"

#include <memory>
#include <string>

namespace taskraft::actors {

/// What HTTP gets from the node besides its settings.
struct http_parts {
  /// With it the node signs.
  std::string signing_key;
  /// Where the roles leave what they see.
  std::shared_ptr<http::consensus_watch> watch;
  std::shared_ptr<const http::node_meter> measures;
  std::shared_ptr<const node_tls> tls;
};

/// Null if the settings have no listener.
result<std::unique_ptr<http::server>>
start_http(caf::actor_system& system, const config::settings& settings,
           const program_versions& versions, const connection_limits& limits,
           const http_parts& beside,
           const protocol::inner_gateway_actor& gateway);

/// What of `[http]` may change while the server runs.
reloadable_part http_part(http::server& server);

} // namespace taskraft::actors
