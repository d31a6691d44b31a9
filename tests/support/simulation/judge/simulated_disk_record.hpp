// What the disk of a simulated node has promised to keep: all that its log
// store has called durable, whatever the disk did with it.

#pragma once

#include "protocol/raft/consensus.hpp"
#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace taskraft::tests {

class disk_record {
public:
  /// Whether the entry is there now; those up to the base count.
  bool has(raft::log_position x) const;
  /// Whether the entry was there at any time.
  bool has_had(raft::log_position x) const {
    return ever_.contains({x.index, x.term});
  }
  /// Whether term and vote were there at any time.
  bool has_had(const raft::hard_state& x) const;

  raft::log_index last() const {
    return {terms_.size()};
  }
  raft::log_position base() const {
    return base_;
  }
  const raft::hard_state& hard() const {
    return hard_;
  }
  /// Zero where it is not known any more.
  raft::term term_at(raft::log_index index) const;

  void save(const raft::hard_state& x);
  void append(raft::log_position x);
  void cut_suffix(raft::log_index from);
  /// The entries up to `base` are gone; those after it too, unless they follow
  /// it in this log.
  void cut_prefix(raft::log_position base);
  /// A restart has found this. It may be more than what was called durable.
  void take(const raft::recovered_state& found);

private:
  /// Of the entries from 1 on; zero up to a base that was not in the log.
  std::vector<raft::term> terms_;
  raft::log_position base_;
  raft::hard_state hard_;
  std::set<std::pair<raft::log_index, raft::term>> ever_;
  std::map<raft::term, std::set<raft::node_id>> votes_;
};

} // namespace taskraft::tests
