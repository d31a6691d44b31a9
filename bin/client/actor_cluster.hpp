// A cluster as this process reaches it: through an actor system of its own.

#pragma once

#include "bin/client/commands/context.hpp"
#include "bin/client/line/session_file.hpp"
#include "bin/client/text/cli_error.hpp"

#include <memory>

namespace taskraft::client {

/// The returned cluster connects when the first question is asked.
std::unique_ptr<cluster> connect(const settings& settings,
                                 session_file session);

/// Ends the process at once, with all actors that still run. The client has
/// nothing more to tell a node, and an orderly end of an actor system takes
/// long.
[[noreturn]] void leave(exit_code code);

} // namespace taskraft::client
