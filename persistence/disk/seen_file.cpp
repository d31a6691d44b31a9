#include "persistence/disk/seen_file.hpp"

#include "persistence/disk/crc32c.hpp"

#include <optional>
#include <sstream>

namespace taskraft::persistence {

namespace {

constexpr std::string_view seen_heading = "taskraft seen 1";

std::string seen_path(const std::string& data_directory) {
  return data_directory + "/seen";
}

std::string seen_text(const protocol::seen_disks& x) {
  auto out = std::ostringstream{};
  out << seen_heading << '\n';
  for (const auto& [node, disk] : x) {
    const auto& has = disk.progress;
    out << node << ' ' << disk.disk_id << ' ' << has.incarnation << ' '
        << has.start_id << ' ' << has.term << ' ' << has.confirmed.index << ' '
        << has.confirmed.term << '\n';
  }
  return out.str();
}

/// Nothing if the text is not what `save_seen` wrote.
std::optional<protocol::seen_disks> parse_seen(const std::string& text) {
  auto end = text.rfind("crc32c ");
  if (end == std::string::npos
      || text.substr(end)
           != "crc32c " + std::to_string(crc32c(text.substr(0, end))) + '\n')
    return std::nullopt;
  auto in = std::istringstream{text.substr(0, end)};
  auto heading = std::string{};
  if (!std::getline(in, heading) || heading != seen_heading)
    return std::nullopt;
  auto found = protocol::seen_disks{};
  auto node = raft::node_id{};
  while (in >> node.value) {
    auto& disk = found[node];
    auto& has = disk.progress;
    in >> disk.disk_id >> has.incarnation >> has.start_id >> has.term.value
      >> has.confirmed.index.value >> has.confirmed.term.value;
    if (!in)
      return std::nullopt;
  }
  return found;
}

} // namespace

status save_seen(file_system& files, const std::string& data_directory,
                 const protocol::seen_disks& x) {
  auto text = seen_text(x);
  return replace_file(files, seen_path(data_directory),
                      text + "crc32c " + std::to_string(crc32c(text)) + '\n');
}

result<protocol::seen_disks> load_seen(file_system& files,
                                       const std::string& data_directory) {
  auto path = seen_path(data_directory);
  auto text = read_file(files, path);
  if (!text)
    return text.error();
  if (!*text)
    return protocol::seen_disks{};
  if (auto found = parse_seen(**text))
    return std::move(*found);
  return failure{errc::corrupted,
                 path + ": byte 0: what was seen of disks is damaged"};
}

} // namespace taskraft::persistence
