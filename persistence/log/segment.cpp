#include "persistence/log/segment.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace taskraft::persistence {

result<segment_ptr> open_segment(file_system& files, const std::string& path) {
  auto opened = files.open(path, open_mode::existing);
  if (!opened)
    return opened.error();
  auto found = segment{.content = std::move(*opened), .path = path};
  auto bytes = std::string(segment_header_bytes, '\0');
  auto got = found.content->read(0, bytes);
  if (!got)
    return got.error();
  bytes.resize(*got);
  if (auto header = decode_segment_header(bytes))
    found.header = *header;
  return segment_ptr{std::make_shared<segment>(std::move(found))};
}

result<std::vector<segment_ptr>> list_segments(file_system& files,
                                               const std::string& directory) {
  auto names = files.list(directory);
  if (!names)
    return names.error();
  auto found = std::vector<segment_ptr>{};
  for (const auto& name : *names) {
    if (!name.starts_with(segment_name_prefix))
      continue;
    auto opened = open_segment(files, directory + '/' + name);
    if (!opened)
      return opened.error();
    found.push_back(*opened);
  }
  return found;
}

std::uint64_t next_segment_name(const std::vector<segment_ptr>& files) {
  auto next = std::uint64_t{1};
  for (const auto& each : files) {
    auto number = std::uint64_t{0};
    auto at
      = each->path.rfind(segment_name_prefix) + segment_name_prefix.size();
    std::from_chars(each->path.data() + at,
                    each->path.data() + each->path.size(), number);
    next = std::max(next, number + 1);
  }
  return next;
}

} // namespace taskraft::persistence
