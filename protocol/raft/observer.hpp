// What somebody who watches a node sees of consensus.

#pragma once

#include "protocol/raft/types.hpp"

#include <cstdint>
#include <string>
#include <variant>

namespace taskraft::raft {

/// A vote on its way: `from` is the voter.
struct vote_seen {
  node_id from;
  node_id to;
  raft::term term;
  bool pre_vote = false;
  bool granted = false;
};

/// Entries on their way, and the commit index that goes with them.
struct append_seen {
  node_id from;
  node_id to;
  raft::term term;
  log_index first;
  log_index last;
  log_index commit_index;
};

struct role_seen {
  node_id node;
  role_kind role = role_kind::follower;
  raft::term term;
  std::string why;
};

using sight = std::variant<vote_seen, append_seen, role_seen>;

/// Is called in the thread of the roles, and must take no time.
class observer {
public:
  virtual ~observer() = default;

  /// Whether anybody looks: nothing is made for nobody.
  virtual bool is_watched() const noexcept = 0;
  /// `at_us`: since the epoch.
  virtual void see(std::uint64_t at_us, const sight& x) = 0;
};

} // namespace taskraft::raft
