// Completion scripts for shells, made from the table of commands.

#pragma once

#include <string>
#include <string_view>

namespace taskraft::client {

/// Throws a `cli_error` about a shell other than bash, zsh and fish.
std::string completion_script(std::string_view shell);

} // namespace taskraft::client
