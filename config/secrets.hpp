// Secrets: from a file or the environment, never from the settings themselves.

#pragma once

#include "config/settings.hpp"
#include "protocol/result.hpp"

#include <string>

namespace taskraft::config {

/// The variable `TASKRAFT_MYSQL_PASSWORD` if there is one, else the first line
/// of `password_file`; without such a file's name, no password. The detail of a
/// failure says what was expected.
result<std::string> mysql_password(const mysql_settings& x);

} // namespace taskraft::config
