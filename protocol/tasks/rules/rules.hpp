// The rules of tasks, keys and comments: a function of state, command and
// stamp, the same on every node. A refusal is a result like any other.

#pragma once

#include "protocol/raft/types.hpp"
#include "protocol/tasks/access.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/reader.hpp"
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
  raft::term term = {};
};

/// Fills `command`, or says why the bytes are none that these rules know. A
/// field from a newer version is refused: nothing is accepted and ignored. That
/// refusal is `not_ready`, and the same as that of newer rules which know the
/// field but are not in force yet.
std::optional<wire::Refusal> read_command(std::string_view bytes,
                                          wire::Command& command);

/// The refusal of a command that waits for a rules level.
wire::Refusal not_in_force();

/// Applies the command for `who`, or refuses it and leaves `state` as it was.
/// - A task in the trash can only be restored: for everything else it is not
///   found.
/// - A change that changes nothing (an update to the same values, the restore
///   of a task that is not in the trash) is done and keeps the rev. A put
///   always counts as a change.
/// - The completion time follows the status.
wire::Result apply(view& state, wire::Command command, const actor& who,
                   const stamp& at);

/// Answers what needs no order but that of keys; nothing for other queries.
std::optional<wire::Answer> answer(reader& state, const wire::Query& query,
                                   const actor& who);

/// What one version of the program knows of the rules. Tests have programs that
/// know more.
struct rule_set {
  std::uint32_t newest_level = newest_rules_level;
  std::optional<wire::Refusal> (*read)(std::string_view bytes,
                                       wire::Command& command)
    = read_command;
  wire::Result (*apply)(view& state, wire::Command command, const actor& who,
                        const stamp& at)
    = tasks::apply;
};

/// Those of this program.
inline constexpr rule_set own_rules;

} // namespace taskraft::tasks
