// The LOG actor's state and behaviour: the only one that writes the log.

#pragma once

#include "persistence/log/log_store.hpp"
#include "protocol/actors/log_actor.hpp"
#include "protocol/actors/server_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace taskraft::actors {

/// Makes the bootstrap (cluster id and disks) durable.
using bootstrap_writer = std::function<status(const protocol::save_bootstrap&)>;

/// The read that the applier waits for.
struct awaited_read {
  caf::actor applier;
  protocol::read_committed wanted;
};

struct log_state {
  static inline const char* name = "log";

  std::unique_ptr<persistence::log_store> store;
  bootstrap_writer write_bootstrap;
  protocol::log_reader_actor log_reader;
  protocol::server_actor server;
  /// The writes that wait for the next flush.
  std::optional<raft::hard_state> hard_state;
  std::vector<raft::log_write> writes;
  std::vector<awaited_read> reads;
  bool flushing = false;
  /// The disk had no room for the waiting writes.
  bool disk_full = false;
  /// Whether `mark_idle` is on its way, and whether it came too early.
  bool idle_armed = false;
  bool busy_since_armed = false;
};

/// Writes to `store` and acknowledges to `server`. The applier's reads go on to
/// `log_reader`.
protocol::log_actor::behavior_type
log(protocol::log_actor::stateful_pointer<log_state> self,
    std::unique_ptr<persistence::log_store> store,
    bootstrap_writer write_bootstrap, protocol::log_reader_actor log_reader,
    protocol::server_actor server);

} // namespace taskraft::actors
