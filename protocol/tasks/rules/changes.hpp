// Turns the rows that a command has changed into the history of its subjects.
// Rules write no history themselves.

#pragma once

#include "protocol/tasks/recorder.hpp"
#include "protocol/tasks/rules/aggregates.hpp"

#include <string>
#include <vector>

namespace taskraft::tasks {

/// What a command did, one change a subject, in the order of its rows.
/// `is_move` tells an order on the board from an edit.
std::vector<wire::Change> changes_of(const command_context& c,
                                     const std::vector<changed_row>& rows,
                                     bool is_move);

/// Adds them to the state.
void put_changes(const command_context& c, std::vector<wire::Change> changes);

/// Adds an attempt that was refused, for the audit.
void put_refusal(const command_context& c, const wire::Command& command,
                 const wire::Refusal& why);

} // namespace taskraft::tasks
