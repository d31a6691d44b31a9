// A READER: answers queries from committed state on a thread of its own.

#pragma once

#include "actors/logging/outage.hpp"
#include "persistence/board/state_machine.hpp"
#include "protocol/actors/reader_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace taskraft::actors {

struct reader_state {
  static inline const char* name = "reader";

  std::unique_ptr<persistence::state_reader> store;
  /// Shared by the readers of a node.
  logging::outage outage;
};

protocol::reader_actor::behavior_type
reader(protocol::reader_actor::stateful_pointer<reader_state> self,
       std::unique_ptr<persistence::state_reader> store,
       logging::outage outage);

} // namespace taskraft::actors
