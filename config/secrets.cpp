#include "config/secrets.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <system_error>

namespace taskraft::config {

result<std::string> mysql_password(const mysql_settings& x) {
  if (const auto* given = std::getenv("TASKRAFT_MYSQL_PASSWORD"))
    return std::string{given};
  if (x.password_file.empty())
    return std::string{};
  auto file = std::ifstream{x.password_file};
  auto line = std::string{};
  if (!file || (!std::getline(file, line) && !file.eof()))
    return failure{errc::invalid_value,
                   "expected a readable file, or TASKRAFT_MYSQL_PASSWORD in "
                   "the environment: "
                     + x.password_file + ": "
                     + std::generic_category().message(errno)};
  return line;
}

} // namespace taskraft::config
