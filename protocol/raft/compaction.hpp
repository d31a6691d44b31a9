// The log's beginning (§7): where it may be cut, and what a snapshot that was
// installed means for it. Included by the roles' sources only.

#pragma once

#include "protocol/raft/consensus.hpp"
#include "protocol/raft/effects.hpp"
#include "protocol/raft/events.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace taskraft::raft {

/// What others still need of the log.
struct log_needs {
  /// Nothing after this index is cut, whatever happens.
  log_index keep_after{std::numeric_limits<std::uint64_t>::max()};
  /// Every node that is heard has the log up to here.
  log_index reached{std::numeric_limits<std::uint64_t>::max()};
};

/// How many of its newest entries a log keeps for followers that lag.
std::uint64_t retained_entries(const consensus& state);

/// Cuts the log if that is due, or has the state made durable before it is.
void compact(consensus& state, effects& out, const log_needs& needs);

/// The same, as time passes.
void compact_in_time(consensus& state, effects& out, const log_needs& needs);

/// Whether a snapshot that ends at `last` has what this node lacks. One that
/// is late, doubled or old has nothing.
bool is_useful(const consensus& state, log_position last);

/// The state machine is where a snapshot has put it: the log follows.
void take_snapshot(consensus& state, effects& out, const snapshot_installed& x);

/// What every role does alike about its own state machine.
struct needs_its_state {
  consensus& state;

  explicit needs_its_state(consensus& own) : state(own) {
  }

  void operator()(const state_progressed& x) const {
    state.visible_index = x.visible;
    state.fresh.show(x.visible);
    state.durable_state_index = x.durable;
    state.store_is_away = x.store_is_away;
    state.level = std::max(state.level, x.level);
  }
  void operator()(const levels_announced& x) const {
    state.announced = x.levels;
  }
  void operator()(const compaction_requested& /*x*/) const {
    state.compaction_wanted = state.visible_index;
  }
};

} // namespace taskraft::raft
