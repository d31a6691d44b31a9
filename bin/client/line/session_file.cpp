#include "bin/client/line/session_file.hpp"

#include "protocol/descriptor.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <filesystem>
#include <string_view>
#include <sys/file.h>
#include <unistd.h>

namespace taskraft::client {

namespace {

using index_map = std::map<std::string, raft::log_index>;

/// Its lock ends with it.
descriptor open_file(const std::string& path, int flags) {
  return descriptor{::open(path.c_str(), flags | O_CLOEXEC, 0600)};
}

/// Each line holds an index, a space and the id of a cluster. Other lines are
/// skipped, so a damaged file only loses what was seen.
index_map parse(std::string_view text) {
  auto result = index_map{};
  while (!text.empty()) {
    auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    auto index = raft::log_index{};
    const auto* end = line.data() + line.size();
    auto [rest, problem] = std::from_chars(line.data(), end, index.value);
    if (problem == std::errc{} && rest != end && *rest == ' ')
      result[std::string{rest + 1, end}] = index;
  }
  return result;
}

/// Nothing if the file cannot be read.
std::optional<index_map> read(int descriptor) {
  auto text = std::string{};
  auto buffer = std::array<char, 4096>{};
  while (true) {
    auto size = ::pread(descriptor, buffer.data(), buffer.size(),
                        static_cast<off_t>(text.size()));
    if (size < 0 && errno == EINTR)
      continue;
    if (size < 0)
      return std::nullopt;
    if (size == 0)
      return parse(text);
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

bool write(int descriptor, const index_map& seen) {
  auto text = std::string{};
  for (const auto& [cluster, index] : seen)
    text += std::to_string(index.value) + " " + cluster + "\n";
  auto written = ::pwrite(descriptor, text.data(), text.size(), 0);
  auto size = static_cast<off_t>(text.size());
  return written == size && ::ftruncate(descriptor, size) == 0;
}

} // namespace

std::optional<std::string> session_path(const environment& variable) {
  if (auto directory = variable("XDG_STATE_HOME"))
    return *directory + "/taskraft/session";
  if (auto home = variable("HOME"))
    return *home + "/.local/state/taskraft/session";
  return std::nullopt;
}

session_file::session_file(std::optional<std::string> path)
  : path_(std::move(path)) {
  if (!path_)
    return;
  auto file = open_file(*path_, O_RDONLY);
  if (!file) {
    readable_ = errno == ENOENT;
    return;
  }
  auto seen
    = ::flock(file.get(), LOCK_SH) == 0 ? read(file.get()) : std::nullopt;
  readable_ = seen.has_value();
  seen_ = seen.value_or(index_map{});
}

raft::log_index session_file::seen(const std::string& cluster_id) const {
  auto found = seen_.find(cluster_id);
  return found == seen_.end() ? raft::log_index{} : found->second;
}

bool session_file::remember(const std::string& cluster_id,
                            raft::log_index index) {
  if (!path_ || index <= seen(cluster_id))
    return true;
  seen_[cluster_id] = index;
  auto problem = std::error_code{};
  std::filesystem::create_directories(
    std::filesystem::path{*path_}.parent_path(), problem);
  auto file = open_file(*path_, O_RDWR | O_CREAT);
  if (!file || ::flock(file.get(), LOCK_EX) != 0)
    return false;
  auto all = read(file.get());
  if (!all)
    return false;
  auto& newest = (*all)[cluster_id];
  newest = std::max(newest, index);
  return write(file.get(), *all);
}

} // namespace taskraft::client
