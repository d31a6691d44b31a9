// Runs one command from its words to its exit code.

#pragma once

#include "bin/client/commands/context.hpp"
#include "bin/client/text/cli_error.hpp"

#include <span>
#include <string>

namespace taskraft::client {

/// Never throws; failures are told on `err`.
exit_code run(std::span<const std::string> words, const surroundings& world);

} // namespace taskraft::client
