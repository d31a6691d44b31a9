// What the main thread may ask of the REQUEST CLIENT, the actor that is the
// client.

#pragma once

#include "bin/client/connection/link_actor.hpp"
#include "protocol/client_frames.hpp"
#include "protocol/gateway_actor.hpp"

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
  /// The same, after every node has cut its log.
  compact_logs,
  transfer_leadership,
  /// Shows the members or changes them; done once, however often it is sent.
  change_members,
  checksums,
  begin_backup,
  read_backup,
};

struct question {
  question_kind kind = question_kind::query;
  /// A command or query in the state machine's encoding.
  std::string bytes = {};
  /// For queries.
  protocol::consistency consistency = protocol::consistency::linearizable;
  /// For transfers; zero: whom the leader likes. For changes of the members:
  /// which one.
  raft::node_id target = {};
  protocol::members_operation operation = protocol::members_operation::list;
  /// Of a node that is added.
  std::string address = {};
  /// For checksums: where they are taken.
  raft::log_index index = {};
  /// For reading a backup: which one, and from where.
  std::uint64_t backup = 0;
  std::uint64_t offset = 0;
  /// The only node that can answer, as it was called in an outcome.
  std::optional<std::size_t> endpoint = {};
  /// If it may take longer than the timeout that was given at the start.
  std::chrono::milliseconds patience{0};
};

enum class outcome_kind : std::uint8_t {
  answered,
  /// Certainly nothing happened.
  unavailable,
  /// May or may not have happened.
  unknown,
  /// The node did not understand; certainly nothing happened.
  malformed,
};

struct outcome {
  outcome_kind kind = outcome_kind::unavailable;
  /// A result or answer in the state machine's encoding.
  std::string bytes = {};
  /// The state that this answer has seen.
  raft::log_index seen = {};
  /// For stale reads.
  std::chrono::milliseconds age{0};
  std::vector<protocol::node_status> nodes = {};
  protocol::leadership_transferred transfer = {};
  protocol::members_listed members = {};
  protocol::digests_compared checksums = {};
  protocol::backup_begun backup = {};
  protocol::backup_read chunk = {};
  /// Who answered.
  std::optional<std::size_t> endpoint = {};
  /// The id of the cluster that answered; empty if the node does not know it.
  std::string cluster = {};
  /// Why there is no answer, as far as it is known.
  std::string reason = {};
};

/// Time to look at what waits; from itself.
struct look_again {};

using request_client_actor = protocol::client_actor::extend<
  // Carried to any node that answers, within the time that was given at the
  // start; for a backup that time begins again with each sign of progress. One
  // question at a time.
  caf::replies_to<question>::with<outcome>,
  // News from the links.
  caf::reacts_to<link_up>, caf::reacts_to<link_down>,
  caf::reacts_to<look_again>>;

} // namespace taskraft::client

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::client::question)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::client::outcome)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::client::look_again)
