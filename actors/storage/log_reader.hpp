// The LOG READER: fetches old entries, so that no sync waits for a read.

#pragma once

#include "persistence/log/log_store.hpp"
#include "protocol/actors/log_actor.hpp"
#include "protocol/actors/server_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>

namespace taskraft::actors {

struct log_reader_state {
  static inline const char* name = "log_reader";

  std::shared_ptr<persistence::log_source> source;
  protocol::server_actor server;
};

protocol::log_reader_actor::behavior_type
log_reader(protocol::log_reader_actor::stateful_pointer<log_reader_state> self,
           std::shared_ptr<persistence::log_source> source,
           protocol::server_actor server);

} // namespace taskraft::actors
