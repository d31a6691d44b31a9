// What the main thread may ask of the REQUEST CLIENT, the actor that talks to
// the nodes.

#pragma once

#include "bin/client/connection/link_actor.hpp"
#include "protocol/actors/gateway_actor.hpp"
#include "protocol/messages/client_frames.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::client {

enum class question_kind : std::uint8_t {
  /// Changes the state; applied once, however often it is sent.
  command,
  query,
  cluster_status,
  /// The same as `status`, after every node has cut its log.
  compact_logs,
  transfer_leadership,
  /// Shows the members or changes them; done once, however often it is sent.
  change_members,
  digests,
  begin_backup,
  read_backup,
  /// Makes a login.
  log_in,
  /// A command whose secrets a node makes.
  account_command,
};

struct question {
  question_kind kind = question_kind::query;
  /// A command or query in the state machine's encoding.
  std::string bytes = {};
  /// For a command that another run may have sent already: its name.
  std::optional<protocol::request_id> request = {};
  /// For queries.
  protocol::consistency consistency = protocol::consistency::linearizable;
  /// For transfers: the next leader, or zero if the old one chooses. For
  /// changes of members: the member.
  raft::node_id target = {};
  protocol::members_operation operation = protocol::members_operation::list;
  /// The address of a node that is added.
  std::string address = {};
  /// For digests: the index at which all nodes take them.
  raft::log_index index = {};
  /// For reading a backup: its number, and the offset to read from.
  std::uint64_t backup = 0;
  std::uint64_t offset = 0;
  /// Who logs in, and with what.
  std::string username = {};
  /// For commands: the new password.
  std::string password = {};
  std::string current_password = {};
  std::string setup_secret = {};
  /// The only node that can answer, by the name that an outcome gave it.
  std::optional<std::size_t> endpoint = {};
  /// How long the answer may take if that is more than the timeout given at the
  /// start.
  std::chrono::milliseconds time_limit{0};
};

enum class outcome_kind : std::uint8_t {
  answered,
  /// Nothing was done.
  unavailable,
  /// The node may or may not have done it.
  unknown,
  /// The node did not understand the request and did nothing.
  malformed,
  /// The node said why not (`code`, `reason`) and did nothing.
  refused,
};

struct outcome {
  outcome_kind kind = outcome_kind::unavailable;
  /// A result or answer in the state machine's encoding.
  std::string bytes = {};
  /// The index of the state that the answer comes from.
  raft::log_index seen = {};
  /// How old the answer to a stale read may be.
  std::chrono::milliseconds age{0};
  std::vector<protocol::node_status> nodes = {};
  protocol::leadership_transferred transfer = {};
  protocol::members_listed members = {};
  protocol::digests_compared digests = {};
  protocol::backup_begun backup = {};
  protocol::backup_read chunk = {};
  /// The secret that a node has made, if it has.
  std::string secret = {};
  errc code = errc::none;
  /// The endpoint that answered.
  std::optional<std::size_t> endpoint = {};
  /// The id of the cluster that answered; empty if the node does not know it.
  std::string cluster = {};
  /// Why there is no answer, if that is known.
  std::string reason = {};
};

/// The client sends itself this to look for what has to be done.
struct look_again {};

using request_client_actor = protocol::client_actor::extend<
  // Asks nodes until one answers or the time given at the start is over. For a
  // backup that time begins again with each progress. There may be only one
  // question at a time.
  caf::replies_to<question>::with<outcome>,
  // The links tell of their endpoints and hand over the nodes' answers.
  caf::reacts_to<link_up>, caf::reacts_to<link_down>,
  caf::reacts_to<look_again>>;

} // namespace taskraft::client

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::client::question)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::client::outcome)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::client::look_again)
