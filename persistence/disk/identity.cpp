#include "persistence/disk/identity.hpp"

#include "persistence/disk/crc32c.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace taskraft::persistence {

namespace {

constexpr std::string_view first_line = "taskraft identity 1\n";
constexpr std::string_view checksum_key = "crc32c ";

std::string hex(std::uint64_t x, std::size_t digits) {
  auto text = std::string(digits, '0');
  for (auto at = text.rbegin(); at != text.rend(); ++at, x >>= 4U)
    *at = "0123456789abcdef"[x & 15U];
  return text;
}

bool is_disk_id(std::string_view text) {
  return text.size() == 32 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  auto value = std::uint64_t{0};
  const auto* end = text.data() + text.size();
  auto parsed = std::from_chars(text.data(), end, value);
  if (parsed.ec != std::errc{} || parsed.ptr != end)
    return std::nullopt;
  return value;
}

/// The text before the first `separator`; removes both from the front.
std::string_view take(std::string_view& text, char separator) {
  auto at = std::min(text.find(separator), text.size());
  auto front = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return front;
}

std::string encode(const identity& x) {
  auto text = std::string{first_line};
  text += "node " + std::to_string(x.node.value) + '\n';
  text += "cluster_name " + x.cluster_name + '\n';
  text += "disk_id " + x.disk_id + '\n';
  text += "incarnation " + std::to_string(x.incarnation) + '\n';
  if (!x.cluster_id.empty())
    text += "cluster_id " + x.cluster_id + '\n';
  for (const auto& [id, disk] : x.met)
    text += "met " + std::to_string(id.value) + ' ' + disk + '\n';
  return text + std::string{checksum_key} + hex(crc32c(text), 8) + '\n';
}

/// One line; false if it cannot be understood.
bool decode_line(std::string_view line, identity& x) {
  auto key = take(line, ' ');
  if (key == "cluster_name") {
    x.cluster_name = line;
  } else if (key == "disk_id") {
    x.disk_id = line;
  } else if (key == "cluster_id") {
    x.cluster_id = line;
  } else if (key == "node" || key == "incarnation") {
    auto value = parse_number(line);
    if (!value)
      return false;
    (key == "node" ? x.node.value : x.incarnation) = *value;
  } else if (key == "met") {
    auto id = parse_number(take(line, ' '));
    if (!id)
      return false;
    x.met[{*id}] = line;
  } else {
    return false;
  }
  return true;
}

std::optional<identity> decode(std::string_view text) {
  auto end = text.rfind(checksum_key);
  if (!text.starts_with(first_line) || end == std::string_view::npos
      || text.substr(end + checksum_key.size())
           != hex(crc32c(text.substr(0, end)), 8) + '\n')
    return std::nullopt;
  auto x = identity{};
  auto rest = text.substr(first_line.size(), end - first_line.size());
  while (!rest.empty())
    if (!decode_line(take(rest, '\n'), x))
      return std::nullopt;
  if (!is_disk_id(x.disk_id))
    return std::nullopt;
  return x;
}

std::string identity_path(const std::string& data_directory) {
  return data_directory + "/identity";
}

status check(const std::string& path, const identity& found, raft::node_id node,
             const std::string& cluster_name) {
  if (found.node != node)
    return failure{errc::identity_refused,
                   path + ": this is the directory of node "
                     + std::to_string(found.node.value) + ", not of node "
                     + std::to_string(node.value)};
  if (found.cluster_name != cluster_name)
    return failure{errc::identity_refused,
                   path + ": this is the directory of a node of cluster \""
                     + found.cluster_name + "\", not of cluster \""
                     + cluster_name + '"'};
  return done{};
}

} // namespace

std::string log_directory(const std::string& data_directory) {
  return data_directory + "/log";
}

result<std::unique_ptr<file_lock>>
lock_data_directory(file_system& files, const std::string& data_directory) {
  if (auto made = make_directories(files, data_directory); !made)
    return made.error();
  return files.lock(data_directory + "/lock");
}

result<bool> has_identity(file_system& files,
                          const std::string& data_directory) {
  auto found = files.exists(identity_path(data_directory));
  return found && !*found ? files.exists(log_directory(data_directory)) : found;
}

result<identity>
open_or_create_identity(file_system& files, const std::string& data_directory,
                        raft::node_id node, const std::string& cluster_name,
                        const std::function<std::uint64_t()>& random) {
  if (cluster_name.find('\n') != std::string::npos)
    return failure{errc::invalid_value,
                   "a cluster's name must be a single line"};
  auto path = identity_path(data_directory);
  auto content = read_file(files, path);
  if (!content)
    return content.error();
  auto x = identity{};
  if (*content) {
    auto found = decode(**content);
    if (!found)
      return failure{errc::corrupted,
                     path + ": byte 0: the identity is damaged"};
    if (auto checked = check(path, *found, node, cluster_name); !checked)
      return checked.error();
    x = std::move(*found);
  } else {
    auto log = files.exists(log_directory(data_directory));
    if (!log)
      return log.error();
    if (*log)
      return failure{errc::corrupted,
                     path
                       + ": byte 0: the identity is missing, though there"
                         " is a log"};
    x.disk_id = hex(random(), 16) + hex(random(), 16);
    x.node = node;
    x.cluster_name = cluster_name;
  }
  ++x.incarnation;
  if (auto made = make_directories(files, data_directory); !made)
    return made.error();
  if (auto saved = save(files, data_directory, x); !saved)
    return saved.error();
  return x;
}

status save(file_system& files, const std::string& data_directory,
            const identity& x) {
  return replace_file(files, identity_path(data_directory), encode(x));
}

} // namespace taskraft::persistence
