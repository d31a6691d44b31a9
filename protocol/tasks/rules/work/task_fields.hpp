// What the fields of a task may hold, whatever else is there.

#pragma once

#include "protocol/tasks/rules/objections.hpp"

namespace taskraft::tasks {

maybe_refusal check_due(const wire::Due& due);

void check_fields(const wire::CreateTask& x, objections& against);
void check_fields(const wire::UpdateTask& x, objections& against);

} // namespace taskraft::tasks
