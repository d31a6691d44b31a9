// What a client may ask of a node, and what it hears back.

#pragma once

#include "protocol/messages/account_messages.hpp"
#include "protocol/messages/client_messages.hpp"

#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

namespace taskraft::protocol {

/// The GATEWAY as clients see it. Answers go to the sender of the request.
using gateway_actor = caf::typed_actor<
  // Introduces a client; answered by `gateway_hello`.
  caf::reacts_to<client_hello>,
  // Commands to apply; each is answered in some `commands_answered`, or never
  // if this node fails: then the client asks another one.
  caf::reacts_to<submit_commands>,
  // Reads; each is answered in some `queries_answered`.
  caf::reacts_to<submit_queries>,
  // How every node is; answered within about half a second.
  caf::reacts_to<request_cluster_status>,
  // Another leader, please; answered by `leadership_transferred`.
  caf::reacts_to<transfer_leadership>,
  // The members, or others; answered by `members_listed`.
  caf::reacts_to<change_members>,
  // Whether all nodes have the same state; answered by `digests_compared`.
  caf::reacts_to<compare_digests>,
  // A copy of the state; answered by `backup_begun`, then by `backup_read`.
  caf::reacts_to<begin_backup>, caf::reacts_to<read_backup>,
  // Who the client is; answered by `authenticated`.
  caf::reacts_to<authenticate>, caf::reacts_to<prove_operator>,
  // A new login; answered by `logged_in`.
  caf::reacts_to<log_in>,
  // A command with secrets; answered by `account_command_answered`.
  caf::reacts_to<submit_account_command>>;

/// A client as a gateway sees it.
using client_actor = caf::typed_actor<
  // Who answers, and the index that request ids have seen.
  caf::reacts_to<gateway_hello>,
  // Outcomes of commands, in any order.
  caf::reacts_to<commands_answered>,
  // Answers to queries, in any order.
  caf::reacts_to<queries_answered>,
  // A row for each node.
  caf::reacts_to<cluster_status_answered>,
  // How the transfer went.
  caf::reacts_to<leadership_transferred>,
  // The members, or how their change went.
  caf::reacts_to<members_listed>,
  // A checksum for each node.
  caf::reacts_to<digests_compared>,
  // The copy, piece by piece; while it is written, that it goes on.
  caf::reacts_to<backup_begun>, caf::reacts_to<backup_read>,
  caf::reacts_to<backup_progressed>,
  // Whether the client is who it says.
  caf::reacts_to<authenticated>, caf::reacts_to<logged_in>,
  // The outcome of a command with secrets.
  caf::reacts_to<account_command_answered>,
  // Why there is no answer to an operation.
  caf::reacts_to<operation_refused>>;

} // namespace taskraft::protocol
