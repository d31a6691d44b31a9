// The one place that teaches CAF our types. Type names and the order of fields
// are the wire format: never rename, never add a field, add a new struct.

#pragma once

#include "protocol/applier_actor.hpp"
#include "protocol/archivist_actor.hpp"
#include "protocol/auditor_actor.hpp"
#include "protocol/clock_actor.hpp"
#include "protocol/committer_actor.hpp"
#include "protocol/errors.hpp"
#include "protocol/gateway_actor.hpp"
#include "protocol/log_actor.hpp"
#include "protocol/peer_actor.hpp"
#include "protocol/reader_actor.hpp"
#include "protocol/role_actor.hpp"
#include "protocol/scrubber_actor.hpp"
#include "protocol/server_actor.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/error.hpp>
#include <caf/make_message.hpp>
#include <caf/message.hpp>
#include <caf/type_id.hpp>

CAF_ERROR_CODE_ENUM(taskraft::errc, "taskraft")

CAF_BEGIN_TYPE_ID_BLOCK(taskraft, caf::first_custom_type_id)

  // Between nodes.
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::hello))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::hello_answer))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::append_entries))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::appended))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::request_vote))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::voted))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::timeout_now))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::forward_commands))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::commands_refused))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::request_read_index))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::read_index_answered))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::request_transfer))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::transfer_answered))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::request_members))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::members_answered))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::request_node_status))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::node_status_answered))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::request_digest))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::digest_answered))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::digest_refuted))

  // Between clients and gateways.
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::client_hello))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::gateway_hello))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::submit_commands))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::commands_answered))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::submit_queries))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::queries_answered))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::request_cluster_status))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::cluster_status_answered))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::transfer_leadership))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::leadership_transferred))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::change_members))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::members_reported))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::request_checksums))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::checksums_answered))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::begin_backup))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::backup_begun))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::read_backup))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::backup_read))

  // Inside a node.
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::tick))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::hard_state_saved))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::log_written))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::disk_room_changed))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::entries_read))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::entries_wanted))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::elections_allowed))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::raft::committed))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::save_hard_state))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::write_log))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::flush_log))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::mark_idle))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::save_founding))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::founding_saved))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::members_changed))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::read_committed))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::committed_read))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::scrub_log))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::scrub_store))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::commit_state))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::evaluate_more))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::carry_out))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::carried_out))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::make_visible))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::take_digest))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::digest_taken))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::mark_diverged))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::write_backup))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::backup_written))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::read_chunk))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::chunk_read))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::tidy_up))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::answer_queries))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::queries_read))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::commands_evaluated))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::inbox_mark))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::leadership_changed))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::applied))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::furnish))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::baton))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::link_opened))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::link_closed))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::link_failed))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::refused_by_peer))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::retire))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::time_passed))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::flush_proposals))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::introduce_as))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::dialled))
  CAF_ADD_TYPE_ID(taskraft, (taskraft::protocol::redial))

CAF_END_TYPE_ID_BLOCK(taskraft)

// These never leave a node.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::tick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::hard_state_saved)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::log_written)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::disk_room_changed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::entries_read)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::entries_wanted)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::elections_allowed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::committed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::save_hard_state)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::write_log)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::flush_log)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::mark_idle)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::save_founding)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::founding_saved)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::members_changed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::read_committed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::committed_read)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::scrub_log)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::scrub_store)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::commit_state)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::evaluate_more)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::carry_out)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::carried_out)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::make_visible)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::take_digest)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::digest_taken)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::mark_diverged)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::write_backup)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::backup_written)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::read_chunk)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::chunk_read)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::tidy_up)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::answer_queries)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::queries_read)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::commands_evaluated)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::inbox_mark)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::leadership_changed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::applied)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::furnish)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::baton)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::link_opened)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::link_closed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::link_failed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::refused_by_peer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::retire)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::time_passed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::flush_proposals)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::introduce_as)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::dialled)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::redial)
