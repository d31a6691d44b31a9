// What happens, while it happens.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

/// `taskraft watch`: prints each change until the process is told to end.
void watch_changes(const context& x);

} // namespace taskraft::client
