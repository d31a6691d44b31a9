// Secrets: from a file or the environment, never from the settings themselves.

#pragma once

#include "config/settings.hpp"
#include "protocol/result.hpp"

#include <optional>
#include <string>

namespace taskraft::config {

/// The variable `TASKRAFT_MYSQL_PASSWORD` if there is one, else the first line
/// of `password_file` without its end, LF or CR LF; without such a file's name,
/// no password. Read anew at each call. The detail of a failure says what was
/// expected.
result<std::string> mysql_password(const mysql_settings& x);

/// What is wrong with a secret's file though it can be used: everybody on this
/// machine may read it, or write it. One line; nothing if all is well.
std::optional<std::string> exposed_secret(const settings& x);

} // namespace taskraft::config
