// In whose name a command or a query acts. A node's gateway says so of each;
// what a client says of itself counts for nothing.

#pragma once

#include <cstdint>

namespace taskraft::protocol {

/// The values are stored in the log: never renumber.
enum class principal_kind : std::uint8_t {
  /// Everybody, where the settings say `auth.mode = "open"`.
  open = 0,
  /// A login or an API token: `id` is the session's.
  session = 1,
  /// The holder of an operator token: `id` is its node's.
  operator_token = 2,
  /// The node whose id is `id`, for what nobody asked for.
  node = 3,
  /// A client that has not logged in. Nothing is applied for it.
  nobody = 4,
  /// A session, by a token that a node has signed for it: it changes no
  /// credentials.
  handover = 5,
};

constexpr principal_kind last_of(principal_kind) {
  return principal_kind::handover;
}

/// Which way it came. The values are stored in the log: never renumber.
enum class door : std::uint8_t {
  command_line = 0,
  rest = 1,
  page = 2,
  system = 3,
};

constexpr door last_of(door) {
  return door::system;
}

struct principal {
  principal_kind kind = principal_kind::open;
  door via = door::command_line;
  /// Whether a node has made the content, as it must make hashes and secrets.
  bool made_by_node = false;
  std::uint64_t id = 0;
  /// The node that forwarded the command to the leader, as the leader knows it;
  /// zero: it came to the leader itself, or before `forwarder_level`.
  std::uint64_t forwarder = 0;

  friend bool operator==(const principal&, const principal&) = default;
};

/// Whether one of them may hear what the other is answered: a handover token
/// acts for its session.
constexpr bool are_of_same_actor(const principal& left,
                                 const principal& right) {
  auto is_session = [](principal_kind x) {
    return x == principal_kind::session || x == principal_kind::handover;
  };
  return left.id == right.id
         && (left.kind == right.kind
             || (is_session(left.kind) && is_session(right.kind)));
}

} // namespace taskraft::protocol
