// What hangs on a task: assignees, and users with whom it is shared.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

/// For `task assign` and `unassign`.
void assign_task(const context& x);
/// For `task share` and `unshare`.
void share_task(const context& x);

} // namespace taskraft::client
