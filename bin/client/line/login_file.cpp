#include "bin/client/line/login_file.hpp"

#include "bin/client/text/cli_error.hpp"
#include "protocol/descriptor.hpp"

#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace taskraft::client {

namespace {

namespace fs = std::filesystem;

std::optional<std::string> first_line_of(const std::string& path) {
  auto file = std::ifstream{path};
  auto line = std::string{};
  if (!file || !std::getline(file, line))
    return std::nullopt;
  return line;
}

/// Ids come from nodes, and become a part of a file's name.
bool is_plain(const std::string& cluster_id) {
  return !cluster_id.empty()
         && cluster_id.find_first_not_of("0123456789abcdefABCDEF-")
              == std::string::npos;
}

/// What another program had not finished when it was killed holds a secret,
/// too.
void remove_unfinished(const fs::path& path) {
  constexpr auto longest_write = std::chrono::minutes{1};
  auto ignored = std::error_code{};
  auto oldest = fs::file_time_type::clock::now() - longest_write;
  auto begin = path.filename().string() + '.';
  for (const auto& entry :
       fs::directory_iterator{path.parent_path(), ignored}) {
    auto written = entry.last_write_time(ignored);
    if (!ignored && written < oldest
        && entry.path().filename().string().starts_with(begin))
      fs::remove(entry.path(), ignored);
  }
}

} // namespace

std::optional<std::string> state_folder(const environment& variable) {
  if (auto directory = variable("XDG_STATE_HOME"))
    return *directory + "/taskraft";
  if (auto home = variable("HOME"))
    return *home + "/.local/state/taskraft";
  return std::nullopt;
}

std::optional<std::string> login_path(const environment& variable,
                                      const std::string& cluster_id) {
  auto folder = state_folder(variable);
  if (!folder || !is_plain(cluster_id))
    return std::nullopt;
  return *folder + "/login-" + cluster_id;
}

std::optional<kept_login> read_login(const std::string& path) {
  auto file = std::ifstream{path};
  auto x = kept_login{};
  if (!std::getline(file, x.username) || !std::getline(file, x.secret))
    return std::nullopt;
  return x;
}

bool write_login(const std::string& path, const kept_login& x) {
  auto problem = std::error_code{};
  fs::create_directories(fs::path{path}.parent_path(), problem);
  remove_unfinished(path);
  auto part = path + "." + std::to_string(::getpid());
  // Left by another process of that number.
  ::unlink(part.c_str());
  auto text = x.username + "\n" + x.secret + "\n";
  auto file = descriptor{
    ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (!file)
    return false;
  auto written = ::write(file.get(), text.data(), text.size());
  auto whole = written == static_cast<ssize_t>(text.size())
               && ::fchmod(file.get(), 0600) == 0 && ::fsync(file.get()) == 0;
  if (whole && std::rename(part.c_str(), path.c_str()) == 0)
    return true;
  ::unlink(part.c_str());
  return false;
}

void remove_login(const std::string& path) {
  ::unlink(path.c_str());
}

credential_source credentials_of(const settings& x,
                                 const environment& variable) {
  if (!x.operator_file.empty()) {
    auto token = first_line_of(x.operator_file);
    if (!token)
      throw cli_error{exit_code::failure, x.operator_file + ": cannot be read"};
    return [token = *token](const std::string&) {
      return credential{credential_kind::operator_token, token};
    };
  }
  if (auto token = variable("TASKRAFT_TOKEN"))
    return [token = *token](const std::string&) {
      return credential{credential_kind::session, token};
    };
  return [variable](const std::string& cluster_id) {
    auto path = login_path(variable, cluster_id);
    auto kept = path ? read_login(*path) : std::nullopt;
    return kept ? credential{credential_kind::session, kept->secret}
                : credential{};
  };
}

} // namespace taskraft::client
