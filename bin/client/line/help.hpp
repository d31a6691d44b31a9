// Help texts, made from the table of commands.

#pragma once

#include <string>
#include <string_view>

namespace taskraft::client {

/// Help about a command, a group of commands or, without words, everything.
/// Throws a `cli_error` if there is nothing of that name.
std::string help_text(std::string_view words);

} // namespace taskraft::client
