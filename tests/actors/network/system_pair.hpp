// Real actor systems on loopback: what nodes and clients run, in one process.

#pragma once

#include "actors/network/acceptor.hpp"
#include "actors/network/configure.hpp"
#include "actors/network/sockets/dialer.hpp"
#include "protocol/actors/dialling.hpp"
#include "protocol/actors/gateway_actor.hpp"
#include "protocol/actors/node_actor.hpp"
#include "protocol/messages/wire.hpp"
#include "tests/support/unit_test.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace taskraft::tests {

struct system_config : caf::actor_system_config {
  explicit system_config(network::program_kind kind) {
    network::configure(*this, {.kind = kind});
  }
};

/// One program: an actor system and a dialler.
struct program {
  explicit program(network::program_kind kind = network::program_kind::node)
    : cfg(kind), system(cfg) {
  }

  ~program() {
    dialer->stop();
  }

  system_config cfg;
  caf::actor_system system;
  std::shared_ptr<network::dialer> dialer = std::make_shared<network::dialer>();
};

/// Waits until `condition` holds, and fails the test after `time_limit`.
inline bool eventually(const std::function<bool()>& condition,
                       std::chrono::milliseconds time_limit
                       = std::chrono::seconds{5}) {
  auto deadline = std::chrono::steady_clock::now() + time_limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline)
      return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return true;
}

} // namespace taskraft::tests
