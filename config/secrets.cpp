#include "config/secrets.hpp"

#include "config/one_line.hpp"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <sys/stat.h>
#include <system_error>

namespace taskraft::config {

namespace {

const char* password_in_environment() {
  return std::getenv("TASKRAFT_MYSQL_PASSWORD");
}

/// The first line of the file without its end; empty if there is no path.
result<std::string> first_line(const std::string& path,
                               const std::string& what) {
  if (path.empty())
    return std::string{};
  auto file = std::ifstream{path, std::ios::binary};
  auto line = std::string{};
  if (!file || (!std::getline(file, line) && !file.eof()))
    return failure{errc::invalid_value,
                   what + one_line(path) + ": "
                     + std::generic_category().message(errno)};
  // Some editors end lines with CR LF. A CR without LF is part of the password.
  if (!file.eof() && line.ends_with('\r'))
    line.pop_back();
  return line;
}

} // namespace

result<std::string> mysql_password(const mysql_settings& x) {
  if (const auto* given = password_in_environment())
    return std::string{given};
  return first_line(x.password_file, "expected a readable file, or "
                                     "TASKRAFT_MYSQL_PASSWORD in the "
                                     "environment: ");
}

result<std::string> admin_password(const auth_settings& x) {
  return first_line(x.admin_password_file,
                    "auth.admin_password_file: expected a readable file: ");
}

std::optional<std::string> exposed_secret(const settings& x) {
  const auto& path = x.store.mysql.password_file;
  if (x.store.backend != store_backend::mysql || path.empty()
      || password_in_environment() != nullptr)
    return std::nullopt;
  struct stat about = {};
  if (::stat(path.c_str(), &about) != 0
      || (about.st_mode & (S_IROTH | S_IWOTH)) == 0)
    return std::nullopt;
  return "store.mysql.password_file: everybody on this machine may read or "
         "write "
         + one_line(path) + ": chmod 600 helps";
}

} // namespace taskraft::config
