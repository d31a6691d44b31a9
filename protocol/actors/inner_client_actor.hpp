// What a GATEWAY and the clients in its own process say to each other, besides
// what it says to all clients.

#pragma once

#include "protocol/actors/exporter_actor.hpp"
#include "protocol/actors/gateway_actor.hpp"
#include "protocol/principal.hpp"
#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/types.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::protocol {

/// By which door the sender came in, and from which address: its first message.
/// `system`: what the node itself wants to know.
struct entered {
  door via = door::rest;
  std::string address;
  /// Whether it wants to hear where the node is, now and whenever it moves.
  bool follows_position = false;
};

/// The sender has checked that a node has signed this session over to it.
struct act_for_session {
  std::uint64_t session = 0;
};

/// Asks for what the node's log has before an index, the newest first.
struct read_log {
  std::uint64_t id = 0;
  raft::log_index before;
  std::size_t limit = 0;
};

/// An entry of the log.
struct log_row {
  raft::log_index index;
  raft::term term;
  raft::entry_kind kind = raft::entry_kind::no_op;
  /// Of its record.
  std::size_t bytes = 0;
  std::uint64_t time_us = 0;
  /// Of a command: who acts, and how its bytes begin.
  principal who;
  std::string begin;
};

struct log_listed {
  std::uint64_t id = 0;
  std::vector<log_row> rows;
  /// Whether the log has entries before these.
  bool more = false;
};

/// A member of the cluster.
struct member_seen {
  raft::node_id id;
  bool voter = false;
  /// Whether a link leads there; of the node itself, always.
  bool linked = false;

  friend bool operator==(const member_seen&, const member_seen&) = default;
};

/// What is known of the backups that the cluster takes by itself.
struct backups_seen {
  /// The shortest interval that a member's settings want; zero: none wants any.
  std::uint64_t every_us = 0;
  /// Of the newest backup that was read back whole, microseconds since the
  /// epoch; zero: there is none.
  std::uint64_t taken_at_us = 0;
  std::uint64_t bytes = 0;
  /// How often one failed since.
  std::uint64_t failures = 0;

  friend bool operator==(const backups_seen&, const backups_seen&) = default;
};

/// Where the node is in the log, and under whom.
struct position_changed {
  raft::log_index evaluated;
  raft::log_index visible;
  raft::term term;
  raft::node_id leader;
  bool lacks_state = false;
  bool disk_full = false;
  /// For seconds nothing has become visible of what is committed.
  bool store_stands_still = false;
  /// Nothing was heard of a leader for so long that reads and streams end.
  bool outdated = false;
  /// In force, though they may be rolled back.
  std::vector<member_seen> members = {};
  backups_seen backups = {};
  /// The newest comparison of all states that this node was asked for; null if
  /// there was none.
  std::shared_ptr<const digests_compared> digests = {};

  friend bool operator==(const position_changed&, const position_changed&)
    = default;
};

/// A client in the node's own process.
using inner_client_actor = client_actor::extend<
  // News for who follows.
  caf::reacts_to<position_changed>,
  // From the log reader.
  caf::reacts_to<log_listed>,
  // From the exporter.
  caf::reacts_to<export_written>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::entered)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::act_for_session)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::position_changed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::read_log)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::log_listed)
