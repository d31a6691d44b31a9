// Who belongs to the cluster, and what a majority of them is.

#pragma once

#include "protocol/raft/types.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::raft {

struct member {
  node_id id;
  /// What other nodes dial: `host:port` or `[IPv6]:port`.
  std::string address;
  /// The random name of the member's data directory, 32 hex digits; empty
  /// while it is not known. A known id with another disk is refused.
  std::string disk_id;
  /// False for a learner, which gets entries but has no vote.
  bool voter = true;

  friend bool operator==(const member&, const member&) = default;

  template <class Inspector>
  friend auto inspect(Inspector& f, member& x) {
    return f(x.id, x.address, x.disk_id, x.voter);
  }
};

struct membership {
  /// 32 hex digits, chosen at the bootstrap; empty before it.
  std::string cluster_id;
  /// Ordered by id.
  std::vector<member> members;
  /// Ids of members that were removed, in order. Their disks stay refused and
  /// no new node takes their ids, so nobody ever votes twice under one of them.
  std::vector<node_id> removed = {};

  friend bool operator==(const membership&, const membership&) = default;

  const member* find(node_id id) const;
  bool has_voter(node_id id) const;
  bool has_removed(node_id id) const;
  std::size_t voter_count() const;

  /// Whether the voters for which `agrees` holds are a majority of voters.
  bool has_quorum(const std::function<bool(node_id)>& agrees) const;

  /// The highest index that a majority of voters has reached (§5.3, §5.4).
  log_index quorum_index(const std::function<log_index(node_id)>& match) const;

  template <class Inspector>
  friend auto inspect(Inspector& f, membership& x) {
    return f(x.cluster_id, x.members, x.removed);
  }
};

/// The payload of a `membership` entry; stored for years.
std::string encode(const membership& x);

/// Nothing if the bytes are no membership.
std::optional<membership> decode_membership(std::string_view bytes);

/// A membership with the index of the entry that made it; zero for the one
/// from the settings. Effective on append, rolled back on truncation.
struct placed_membership {
  log_index index;
  membership value;

  friend bool operator==(const placed_membership&, const placed_membership&)
    = default;

  template <class Inspector>
  friend auto inspect(Inspector& f, placed_membership& x) {
    return f(x.index, x.value);
  }
};

} // namespace taskraft::raft
