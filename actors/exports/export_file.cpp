#include "actors/exports/export_file.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace taskraft::actors {

namespace {

/// What goes to the disk at once.
constexpr auto written_at_once = std::size_t{1} << 20U;
/// The log may be on the same disk.
constexpr auto least_room = std::uint64_t{256} << 20U;

} // namespace

result<std::unique_ptr<export_file>>
export_file::create(const export_place& place, const std::string& path) {
  auto opened = place.files->open(path, persistence::open_mode::create);
  if (!opened)
    return opened.error();
  if (auto removed = place.files->remove(path); !removed)
    return removed.error();
  return std::unique_ptr<export_file>{
    new export_file{std::move(*opened), place}};
}

status export_file::add(std::string_view text) {
  waiting_ += text;
  return waiting_.size() < written_at_once ? status{done{}} : write();
}

status export_file::finish() {
  auto written = write();
  waiting_ = {};
  return written;
}

status export_file::write() {
  auto room = place_->room(place_->directory);
  auto is_known = room.total_bytes != 0;
  if (is_known && room.free_bytes < least_room + waiting_.size())
    return failure{errc::disk_full, "the disk has no room for the export"};
  auto parts = std::array{std::string_view{waiting_}};
  if (auto written = file_->write(size_, parts); !written)
    return written;
  size_ += waiting_.size();
  waiting_.clear();
  return done{};
}

result<std::string> export_file::read(std::uint64_t offset,
                                      std::size_t most) const {
  auto left = offset < size_ ? size_ - offset : 0;
  auto bytes = std::string(std::min<std::uint64_t>(left, most), '\0');
  auto got = file_->read(offset, std::span{bytes});
  if (!got)
    return got.error();
  bytes.resize(*got);
  return bytes;
}

} // namespace taskraft::actors
