// All that crosses a process, listed once: CAF learns its types from here, the
// guard which of them may come, and the tests which bytes they must have. The
// names of the types and the order of their fields are the wire format: never
// rename, never add a field, add a new struct.

#pragma once

#include "protocol/errors.hpp"
#include "protocol/messages/account_messages.hpp"
#include "protocol/messages/client_messages.hpp"
#include "protocol/messages/node_messages.hpp"
#include "protocol/raft/messages.hpp"

#include <caf/error.hpp>
#include <caf/make_message.hpp>
#include <caf/message.hpp>
#include <caf/type_id.hpp>

#include <cstdint>
#include <tuple>

CAF_ERROR_CODE_ENUM(taskraft::errc, "taskraft")

// Between nodes: the wire version since when it may be sent, and the message.
#define TASKRAFT_NODE_MESSAGES(X)                                              \
  X(1, taskraft::protocol::hello)                                              \
  X(1, taskraft::protocol::hello_answer)                                       \
  X(1, taskraft::protocol::announcement)                                       \
  X(1, taskraft::raft::append_entries)                                         \
  X(1, taskraft::raft::appended)                                               \
  X(1, taskraft::raft::request_vote)                                           \
  X(1, taskraft::raft::voted)                                                  \
  X(1, taskraft::raft::timeout_now)                                            \
  X(1, taskraft::raft::install_snapshot)                                       \
  X(1, taskraft::raft::snapshot_received)                                      \
  X(1, taskraft::protocol::forward_commands)                                   \
  X(1, taskraft::protocol::commands_refused)                                   \
  X(1, taskraft::protocol::request_read_index)                                 \
  X(1, taskraft::protocol::read_index_answered)                                \
  X(1, taskraft::protocol::request_transfer)                                   \
  X(1, taskraft::protocol::transfer_answered)                                  \
  X(1, taskraft::protocol::request_members)                                    \
  X(1, taskraft::protocol::members_answered)                                   \
  X(1, taskraft::protocol::request_node_status)                                \
  X(1, taskraft::protocol::node_status_answered)                               \
  X(1, taskraft::protocol::request_digest)                                     \
  X(1, taskraft::protocol::digest_answered)                                    \
  X(1, taskraft::protocol::digest_refuted)

// From clients to gateways.
#define TASKRAFT_CLIENT_REQUESTS(X)                                            \
  X(taskraft::protocol::client_hello)                                          \
  X(taskraft::protocol::submit_commands)                                       \
  X(taskraft::protocol::submit_queries)                                        \
  X(taskraft::protocol::request_cluster_status)                                \
  X(taskraft::protocol::transfer_leadership)                                   \
  X(taskraft::protocol::change_members)                                        \
  X(taskraft::protocol::compare_digests)                                       \
  X(taskraft::protocol::begin_backup)                                          \
  X(taskraft::protocol::read_backup)                                           \
  X(taskraft::protocol::authenticate)                                          \
  X(taskraft::protocol::prove_operator)                                        \
  X(taskraft::protocol::log_in)                                                \
  X(taskraft::protocol::submit_account_command)

// From gateways to clients.
#define TASKRAFT_CLIENT_ANSWERS(X)                                             \
  X(taskraft::protocol::gateway_hello)                                         \
  X(taskraft::protocol::commands_answered)                                     \
  X(taskraft::protocol::queries_answered)                                      \
  X(taskraft::protocol::cluster_status_answered)                               \
  X(taskraft::protocol::leadership_transferred)                                \
  X(taskraft::protocol::members_listed)                                        \
  X(taskraft::protocol::digests_compared)                                      \
  X(taskraft::protocol::backup_begun)                                          \
  X(taskraft::protocol::backup_progressed)                                     \
  X(taskraft::protocol::backup_read)                                           \
  X(taskraft::protocol::authenticated)                                         \
  X(taskraft::protocol::logged_in)                                             \
  X(taskraft::protocol::account_command_answered)                              \
  X(taskraft::protocol::operation_refused)

#define TASKRAFT_TYPE_ID(name) CAF_ADD_TYPE_ID(taskraft, (name))
#define TASKRAFT_NODE_TYPE_ID(since, name) TASKRAFT_TYPE_ID(name)

CAF_BEGIN_TYPE_ID_BLOCK(taskraft, caf::first_custom_type_id)
  TASKRAFT_NODE_MESSAGES(TASKRAFT_NODE_TYPE_ID)
  TASKRAFT_CLIENT_REQUESTS(TASKRAFT_TYPE_ID)
  TASKRAFT_CLIENT_ANSWERS(TASKRAFT_TYPE_ID)
CAF_END_TYPE_ID_BLOCK(taskraft)

namespace taskraft::protocol {

/// A message, and the wire version since when it may be sent.
template <class Message, std::uint32_t Since = 1>
struct wire_message {
  using type = Message;
  static constexpr std::uint32_t since = Since;
};

struct end_of_list;

template <class... Listed>
struct wire_list;

template <class... Listed>
struct wire_list<end_of_list, Listed...> {
  using type = std::tuple<Listed...>;
};

template <class First, class... More>
struct wire_list<First, More...> : wire_list<More..., First> {};

#define TASKRAFT_LISTED(name) wire_message<name>,
#define TASKRAFT_NODE_LISTED(since, name) wire_message<name, since>,

/// The lists above as types: tuples of `wire_message`.
using node_wire_messages
  = wire_list<TASKRAFT_NODE_MESSAGES(TASKRAFT_NODE_LISTED) end_of_list>::type;
using client_requests
  = wire_list<TASKRAFT_CLIENT_REQUESTS(TASKRAFT_LISTED) end_of_list>::type;
using client_answers
  = wire_list<TASKRAFT_CLIENT_ANSWERS(TASKRAFT_LISTED) end_of_list>::type;

#undef TASKRAFT_LISTED
#undef TASKRAFT_NODE_LISTED
#undef TASKRAFT_TYPE_ID
#undef TASKRAFT_NODE_TYPE_ID

/// Calls `take` with each `wire_message` of a list.
template <class List, class Take>
constexpr void for_each_message(Take take) {
  std::apply([&](auto... listed) { (take(listed), ...); }, List{});
}

} // namespace taskraft::protocol
