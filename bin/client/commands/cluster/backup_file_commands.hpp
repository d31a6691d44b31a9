// What can be done with a backup's file alone: no cluster is asked.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

/// `restore --check FILE`: reads every byte and every row.
void check_backup(const invocation& x, const surroundings& world);

/// `backup extract FILE`: prints the tasks in it.
void extract_tasks(const invocation& x, const surroundings& world);

} // namespace taskraft::client
