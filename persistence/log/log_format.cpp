#include "persistence/log/log_format.hpp"

#include "persistence/disk/byte_codec.hpp"
#include "persistence/disk/crc32c.hpp"

namespace taskraft::persistence {

namespace {

constexpr std::uint64_t segment_magic = 0x31474553'54465254; // "TRFTSEG1"

/// The checksum covers everything of a batch after magic and checksum.
constexpr std::size_t batch_checked_from = 8;

} // namespace

std::string encode(const segment_header& x) {
  auto body = std::string{};
  store(body, x.number);
  store(body, x.salt);
  store(body, x.first_sequence);
  store(body, x.capacity);
  auto bytes = std::string{};
  store(bytes, segment_magic);
  store(bytes, std::uint64_t{crc32c(body)});
  return bytes + body;
}

std::optional<segment_header> decode_segment_header(std::string_view bytes) {
  if (bytes.size() < segment_header_bytes)
    return std::nullopt;
  const auto* at = bytes.data();
  auto body = bytes.substr(16, segment_header_bytes - 16);
  if (load<std::uint64_t>(at) != segment_magic
      || load<std::uint64_t>(at + 8) != crc32c(body))
    return std::nullopt;
  return segment_header{.number = load<std::uint64_t>(at + 16),
                        .salt = load<std::uint64_t>(at + 24),
                        .first_sequence = load<std::uint64_t>(at + 32),
                        .capacity = load<std::uint64_t>(at + 40)};
}

std::string_view batch_padding(std::uint64_t payload_bytes) {
  static constexpr char zeros[8] = {};
  return {zeros,
          batch_bytes(payload_bytes) - batch_header_bytes - payload_bytes};
}

std::string encode(const batch_header& x,
                   std::span<const std::string_view> payload) {
  auto checked = std::string{};
  store(checked, static_cast<std::uint32_t>(x.kind));
  store(checked, x.payload_bytes);
  store(checked, x.salt);
  store(checked, x.sequence);
  store(checked, x.first_index.value);
  auto sum = crc32c(checked);
  for (auto part : payload)
    sum = crc32c(part, sum);
  auto bytes = std::string{};
  store(bytes, batch_magic);
  store(bytes, sum);
  return bytes + checked;
}

std::optional<batch_header> decode_batch_header(std::string_view bytes) {
  if (bytes.size() < batch_header_bytes)
    return std::nullopt;
  const auto* at = bytes.data();
  if (load<std::uint32_t>(at) != batch_magic)
    return std::nullopt;
  return batch_header{.kind
                      = static_cast<batch_kind>(load<std::uint32_t>(at + 8)),
                      .payload_bytes = load<std::uint32_t>(at + 12),
                      .salt = load<std::uint64_t>(at + 16),
                      .sequence = load<std::uint64_t>(at + 24),
                      .first_index = {load<std::uint64_t>(at + 32)}};
}

bool is_whole(std::string_view batch) {
  return load<std::uint32_t>(batch.data() + 4)
         == crc32c(batch.substr(batch_checked_from));
}

} // namespace taskraft::persistence
