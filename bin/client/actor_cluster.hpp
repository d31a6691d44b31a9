// A cluster as this process reaches it: through an actor system of its own.

#pragma once

#include "bin/client/run.hpp"
#include "bin/client/session_file.hpp"

#include <memory>

namespace taskraft::client {

/// The object must live until the process ends with `leave`: its actors do not
/// stop before.
std::unique_ptr<cluster> connect(const settings& settings,
                                 session_file session);

/// Ends the process at once. Nothing is left to be said to a node then, and
/// an orderly end of an actor system may wait for peers that are silent.
[[noreturn]] void leave(exit_code code);

} // namespace taskraft::client
