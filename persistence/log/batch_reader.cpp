#include "persistence/log/batch_reader.hpp"

#include "persistence/disk/byte_codec.hpp"

#include <algorithm>

namespace taskraft::persistence {

result<std::string_view> batch_reader::view(std::uint64_t offset,
                                            std::uint64_t size) {
  if (offset >= end_)
    return std::string_view{};
  size = std::min(size, end_ - offset);
  if (offset < window_offset_
      || offset + size > window_offset_ + window_.size()) {
    auto wanted = std::max<std::uint64_t>(size, window_bytes_);
    window_.resize(std::min(wanted, end_ - offset));
    window_offset_ = offset;
    auto got = segment_.read(offset, window_);
    if (!got) {
      window_.clear();
      return got.error();
    }
    window_.resize(*got);
  }
  return std::string_view{window_}.substr(offset - window_offset_, size);
}

result<std::optional<found_batch>> batch_reader::at(std::uint64_t offset) {
  auto start = view(offset, batch_header_bytes);
  if (!start)
    return start.error();
  auto header = decode_batch_header(*start);
  if (!header || offset + batch_bytes(header->payload_bytes) > end_)
    return std::optional<found_batch>{};
  auto size = batch_bytes(header->payload_bytes);
  auto whole = view(offset, size);
  if (!whole)
    return whole.error();
  if (whole->size() < size || !is_whole(*whole))
    return std::optional<found_batch>{};
  return std::optional{found_batch{
    .header = *header,
    .offset = offset,
    .payload = whole->substr(batch_header_bytes, header->payload_bytes)}};
}

result<std::optional<found_batch>>
batch_reader::find(std::uint64_t offset, std::optional<std::uint64_t> salt,
                   std::uint64_t least_sequence) {
  while (offset + batch_header_bytes <= end_) {
    auto bytes = view(offset, window_bytes_);
    if (!bytes)
      return bytes.error();
    if (bytes->size() < batch_header_bytes)
      break;
    auto last = bytes->size() - batch_header_bytes;
    auto skipped = std::size_t{0};
    while (skipped <= last
           && load<std::uint32_t>(bytes->data() + skipped) != batch_magic)
      skipped += 8;
    offset += skipped;
    if (skipped > last)
      continue;
    auto header = decode_batch_header(bytes->substr(skipped));
    if (header->sequence >= least_sequence
        && (!salt || header->salt == *salt)) {
      auto found = at(offset);
      if (!found || *found)
        return found;
    }
    offset += 8;
  }
  return std::optional<found_batch>{};
}

} // namespace taskraft::persistence
