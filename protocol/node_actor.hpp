// What one node may ask of another: the published face of the SERVER actor.

#pragma once

#include "protocol/node_messages.hpp"
#include "protocol/raft/messages.hpp"

#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace taskraft::protocol {

using node_actor = caf::typed_actor<
  // Introduces the sender's node; `hello_answer` goes back to the sender.
  // Everything else is dropped until the hello was accepted.
  caf::reacts_to<hello>,
  // Consensus; the current role decides.
  caf::reacts_to<raft::append_entries>, caf::reacts_to<raft::appended>,
  caf::reacts_to<raft::request_vote>, caf::reacts_to<raft::voted>,
  caf::reacts_to<raft::timeout_now>, caf::reacts_to<raft::install_snapshot>,
  caf::reacts_to<raft::snapshot_received>,
  // Commands for the leader; a node that does not lead sends back
  // `commands_refused`.
  caf::reacts_to<forward_commands>, caf::reacts_to<commands_refused>,
  // A read index from the leader, answered by `read_index_answered`.
  caf::reacts_to<request_read_index>, caf::reacts_to<read_index_answered>,
  // Leadership transfer, answered by `transfer_answered`.
  caf::reacts_to<request_transfer>, caf::reacts_to<transfer_answered>,
  // The members or a change of them, answered by `members_answered`.
  caf::reacts_to<request_members>, caf::reacts_to<members_answered>,
  // How the node is, answered by `node_status_answered`.
  caf::reacts_to<request_node_status>, caf::reacts_to<node_status_answered>,
  // The digest of its state, answered by `digest_answered`; and the news that
  // it is wrong.
  caf::reacts_to<request_digest>, caf::reacts_to<digest_answered>,
  caf::reacts_to<digest_refuted>>;

} // namespace taskraft::protocol
