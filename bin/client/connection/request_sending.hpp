// How the REQUEST CLIENT sends a question to a node.

#pragma once

#include "bin/client/connection/request_client.hpp"

#include <cstddef>

namespace taskraft::client {

using request_client_pointer
  = request_client_actor::stateful_pointer<request_client_state>;

moment now(request_client_pointer self);

/// Sends the open question to the node at this endpoint.
void send_question(request_client_pointer self, std::size_t index);

/// Whether the question may change anything.
bool changes_something(const question& x);

/// Whether only somebody who has logged in may ask.
bool needs_login(const question& x);

/// Whether a second node may be asked, too. A second transfer would move the
/// leadership again, and a second backup costs a node much.
bool is_repeatable(question_kind x);

} // namespace taskraft::client
