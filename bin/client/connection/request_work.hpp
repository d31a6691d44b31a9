// The parts of the REQUEST CLIENT's work. Included by its own files only.

#pragma once

#include "bin/client/connection/request_sending.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace taskraft::client {

// request_client.cpp
/// The endpoint that sent the current message.
std::optional<std::size_t> sender_of(request_client_pointer self);
void finish(request_client_pointer self, outcome result);
/// Whether the node at this endpoint may get the question.
bool may_ask(const request_client_state& state, std::size_t index);
/// Asks the next node if it is time for that, or gives up.
void advance(request_client_pointer self);

// request_greeting.cpp
void take_hello(request_client_pointer self,
                const protocol::gateway_hello& hello);
/// Whether the node knows now who asks. One that cannot say is greeted again.
void take_login(request_client_pointer self, const protocol::authenticated& x);
void greet(request_client_pointer self, std::size_t index);
/// Greets the nodes again that could not say who asks.
void greet_again(request_client_pointer self);
/// The endpoint that refuses the operator's token, if all that there are do:
/// each node has a token of its own.
std::optional<std::size_t>
who_refuses_operator(const request_client_state& state);

// request_answers.cpp
bool is_open(request_client_pointer self, question_kind kind,
             std::uint64_t number);
void take_results(request_client_pointer self,
                  const protocol::commands_answered& message);
void take_replies(request_client_pointer self,
                  const protocol::queries_answered& message);
/// The members, or the reason of a refusal. After a passing refusal another
/// node is asked.
void take_members(request_client_pointer self,
                  const protocol::members_listed& x);
/// What a node has made: a login, or a command with its secrets.
void take_made(request_client_pointer self, const protocol::logged_in& x);
void take_made(request_client_pointer self,
               const protocol::account_command_answered& x);
void take_refusal(request_client_pointer self,
                  const protocol::operation_refused& x);

} // namespace taskraft::client
