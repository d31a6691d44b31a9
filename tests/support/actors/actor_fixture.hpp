// A deterministic actor system: actors run only when the test says so.

#pragma once

#include "protocol/messages/wire.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/scoped_actor.hpp>

namespace taskraft::tests {

struct actor_fixture {
  struct config : caf::actor_system_config {
    config() {
      add_message_types<caf::id_block::taskraft>();
      set("scheduler.policy", caf::atom("testing"));
      set("logger.verbosity", caf::atom("quiet"));
    }
  };

  /// Lets every actor empty its mailbox without moving the clock.
  void drain() {
    while (scheduler.try_run_once())
      ;
  }

  config cfg;
  caf::actor_system system{cfg};
  caf::scheduler::test_coordinator& scheduler
    = dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler());
};

} // namespace taskraft::tests
