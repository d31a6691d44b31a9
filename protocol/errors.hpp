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
  /// Stale revision, duplicate.
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
};

constexpr errc last_of(errc) {
  return errc::no_quorum;
}

std::string to_string(errc x);

/// Whether a store or disk will do later what it refuses now.
bool may_be_repeated(errc x);

/// Whether the same request may end otherwise soon: later or at another node.
bool is_passing(errc x);

} // namespace taskraft
