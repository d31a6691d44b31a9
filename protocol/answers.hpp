// What a state machine gives back: outcomes of commands, answers to queries.

#pragma once

#include "protocol/principal.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/request.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace taskraft::protocol {

/// The answer to one command.
struct evaluated_command {
  raft::log_index index;
  request_id request;
  /// Who has asked. Clients choose ids, so they may meet.
  principal by = {};
  answer_status status = answer_status::done;
  /// A result in the state machine's own encoding; a refusal by its rules is a
  /// result too.
  std::string result;
};

/// A query in the state machine's own encoding, and who asks.
struct query_view {
  std::string_view query;
  protocol::principal principal = {};
};

/// One answer to a query, and how new the state was that it saw.
struct query_answer {
  std::string answer;
  raft::log_index visible;
};

/// All of a state at one index, as the 32 bytes of a SHA-256 digest.
struct state_digest {
  raft::log_index index;
  std::string digest;

  friend bool operator==(const state_digest&, const state_digest&) = default;
};

} // namespace taskraft::protocol
