#include "persistence/log/log_base.hpp"

#include "persistence/disk/byte_codec.hpp"
#include "persistence/disk/crc32c.hpp"

namespace taskraft::persistence {

namespace {

constexpr std::uint64_t base_magic = 0x45534142'54465254; // "TRFTBASE"
/// Of all files in the log's directory.
constexpr std::uint32_t format_version = 1;
constexpr std::size_t prefix_bytes = 16;
constexpr std::size_t fixed_bytes = 32;

} // namespace

status save(file_system& files, const std::string& path, const log_base& x) {
  auto body = std::string{};
  store(body, x.position.index.value);
  store(body, x.position.term.value);
  store(body, x.first_segment);
  store(body, x.forgotten_sequence);
  if (!x.members.members.empty())
    body += raft::encode(x.members);
  auto content = std::string{};
  store(content, base_magic);
  store(content, format_version);
  store(content, crc32c(body));
  return replace_file(files, path, content + body);
}

result<std::optional<log_base>> load_log_base(file_system& files,
                                              const std::string& path) {
  auto content = read_file(files, path);
  if (!content)
    return content.error();
  if (!*content)
    return std::optional<log_base>{};
  auto bytes = std::string_view{**content};
  auto damaged
    = failure{errc::corrupted, path
                                 + ": byte 0: the record of the log's base is"
                                   " damaged"};
  if (bytes.size() < prefix_bytes + fixed_bytes
      || load<std::uint64_t>(bytes.data()) != base_magic)
    return damaged;
  if (auto version = load<std::uint32_t>(bytes.data() + 8);
      version != format_version)
    return failure{errc::corrupted, path + ": version "
                                      + std::to_string(version)
                                      + " of the log's format is not known"};
  auto body = bytes.substr(prefix_bytes);
  if (load<std::uint32_t>(bytes.data() + 12) != crc32c(body))
    return damaged;
  auto x = log_base{};
  x.position.index = {load<std::uint64_t>(body.data())};
  x.position.term = {load<std::uint64_t>(body.data() + 8)};
  x.first_segment = load<std::uint64_t>(body.data() + 16);
  x.forgotten_sequence = load<std::uint64_t>(body.data() + 24);
  if (body.size() > fixed_bytes) {
    auto members = raft::decode_membership(body.substr(fixed_bytes));
    if (!members)
      return damaged;
    x.members = std::move(*members);
  }
  return std::optional{std::move(x)};
}

} // namespace taskraft::persistence
