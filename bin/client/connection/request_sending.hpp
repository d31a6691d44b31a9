// How the REQUEST CLIENT puts a question to a node.

#pragma once

#include "bin/client/connection/request_client.hpp"

#include <cstddef>

namespace taskraft::client {

using request_client_pointer
  = request_client_actor::stateful_pointer<request_client_state>;

moment now(request_client_pointer self);

/// Sends the open question to the node at this endpoint.
void send_question(request_client_pointer self, std::size_t index);

/// Whether being asked may change anything.
bool changes_something(const question& x);

/// Whether asking a second node does no harm: a second transfer would take the
/// leadership away again, and a second backup costs a node much.
bool is_repeatable(question_kind x);

} // namespace taskraft::client
