// The APPLIER: gives committed entries to the state machine.

#pragma once

#include "actors/logging/outage.hpp"
#include "actors/storage/commit_pace.hpp"
#include "actors/storage/store_watch.hpp"
#include "persistence/board/state_machine.hpp"
#include "protocol/actors/applier_actor.hpp"
#include "protocol/actors/inner_gateway_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>

namespace taskraft::actors {

struct applier_state {
  static inline const char* name = "applier";

  std::unique_ptr<persistence::state_machine> machine;
  protocol::committer_actor committer;
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
  raft::log_index read_from;
  /// The log does not have what comes next: only a snapshot can help.
  bool lacks_state = false;
  /// `evaluate_more` is on its way.
  bool evaluating = false;
  commit_pace pace;
  /// The work that the committer is doing.
  std::optional<persistence::state_work> work;
  /// Work for the time when the committer is free.
  std::optional<protocol::install_state> to_install;
  bool durability_due = false;
  /// The work is an installation: nothing is evaluated meanwhile.
  protocol::shared_snapshot installing;
  protocol::snapshot_receiver_actor receiver;
  /// Of the entries that the work makes visible, and of those after them.
  std::size_t committing_bytes = 0;
  std::size_t evaluated_bytes = 0;
  /// The highest index that a read waits to see.
  raft::log_index wanted;
  /// The store refuses commits for a while: nothing new is evaluated, so that
  /// the uncommitted rows stay bounded.
  bool commit_refused = false;
  bool load_refused = false;
  logging::outage outage;
  bool disk_full = false;
  /// Begins anew with each piece of work that is done.
  store_watch watch;
};

/// `lacks_state`: the machine's state ends before the log's base; it waits for
/// a snapshot.
protocol::applier_actor::behavior_type
applier(protocol::applier_actor::stateful_pointer<applier_state> self,
        std::unique_ptr<persistence::state_machine> machine,
        protocol::committer_actor committer, protocol::log_actor log,
        protocol::inner_gateway_actor gateway, protocol::server_actor server,
        bool lacks_state);

} // namespace taskraft::actors
