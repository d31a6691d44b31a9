// What consensus knows of a snapshot: where it stands, and which file it is.

#pragma once

#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>

namespace taskraft::raft {

/// What a log can begin with when everything up to here is gone.
struct snapshot_base {
  /// The last entry whose effects the snapshot has.
  log_position position;
  /// The membership in force there.
  placed_membership members;

  friend bool operator==(const snapshot_base&, const snapshot_base&) = default;

  template <class Inspector>
  friend auto inspect(Inspector& f, snapshot_base& x) {
    return f(x.position, x.members);
  }
};

/// Names one file: its bytes are the same wherever all of this is the same.
struct snapshot_about {
  snapshot_base base;
  /// Of the whole file.
  std::uint64_t size_bytes = 0;
  /// CRC-32C of the whole file but its trailer, which holds it.
  std::uint32_t checksum = 0;

  friend bool operator==(const snapshot_about&, const snapshot_about&)
    = default;

  template <class Inspector>
  friend auto inspect(Inspector& f, snapshot_about& x) {
    return f(x.base, x.size_bytes, x.checksum);
  }
};

} // namespace taskraft::raft
