#include "actors/consensus/clock.hpp"

#include "protocol/messages/wire.hpp"

#include <utility>

namespace taskraft::actors {

protocol::clock_actor::behavior_type
clock(protocol::clock_actor::stateful_pointer<clock_state> self,
      std::chrono::milliseconds unit, protocol::random_source random,
      protocol::server_actor server, protocol::inner_gateway_actor gateway) {
  self->state.server = std::move(server);
  self->state.gateway = std::move(gateway);
  self->delayed_send(self, unit, protocol::time_passed{});
  return {
    [self, unit, random = std::move(random)](const protocol::time_passed&) {
      auto tick = raft::tick{random()};
      self->send(self->state.server, raft::event{tick});
      self->send(self->state.gateway, tick);
      self->delayed_send(self, unit, protocol::time_passed{});
    },
  };
}

} // namespace taskraft::actors
