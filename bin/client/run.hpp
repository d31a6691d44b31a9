// Runs one command from its words to its exit code, wherever the answers come
// from.

#pragma once

#include "bin/client/commands/context.hpp"
#include "bin/client/text/cli_error.hpp"

#include <span>
#include <string>

namespace taskraft::client {

/// Never throws; says on `err` what went wrong.
exit_code run(std::span<const std::string> words, const surroundings& world);

} // namespace taskraft::client
