// A cluster as this process reaches it: through an actor system of its own.

#pragma once

#include "bin/client/commands/context.hpp"
#include "bin/client/commands/session_file.hpp"
#include "bin/client/text/cli_error.hpp"

#include <memory>

namespace taskraft::client {

/// Connects as soon as something is asked.
std::unique_ptr<cluster> connect(const settings& settings,
                                 session_file session);

/// Ends the process at once, with whatever still lives. Nothing is left to be
/// said to a node, and an orderly end of an actor system takes its time.
[[noreturn]] void leave(exit_code code);

} // namespace taskraft::client
