#include "persistence/snapshot/snapshot_records.hpp"

#include "persistence/disk/byte_codec.hpp"
#include "persistence/disk/crc32c.hpp"
#include "persistence/snapshot/snapshot.hpp"

#include <algorithm>

namespace taskraft::persistence {

namespace {

constexpr std::size_t record_window_bytes = 1UL << 20U;

} // namespace

void append_snapshot_record(std::string& out, snapshot_record kind,
                            std::string_view payload) {
  auto header = std::string{};
  store(header, static_cast<std::uint32_t>(payload.size()));
  store(header, static_cast<std::uint32_t>(kind));
  auto checksum = crc32c(payload, crc32c(header));
  store(header, checksum);
  out += header;
  out += payload;
}

failure snapshot_record_source::damaged(const char* what) const {
  return {errc::corrupted,
          path_ + ": byte " + std::to_string(at_) + ": " + what};
}

result<std::string_view> snapshot_record_source::peek(std::size_t size) {
  auto skipped = static_cast<std::size_t>(at_ - buffer_from_);
  if (buffer_.size() < skipped + size) {
    buffer_.erase(0, skipped);
    buffer_from_ = at_;
    skipped = 0;
    auto have = buffer_.size();
    auto left = end_ - at_ - have;
    auto more
      = std::min<std::uint64_t>(left, std::max(size, record_window_bytes));
    buffer_.resize(have + more);
    auto got = file_.read(at_ + have, std::span{buffer_}.subspan(have));
    if (!got)
      return got.error();
    buffer_.resize(have + *got);
  }
  return std::string_view{buffer_}.substr(skipped, size);
}

result<found_record> snapshot_record_source::next() {
  auto header = peek(snapshot_record_header_bytes);
  if (!header)
    return header.error();
  if (header->size() < snapshot_record_header_bytes)
    return damaged("the file is cut off");
  auto size = load<std::uint32_t>(header->data());
  auto kind = load<std::uint32_t>(header->data() + 4);
  auto expected = load<std::uint32_t>(header->data() + 8);
  if (size > max_snapshot_row_bytes)
    return damaged("a record is damaged");
  auto whole = peek(snapshot_record_header_bytes + size);
  if (!whole)
    return whole.error();
  if (whole->size() < snapshot_record_header_bytes + size)
    return damaged("a record is damaged or cut off");
  auto payload = whole->substr(snapshot_record_header_bytes);
  if (crc32c(payload, crc32c(whole->substr(0, 8))) != expected)
    return damaged("a record is damaged");
  checksum = crc32c(*whole, checksum);
  auto found = found_record{static_cast<snapshot_record>(kind), payload, at_};
  at_ += whole->size();
  return found;
}

} // namespace taskraft::persistence
