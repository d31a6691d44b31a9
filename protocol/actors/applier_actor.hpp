// What other actors may say to the APPLIER.

#pragma once

#include "protocol/actors/committer_actor.hpp"
#include "protocol/actors/log_actor.hpp"
#include "protocol/actors/snapshot_actor.hpp"
#include "protocol/raft/effects.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace taskraft::protocol {

/// Make visible what has been evaluated.
struct commit_state {};

/// Evaluate what is queued.
struct evaluate_more {};

/// See whether the store answers.
struct look_at_store {};

/// A read waits until `index` is visible: do not gather more than that.
struct make_visible {
  raft::log_index index;
};

/// Make durable what is visible; `applied` says when.
struct make_state_durable {};

/// The APPLIER: gives committed entries to the state machine, in order. It
/// tells the gateway `commands_evaluated`, the gateway and the server
/// `applied`, and ends, the node with it, when the state machine cannot go on.
using applier_actor = caf::typed_actor<
  // The commit index rose; the entries that memory still has come along.
  caf::reacts_to<raft::committed>,
  // Entries that memory did not have.
  caf::reacts_to<committed_read>,
  // Somebody waits; otherwise commits are put off, to make few of many.
  caf::reacts_to<make_visible>,
  // The log is to be cut.
  caf::reacts_to<make_state_durable>,
  // From the receiver of snapshots; `state_installed` goes back, and
  // `raft::snapshot_installed` to the server.
  caf::reacts_to<install_state>,
  // From the committer: the work that was under way.
  caf::reacts_to<carried_out>,
  // From itself.
  caf::reacts_to<commit_state>, caf::reacts_to<evaluate_more>,
  caf::reacts_to<look_at_store>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::commit_state)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::evaluate_more)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::look_at_store)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::make_visible)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::make_state_durable)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::committed)
