// The order of tasks on boards.

#pragma once

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"

namespace taskraft::tasks {

/// Ranks the task after all others of its project. Nothing need be looked up
/// for a task that is new.
void rank_new(view& state, const wire::Task& task);

/// Keeps the rank true to the task's status and project; in another project it
/// ranks last.
void follow_with_rank(view& state, const wire::Task& before,
                      const wire::Task& after);

void erase_rank(view& state, std::uint64_t task);

/// Refuses a move beside a task that is not there, or not of the project.
/// `task` is as it will be.
maybe_refusal check_anchor(const command_context& c, const wire::MoveTask& x,
                           const wire::Task& task);

/// Ranks the task where the move says.
void rank_beside(view& state, const wire::Task& task, const wire::MoveTask& x);

} // namespace taskraft::tasks
