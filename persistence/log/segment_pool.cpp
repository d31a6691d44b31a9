#include "persistence/log/segment_pool.hpp"

#include <algorithm>
#include <chrono>
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

/// Writes zeros, so that appending never has to allocate. Syncs after some of
/// them, so that no sync of the log waits for very many.
status fill(file& to, std::uint64_t bytes) {
  // A full disk is found out before anything is written.
  if (auto reserved = to.reserve(bytes); !reserved)
    return reserved;
  static const auto zeros = std::string(zeros_at_once, '\0');
  for (auto offset = std::uint64_t{0}; offset < bytes;) {
    auto part = std::string_view{zeros}.substr(
      0, std::min<std::uint64_t>(zeros.size(), bytes - offset));
    if (auto written = to.write(offset, {&part, 1}); !written)
      return written;
    if (auto synced = to.sync(); !synced)
      return synced;
    offset += part.size();
  }
  return write_header(to, {.capacity = bytes});
}

result<segment_ptr> make_segment(file_system& files, const std::string& path,
                                 std::uint64_t bytes) {
  auto opened = files.open(path, open_mode::create);
  if (!opened)
    return opened.error();
  auto fresh = segment{
    .content = std::move(*opened), .path = path, .header = {.capacity = bytes}};
  if (auto filled = fill(*fresh.content, bytes); !filled) {
    // A partial file would only take room from other writers.
    if (filled.error().code == errc::disk_full)
      if (auto removed = files.remove(path); !removed)
        return removed.error();
    return filled.error();
  }
  if (auto synced = files.sync_directory(parent_directory(path)); !synced)
    return synced.error();
  return segment_ptr{std::make_shared<segment>(std::move(fresh))};
}

/// Of the size that is wanted, or else of half of it, and so on down to
/// `least`: what is left on a small disk is of use as well.
result<segment_ptr> make_fitting_segment(file_system& files,
                                         const std::string& path,
                                         std::uint64_t wanted,
                                         std::uint64_t least) {
  for (auto bytes = std::max(wanted, least);;
       bytes = std::max(bytes / 2 / segment_block_bytes * segment_block_bytes,
                        least)) {
    auto made = make_segment(files, path, bytes);
    if (made || made.error().code != errc::disk_full || bytes == least)
      return made;
  }
}

} // namespace

segment_pool::segment_pool(file_system& files, std::string directory,
                           segment_sizes sizes, std::uint64_t next_name)
  : files_(files), directory_(std::move(directory)), sizes_(sizes),
    next_name_(next_name) {
}

status segment_pool::give(segment_ptr unused) {
  // A small segment was made for lack of room, and would soon be full.
  if (ready_.size() >= most_ready || unused->header.capacity < sizes_.usual)
    return files_.remove(unused->path);
  ready_.push_back(std::move(unused));
  return done{};
}

status segment_pool::prepare(std::launch how) {
  // A segment that could not be made for lack of room is tried again.
  if (coming_.valid()
      && coming_.wait_for(std::chrono::seconds{0}) == std::future_status::ready)
    if (auto taken = take_up(); !taken)
      return taken;
  if (!ready_.empty() || coming_.valid())
    return done{};
  coming_ = std::async(how, make_segment, std::ref(files_), next_path(),
                       sizes_.usual);
  if (how == std::launch::deferred)
    return take_up();
  return done{};
}

status segment_pool::take_up() {
  if (!coming_.valid())
    return done{};
  auto made = coming_.get();
  if (!made)
    return made.error();
  ready_.push_back(std::move(*made));
  return done{};
}

result<segment_ptr> segment_pool::take(std::uint64_t least_bytes,
                                       segment_header header) {
  // Where there was no room for a whole one there may be some for a smaller
  // one.
  if (ready_.empty())
    if (auto taken = take_up(); !taken && taken.error().code != errc::disk_full)
      return taken.error();
  auto fits = std::ranges::find_if(
    ready_, [&](const auto& x) { return x->header.capacity >= least_bytes; });
  if (fits == ready_.end()) {
    auto least = std::min(sizes_.usual, sizes_.least);
    auto fresh = make_fitting_segment(files_, next_path(), sizes_.usual,
                                      std::max(least_bytes, least));
    if (!fresh)
      return fresh.error();
    fits = ready_.insert(ready_.end(), std::move(*fresh));
  }
  auto chosen = **fits;
  header.capacity = chosen.header.capacity;
  chosen.header = header;
  // If the disk has no room even for the header, the file stays in the pool.
  if (auto written = write_header(*chosen.content, header); !written)
    return written.error();
  ready_.erase(fits);
  return segment_ptr{std::make_shared<segment>(std::move(chosen))};
}

std::string segment_pool::next_path() {
  auto digits = std::to_string(next_name_++);
  auto zeros = std::string(8 - std::min<std::size_t>(digits.size(), 8), '0');
  return directory_ + '/' + std::string{segment_name_prefix} + zeros + digits;
}

} // namespace taskraft::persistence
