// The rules of tasks and keys: a function of state, command and stamp, the
// same on every node. A refusal is a result like any other.

#pragma once

#include "protocol/raft/types.hpp"
#include "protocol/tasks/view.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace taskraft::tasks {

/// Where and when a command is applied.
struct stamp {
  raft::log_index index;
  /// The leader's clock, made never to go back: microseconds since the epoch.
  std::uint64_t time_us = 0;
  /// Which rules are in force.
  std::uint32_t level = 1;
};

/// Fills `command`, or says why the bytes are none that these rules know. A
/// field from a newer version is refused: nothing is accepted and ignored.
std::optional<wire::Refusal> read_command(std::string_view bytes,
                                          wire::Command& command);

/// The row that a command must see; at most one of the two.
struct named_row {
  std::optional<std::uint64_t> task;
  std::optional<std::string_view> key;
};

/// A put that expects no revision needs no row.
named_row row_named_by(const wire::Command& command);

/// Applies the command, or refuses it and leaves `state` as it was.
/// - A task in the trash can only be restored: for everything else it is not
///   found.
/// - A change that changes nothing (an update to the same values, the restore
///   of a task that is not in the trash) is done and keeps the rev. A put
///   always counts as a change.
/// - The completion time follows the status.
wire::Result apply(view& state, wire::Command command, const stamp& at);

} // namespace taskraft::tasks
