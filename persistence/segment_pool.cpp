#include "persistence/segment_pool.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::persistence {

namespace {

constexpr std::size_t most_ready = 2;
constexpr std::size_t zeros_at_once = 1024 * 1024;

status write_header(file& to, const segment_header& header) {
  auto bytes = encode(header);
  auto part = std::string_view{bytes};
  if (auto written = to.write(0, {&part, 1}); !written)
    return written;
  return to.sync();
}

} // namespace

segment_pool::segment_pool(file_system& files, std::string directory,
                           std::uint64_t segment_bytes, std::uint64_t next_name)
  : files_(files), directory_(std::move(directory)),
    segment_bytes_(segment_bytes), next_name_(next_name) {
}

status segment_pool::give(segment_ptr unused) {
  if (ready_.size() >= most_ready)
    return files_.remove(unused->path);
  ready_.push_back(std::move(unused));
  return done{};
}

status segment_pool::prepare() {
  if (!ready_.empty())
    return done{};
  auto fresh = make(segment_bytes_);
  if (!fresh)
    return fresh.error();
  ready_.push_back(*fresh);
  return done{};
}

result<segment_ptr> segment_pool::take(std::uint64_t least_bytes,
                                       segment_header header) {
  auto fits = std::ranges::find_if(
    ready_, [&](const auto& x) { return x->header.capacity >= least_bytes; });
  auto chosen = segment{};
  if (fits != ready_.end()) {
    chosen = **fits;
    ready_.erase(fits);
  } else {
    auto fresh = make(std::max(segment_bytes_, least_bytes));
    if (!fresh)
      return fresh.error();
    chosen = **fresh;
  }
  header.capacity = chosen.header.capacity;
  chosen.header = header;
  if (auto written = write_header(*chosen.content, header); !written)
    return written.error();
  return segment_ptr{std::make_shared<segment>(std::move(chosen))};
}

result<segment_ptr> segment_pool::make(std::uint64_t bytes) {
  auto digits = std::to_string(next_name_++);
  auto name = std::string(8 - std::min<std::size_t>(digits.size(), 8), '0');
  auto path
    = directory_ + '/' + std::string{segment_name_prefix} + name + digits;
  auto opened = files_.open(path, open_mode::create);
  if (!opened)
    return opened.error();
  auto fresh = segment{
    .content = std::move(*opened), .path = path, .header = {.capacity = bytes}};
  static const auto zeros = std::string(zeros_at_once, '\0');
  for (auto offset = std::uint64_t{0}; offset < bytes;) {
    auto part = std::string_view{zeros}.substr(
      0, std::min<std::uint64_t>(zeros.size(), bytes - offset));
    if (auto written = fresh.content->write(offset, {&part, 1}); !written)
      return written.error();
    offset += part.size();
  }
  if (auto synced = fresh.content->sync(); !synced)
    return synced.error();
  if (auto written = write_header(*fresh.content, fresh.header); !written)
    return written.error();
  if (auto synced = files_.sync_directory(directory_); !synced)
    return synced.error();
  return segment_ptr{std::make_shared<segment>(std::move(fresh))};
}

} // namespace taskraft::persistence
