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

const char* first_password_in_environment() {
  return std::getenv("TASKRAFT_ADMIN_PASSWORD");
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
  constexpr auto least_bytes = std::size_t{8};
  constexpr auto most_bytes = std::size_t{1024};
  auto is_long_enough = [](const std::string& password) {
    return password.size() >= least_bytes && password.size() <= most_bytes;
  };
  if (const auto* given = first_password_in_environment()) {
    if (is_long_enough(given))
      return std::string{given};
    return failure{errc::invalid_value, "expected 8 to 1024 bytes in "
                                        "TASKRAFT_ADMIN_PASSWORD in the "
                                        "environment"};
  }
  auto line = first_line(x.admin_password_file,
                         "expected a readable file, or TASKRAFT_ADMIN_PASSWORD "
                         "in the environment: ");
  if (x.admin_password_file.empty() || !line || is_long_enough(*line))
    return line;
  return failure{errc::invalid_value,
                 "expected a first line of 8 to 1024 bytes: "
                   + one_line(x.admin_password_file)};
}

result<std::string> metrics_token(const http_settings& x) {
  constexpr auto least_bytes = std::size_t{16};
  auto line = first_line(x.metrics_token_file, "expected a readable file: ");
  if (x.metrics_token_file.empty() || !line || line->size() >= least_bytes)
    return line;
  return failure{errc::invalid_value,
                 "expected a first line of 16 bytes at least: "
                   + one_line(x.metrics_token_file)};
}

std::vector<std::string> exposed_secrets(const settings& x) {
  auto found = std::vector<std::string>{};
  auto look_at = [&](const std::string& key, const std::string& path) {
    struct stat about = {};
    if (path.empty() || ::stat(path.c_str(), &about) != 0
        || (about.st_mode & (S_IROTH | S_IWOTH)) == 0)
      return;
    found.push_back(key + ": everybody on this machine may read or write "
                    + one_line(path) + ": chmod 600 helps");
  };
  if (x.store.backend == store_backend::mysql
      && password_in_environment() == nullptr)
    look_at("store.mysql.password_file", x.store.mysql.password_file);
  if (x.auth.mode == auth_mode::required
      && first_password_in_environment() == nullptr)
    look_at("auth.admin_password_file", x.auth.admin_password_file);
  look_at("tls.peer_key", x.tls.peer.key);
  look_at("tls.gateway_key", x.tls.gateway.key);
  look_at("tls.http_key", x.tls.http.key);
  look_at("http.metrics_token_file", x.http.metrics_token_file);
  return found;
}

} // namespace taskraft::config
