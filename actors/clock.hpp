// The CLOCK: turns time into ticks, so that no other actor asks for it.

#pragma once

#include "protocol/clock_actor.hpp"
#include "protocol/gateway_actor.hpp"
#include "protocol/server_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <cstdint>
#include <functional>

namespace taskraft::actors {

/// Gives a random number at each call.
using random_source = std::function<std::uint64_t()>;

struct clock_state {
  static inline const char* name = "clock";

  protocol::server_actor server;
  protocol::inner_gateway_actor gateway;
};

/// Ticks every `unit`.
protocol::clock_actor::behavior_type
clock(protocol::clock_actor::stateful_pointer<clock_state> self,
      std::chrono::milliseconds unit, random_source random,
      protocol::server_actor server, protocol::inner_gateway_actor gateway);

} // namespace taskraft::actors
