// Secrets: from a file or the environment, never from the settings themselves.

#pragma once

#include "config/settings.hpp"
#include "protocol/result.hpp"

#include <optional>
#include <string>

namespace taskraft::config {

/// The variable `TASKRAFT_MYSQL_PASSWORD` if there is one, else the first line
/// of `password_file` without its end, LF or CR LF; no password if there is
/// neither. Every call reads it again. The detail of a failure says what was
/// expected.
result<std::string> mysql_password(const mysql_settings& x);

/// The first line of `admin_password_file`, as above; without such a file's
/// name, none.
result<std::string> admin_password(const auth_settings& x);

/// A warning, in one line, if everybody on this machine may read or write the
/// secret's file; otherwise nothing.
std::optional<std::string> exposed_secret(const settings& x);

} // namespace taskraft::config
