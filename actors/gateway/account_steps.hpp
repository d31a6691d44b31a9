// What the gateway's work with accounts shares. Included by the gateway's own
// files only.

#pragma once

#include "actors/gateway/gateway_work.hpp"
#include "tasks.pb.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::actors {

inline constexpr auto setup_lifetime_us = 24ULL * 3600 * 1'000'000;
inline constexpr std::size_t least_password_bytes = 8;
inline constexpr std::size_t most_password_bytes = 1024;

constexpr auto too_many_wrong_passwords
  = "too many wrong passwords; wait a minute";

/// What a client says, for the node's lines, which escape it: at most 256
/// bytes.
std::string_view from_outside(std::string_view text);

/// 256 bits of chance after a word that says what it is.
std::string new_secret(const gateway_state& state, const std::string& kind);

/// A link for the user, who has no password; `secret` is what it holds.
tasks::wire::NewSecret new_setup_link(const gateway_state& state,
                                      const std::string& username,
                                      std::string& secret);

std::string credential_query(const std::string& username);

errc code_of(protocol::answer_status x);

/// Why a step was not done.
const char* reason_of(const step_answer& x);

/// The content of a step that was done; otherwise the operation fails.
template <class Message>
std::optional<Message> content(gateway_pointer self, std::uint64_t context,
                               const step_answer& x) {
  auto message = Message{};
  if (x.status != protocol::answer_status::done)
    fail_account(self, context, code_of(x.status), reason_of(x));
  else if (!message.ParseFromString(x.bytes))
    fail_account(self, context, errc::malformed, "the state has no answer");
  else
    return message;
  return std::nullopt;
}

/// The operation fails as the rules say.
void refuse_account(gateway_pointer self, std::uint64_t context,
                    const tasks::wire::Refusal& why);

// -- the node's own work ------------------------------------------------------

/// Whether this node belongs to the cluster, as far as it knows.
bool is_member(const gateway_state& state);

/// For work that nobody waits for: what fails is done again later. Nothing if
/// too much is under way.
std::optional<std::uint64_t> begin_own(gateway_pointer self);

/// Asks this node's own view, which may be stale. `next` ends the work; it is
/// not called if there is no answer.
void look_up(gateway_pointer self, const tasks::wire::Query& query,
             std::function<void(std::uint64_t, tasks::wire::Answer&)> next);

/// Proposes a command whose outcome changes nothing here.
void propose_and_forget(gateway_pointer self,
                        const tasks::wire::Command& command);

} // namespace taskraft::actors
