// Tasks that block others, and all that a task is related to.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

/// For `task block` and `unblock`.
void block_task(const context& x);
void list_relations(const context& x);

} // namespace taskraft::client
