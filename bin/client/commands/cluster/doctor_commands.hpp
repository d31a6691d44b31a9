// `taskraft doctor`: what is wrong with a node's machine and with the cluster,
// and what to do.

#pragma once

#include "bin/client/commands/context.hpp"
#include "bin/client/text/cli_error.hpp"

namespace taskraft::client {

/// Prints all findings; the exit code tells whether anything has failed.
exit_code examine(const invocation& x, const surroundings& world);

} // namespace taskraft::client
