// Secrets: from a file or the environment, never from the settings themselves.

#pragma once

#include "config/settings.hpp"
#include "protocol/result.hpp"

#include <string>
#include <vector>

namespace taskraft::config {

/// The variable `TASKRAFT_MYSQL_PASSWORD` if there is one, else the first line
/// of `password_file` without its end, LF or CR LF; no password if there is
/// neither. Every call reads it again. The detail of a failure says what was
/// expected.
result<std::string> mysql_password(const mysql_settings& x);

/// The variable `TASKRAFT_ADMIN_PASSWORD` or the first line of
/// `admin_password_file`, as above, which must have 8 to 1024 bytes; none if
/// there is neither.
result<std::string> admin_password(const auth_settings& x);

/// The first line of `metrics_token_file`, which must have 16 bytes at least;
/// without such a file's name, none.
result<std::string> metrics_token(const http_settings& x);

/// A warning, in one line, for each secret's file that everybody on this
/// machine may read or write.
std::vector<std::string> exposed_secrets(const settings& x);

} // namespace taskraft::config
