// The command `cluster settings`.

#pragma once

#include "bin/client/commands/context.hpp"

namespace taskraft::client {

/// Shows all of them or one, or changes one.
void settle_settings(const context& x);

} // namespace taskraft::client
