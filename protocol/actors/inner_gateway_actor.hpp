// What the actors of a node may say to its GATEWAY.

#pragma once

#include "protocol/actors/authenticator_actor.hpp"
#include "protocol/actors/backup_keeper_actor.hpp"
#include "protocol/actors/backup_writer_actor.hpp"
#include "protocol/actors/exporter_actor.hpp"
#include "protocol/actors/gateway_actor.hpp"
#include "protocol/actors/inbox_mark.hpp"
#include "protocol/actors/inner_client_actor.hpp"
#include "protocol/actors/reader_actor.hpp"
#include "protocol/actors/server_actor.hpp"
#include "protocol/answers.hpp"
#include "protocol/raft/events.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace taskraft::protocol {

/// Commands that the applier has evaluated, in log order.
struct commands_evaluated {
  std::shared_ptr<const std::vector<evaluated_command>> commands;
};

/// Everything that was committed before this moment is visible here, by the
/// node's clock that never goes back.
struct state_known {
  std::int64_t known_us = 0;
};

/// Whether the disk has less than a tenth of its room left.
struct disk_room {
  bool low = false;
};

/// The GATEWAY as the actors of its own node see it.
using inner_gateway_actor = gateway_actor::extend<
  // Answers to give out.
  caf::reacts_to<commands_evaluated>, caf::reacts_to<applied>,
  caf::reacts_to<queries_read>,
  // Where commands and reads go.
  caf::reacts_to<leadership_changed>, caf::reacts_to<members_changed>,
  caf::reacts_to<link_opened>, caf::reacts_to<link_closed>,
  // How new the visible state certainly is.
  caf::reacts_to<state_known>,
  // The node's log or store has no room, or has some again.
  caf::reacts_to<raft::disk_room_changed>,
  // It has little; said again and again while it is so.
  caf::reacts_to<disk_room>,
  // Answers from the leader or from other nodes, handed on by the server.
  caf::reacts_to<gateway_answer>,
  // From the backup keeper.
  caf::reacts_to<backup_kept>,
  // The settings have changed.
  caf::reacts_to<backups_wanted>,
  // From the backup writer.
  caf::reacts_to<backup_advanced>, caf::reacts_to<backup_written>,
  caf::reacts_to<chunk_read>,
  // From the authenticator.
  caf::reacts_to<password_hashed>, caf::reacts_to<password_checked>,
  // From clients in the node's own process: which door they came in by, and
  // for whom they act.
  caf::reacts_to<entered>, caf::reacts_to<act_for_session>,
  // From them, too: what is in the log, and all that they see.
  caf::reacts_to<read_log>, caf::reacts_to<begin_export>,
  // From the network: everything before it has been handled.
  caf::reacts_to<inbox_mark>,
  // The clock.
  caf::reacts_to<raft::tick>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::commands_evaluated)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::gateway_answer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::state_known)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::disk_room)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::disk_room_changed)
