// Logging in and out, and the tokens and sessions of one's own.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

void log_in(const context& x);
void log_out(const context& x);
void show_self(const context& x);
/// Redeems a set-up link.
void set_up(const context& x);

void create_token(const context& x);
void list_tokens(const context& x);
void list_sessions(const context& x);
/// Of a session, or of a token.
void end_session(const context& x);
void revoke_token(const context& x);

} // namespace taskraft::client
