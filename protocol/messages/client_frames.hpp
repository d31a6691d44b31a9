// How requests and answers are packed between a client and a gateway: many in
// one message, because batches decide the throughput.

#pragma once

#include "protocol/blob.hpp"
#include "protocol/errors.hpp"
#include "protocol/request.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::protocol {

/// How new a read must be.
enum class consistency : std::uint8_t {
  /// As new as the moment of asking, confirmed by a majority.
  linearizable = 0,
  /// At least as new as `min_index`.
  session = 1,
  /// Whatever this node has.
  stale = 2,
};

constexpr consistency last_of(consistency) {
  return consistency::stale;
}

/// A command on its way: 4 bytes of length, then a request (`request.hpp`).
void append_command_frame(std::string& out, const request_view& x);

/// Command frames, each with this principal: copied if one has another one.
blob stamped(const blob& frames, const principal& who);

struct command_answer {
  request_id id;
  answer_status status = answer_status::done;
  /// Where the command stands in the log; zero if it was not applied.
  raft::log_index index;
  std::string_view result;
};
void append_command_answer(std::string& out, const command_answer& x);

struct query_request {
  /// Chosen by the client, unique among its open queries.
  std::uint64_t id = 0;
  protocol::consistency consistency = protocol::consistency::linearizable;
  raft::log_index min_index;
  std::string_view query;
};
void append_query_request(std::string& out, const query_request& x);

/// A node that was started a while ago and has not heard a leader since.
inline constexpr auto unknown_age_ms
  = std::numeric_limits<std::uint64_t>::max();

struct query_reply {
  std::uint64_t id = 0;
  answer_status status = answer_status::done;
  /// The state that was read: its log index.
  raft::log_index visible;
  /// For stale reads: the state holds everything that was committed until so
  /// many milliseconds ago; `unknown_age_ms` if that is not known.
  std::uint64_t age_ms = 0;
  std::string_view answer;
};
void append_query_reply(std::string& out, const query_reply& x);

/// Takes the next frame off `rest`. Nothing at the end or if the bytes are
/// malformed, in which case `rest` is not empty.
std::optional<request_view> next_command_frame(std::string_view& rest);
std::optional<command_answer> next_command_answer(std::string_view& rest);
std::optional<query_request> next_query_request(std::string_view& rest);
std::optional<query_reply> next_query_reply(std::string_view& rest);

} // namespace taskraft::protocol
