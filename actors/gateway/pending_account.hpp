// What the gateway does step by step for one client: it asks the state, has a
// password checked, and proposes a command of its own.

#pragma once

#include "protocol/errors.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/request.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::actors {

/// What a step was waiting for.
struct step_answer {
  protocol::answer_status status = protocol::answer_status::done;
  raft::log_index index = {};
  /// A result, an answer, or a hash; `matched` if a password matches.
  std::string bytes = {};
  /// Why there is nothing, if more than `status` is known.
  const char* reason = nullptr;
};

inline constexpr auto matched = "matched";

constexpr auto no_majority = "no majority has answered";
/// The leader has said how new the answer must be.
constexpr auto no_database = "the database of this node has not answered";

struct pending_account {
  /// The next step; it may wait for another one.
  std::function<void(const step_answer&)> next;
  /// Tells the client that there will be nothing.
  std::function<void(errc, const std::string&)> fail;
  /// The command that was proposed, if one was: its outcome is not known then.
  std::optional<protocol::request_id> proposed;
};

} // namespace taskraft::actors
