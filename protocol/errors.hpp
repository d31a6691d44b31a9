// Every way an operation may fail, in one list.

#pragma once

#include <cstdint>
#include <string>

namespace taskraft {

/// The values cross the wire: never renumber.
enum class errc : std::uint8_t {
  none = 0,
  /// This node is not the leader; nothing was done.
  not_leader = 1,
  /// No leader is known or no quorum answers; nothing was done.
  unavailable = 2,
  /// It may or may not have happened. Never reported as failure.
  outcome_unknown = 3,
  /// Too much is in flight; nothing was done; try again.
  overloaded = 4,
  /// The bytes are not what they should be.
  malformed = 5,
  /// The disk or database refused the operation.
  storage_failed = 6,
  /// What is stored cannot be trusted.
  corrupted = 7,
  /// Another cluster's, another node's, or a wiped disk.
  identity_refused = 8,
  /// The local database lost its connection or a lock; try again.
  store_busy = 9,
  not_found = 10,
  /// What is there already stands in the way.
  conflict = 11,
  invalid_value = 12,
  not_allowed = 13,
  timed_out = 14,
  /// The disk has no room; nothing was done; try again when there is.
  disk_full = 15,
  /// This program does not know the rules that the cluster has by now.
  outdated = 16,
  /// The rules in force do not know it yet; nothing was done.
  not_ready = 17,
  /// Too few of the voters that would remain can be reached; nothing was done.
  no_quorum = 18,
  /// Nobody has logged in.
  unauthenticated = 19,
  /// The user does not exist, or has another password.
  invalid_credentials = 20,
  /// The login or token has ended.
  session_expired = 21,
  /// The token is for less than that.
  scope_missing = 22,
  /// Another one has this name.
  duplicate = 23,
  stale_revision = 24,
  /// The administrator who can log in is the only one.
  last_admin = 25,
  last_manager = 26,
  too_many = 27,
  too_deep = 28,
  cycle = 29,
  in_trash = 30,
  in_use = 31,
  archived = 32,
  /// A field that must be there is not.
  required = 33,
  /// A user, label, project or task that does not exist or cannot be seen.
  unknown_reference = 34,
  /// A user who would be assigned to what they cannot see.
  no_access = 35,
  /// Too many attempts; nothing was done; try again later.
  rate_limited = 36,
  /// A filter, an order or another parameter of a query is none.
  invalid_parameter = 37,
  /// A cursor is none, or is that of another list.
  invalid_cursor = 38,
  /// Another change of the members or of the leader is under way; nothing was
  /// done; try again.
  member_change_pending = 39,
};

constexpr errc last_of(errc) {
  return errc::member_change_pending;
}

std::string to_string(errc x);

/// Whether a store or disk will do later what it refuses now.
bool may_be_repeated(errc x);

/// Whether the same request may end otherwise soon: later or at another node.
bool is_passing(errc x);

} // namespace taskraft
