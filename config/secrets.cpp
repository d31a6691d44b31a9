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

} // namespace

result<std::string> mysql_password(const mysql_settings& x) {
  if (const auto* given = password_in_environment())
    return std::string{given};
  if (x.password_file.empty())
    return std::string{};
  auto file = std::ifstream{x.password_file, std::ios::binary};
  auto line = std::string{};
  if (!file || (!std::getline(file, line) && !file.eof()))
    return failure{errc::invalid_value,
                   "expected a readable file, or TASKRAFT_MYSQL_PASSWORD in "
                   "the environment: "
                     + one_line(x.password_file) + ": "
                     + std::generic_category().message(errno)};
  // Some editors end lines with CR LF. A CR without LF is part of the password.
  if (!file.eof() && line.ends_with('\r'))
    line.pop_back();
  return line;
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
