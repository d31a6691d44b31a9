#include "actors/network/configure.hpp"

#include "actors/network/event_loop.hpp"
#include "actors/network/guard/node_identity.hpp"
#include "actors/network/loop_scheduler.hpp"
#include "protocol/messages/wire.hpp"

#include <caf/actor_system_config.hpp>
#include <caf/io/middleman.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace taskraft::network {

using namespace std::chrono_literals;

void configure(caf::actor_system_config& config,
               const system_options& options) {
  config.add_message_types<caf::id_block::taskraft>();
  config.load<caf::io::middleman, event_loop>();
  load_node_identity(config, options.kind);
  load_loop_scheduler(config);
  config.set("scheduler.max-threads", std::size_t{1});
  // Unlimited by default: actors that send to themselves would starve others.
  config.set("scheduler.max-throughput", std::size_t{50});
  config.set("logger.verbosity", caf::atom("quiet"));
  // Deserialise in the network thread: a worker would copy every payload.
  config.set("middleman.workers", std::size_t{0});
  // Without heartbeats a silent partition is invisible. All programs of a
  // cluster need the same values, because each side judges the silence of the
  // other.
  config.set("middleman.heartbeat-interval", caf::timespan{100ms});
  config.set("middleman.connection-timeout", caf::timespan{1s});
  config.set("middleman.enable-automatic-connections", false);
  config.set("middleman.attach-utility-actors", false);
  config.set("middleman.app-identifiers", std::vector<std::string>{"taskraft"});
}

} // namespace taskraft::network
