// How a client's command is named, so that it is applied once however often it
// is sent. A command entry's payload is a request in this form.

#pragma once

#include "protocol/principal.hpp"
#include "protocol/raft/types.hpp"

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::protocol {

/// 16 random bytes, chosen by the client.
struct request_id {
  std::array<std::uint8_t, 16> bytes{};

  friend auto operator<=>(const request_id&, const request_id&) = default;
};

/// How a request ended. The values cross the wire: never renumber.
enum class answer_status : std::uint8_t {
  /// Applied (now or earlier under the same id), or refused by the rules: the
  /// result says which.
  done = 0,
  /// Certainly not applied; try again.
  unavailable = 1,
  /// May or may not have been applied.
  outcome_unknown = 2,
  /// Certainly not applied: too much is in flight; try again.
  overloaded = 3,
  /// Not understood; certainly not applied.
  malformed = 4,
  /// Not answered: this node's disk is full, so it does not get what the answer
  /// needs; another node may.
  disk_full = 5,
  /// Certainly not applied: the client must log in first.
  unauthenticated = 6,
};

constexpr answer_status last_of(answer_status) {
  return answer_status::unauthenticated;
}

/// A command with its name.
struct request_view {
  request_id id;
  /// The commit index that the client had seen when it made the id.
  raft::log_index seen_index;
  /// The state machine's own encoding.
  std::string_view command;
  /// The gateway replaces what a client has put here.
  protocol::principal principal = {};
};

/// id (16 bytes), seen index (8, little-endian), principal, forwarder (8,
/// little-endian) if there is one, command.
inline constexpr std::size_t principal_offset = 24;
/// kind, door, bits (1 byte each), id (8, little-endian). Of the bits, the
/// lowest says that a node made the content, the next that a forwarder follows.
inline constexpr std::size_t principal_bytes = 11;
inline constexpr std::size_t request_header_bytes
  = principal_offset + principal_bytes;
inline constexpr std::size_t forwarder_bytes = 8;

/// One command is at most this long; more would not fit between nodes.
inline constexpr std::size_t max_command_bytes = std::size_t{512} << 10U;

void append_request(std::string& out, const request_view& x);

/// How long the request is that `append_request` writes.
std::size_t request_bytes(const request_view& x);

/// Writes `principal_bytes` bytes to `at`: all but the forwarder.
void write_principal(char* at, const principal& x);

/// Nothing if `bytes` is too short to be one, or names no principal.
std::optional<request_view> parse_request(std::string_view bytes);

std::string to_string(const request_id& x);

} // namespace taskraft::protocol

template <>
struct std::hash<taskraft::protocol::request_id> {
  std::size_t
  operator()(const taskraft::protocol::request_id& x) const noexcept;
};
