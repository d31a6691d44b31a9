// Which tasks block which.

#pragma once

#include "protocol/tasks/rules/aggregates.hpp"

namespace taskraft::tasks {

/// Whether others wait for the task.
bool is_open(const wire::Task& task);

/// Keeps the rows of blocked tasks true to the task's status and deletion.
void follow_with_blocks(view& state, const wire::Task& before,
                        const wire::Task& after);

void erase_blocks(view& state, const wire::Task& task);

} // namespace taskraft::tasks
