// The CLOCK: turns time into ticks, so that no other actor asks for it.

#pragma once

#include "protocol/actors/clock_actor.hpp"
#include "protocol/actors/role_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>

namespace taskraft::actors {

struct clock_state {
  static inline const char* name = "clock";

  // Not an aggregate: CAF would try to make one from a pointer to the actor.
  clock_state() = default;

  protocol::server_actor server;
  protocol::inner_gateway_actor gateway;
};

/// Ticks every `unit`.
protocol::clock_actor::behavior_type
clock(protocol::clock_actor::stateful_pointer<clock_state> self,
      std::chrono::milliseconds unit, protocol::random_source random,
      protocol::server_actor server, protocol::inner_gateway_actor gateway);

} // namespace taskraft::actors
