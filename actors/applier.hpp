// The APPLIER: gives committed entries to the state machine.

#pragma once

#include "persistence/state_machine.hpp"
#include "protocol/applier_actor.hpp"
#include "protocol/gateway_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstddef>
#include <deque>
#include <memory>

namespace taskraft::actors {

struct applier_state {
  static inline const char* name = "applier";

  std::unique_ptr<persistence::state_machine> machine;
  protocol::log_actor log;
  protocol::inner_gateway_actor gateway;
  protocol::server_actor server;

  raft::log_index commit_index;
  raft::log_index evaluated;
  /// Committed entries that follow `evaluated` without a gap.
  std::deque<raft::entry_batch> queue;
  std::size_t queue_bytes = 0;
  /// The log was asked for what the queue lacks.
  bool reading = false;
  /// `commit_state` is on its way at once, or after a while.
  bool committing = false;
  bool commit_armed = false;
  /// The highest index that a read waits to see.
  raft::log_index wanted;
  /// The store refused the last commit for a while: nothing new is evaluated,
  /// or what waits for it would grow without bound.
  bool stalled = false;
};

protocol::applier_actor::behavior_type
applier(protocol::applier_actor::stateful_pointer<applier_state> self,
        std::unique_ptr<persistence::state_machine> machine,
        protocol::log_actor log, protocol::inner_gateway_actor gateway,
        protocol::server_actor server);

} // namespace taskraft::actors
