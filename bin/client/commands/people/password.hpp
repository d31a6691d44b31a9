// Passwords from a file or a terminal, never from the command line itself.

#pragma once

#include "bin/client/commands/context.hpp"

#include <string>

namespace taskraft::client {

/// The first line of the file that the flag names (`-`: standard input), or
/// what a person types without echo. Throws a `cli_error` if there is neither.
std::string password_for(const context& x, const std::string& prompt,
                         std::string_view flag = "password-file");

/// A new password, which a person types twice.
std::string new_password_for(const context& x);

} // namespace taskraft::client
