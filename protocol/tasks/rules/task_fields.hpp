// What the fields of a task may hold, whatever else is there.

#pragma once

#include "protocol/tasks/rules/refusals.hpp"

namespace taskraft::tasks {

maybe_refusal check_fields(const wire::CreateTask& x);
maybe_refusal check_fields(const wire::UpdateTask& x);

} // namespace taskraft::tasks
