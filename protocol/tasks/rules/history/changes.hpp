// Turns the rows that a command has changed into the history of its subjects.
// Rules write no history themselves.

#pragma once

#include "protocol/tasks/recorder.hpp"
#include "protocol/tasks/rules/aggregates.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace taskraft::tasks {

/// What a command did, one change a subject, in the order of its rows.
/// `moved` is the task that the command moves on a board, if it does: then its
/// rank has a history, too.
std::vector<wire::Change> changes_of(const command_context& c,
                                     const std::vector<changed_row>& rows,
                                     std::uint64_t moved);

/// Adds them to the state.
void put_changes(const command_context& c, std::vector<wire::Change> changes);

/// Adds an attempt that was refused, for the audit; those of a user with one
/// kind of command are counted together for a minute.
void put_refusal(const command_context& c, const wire::Command& command,
                 const wire::Refusal& why);

} // namespace taskraft::tasks
