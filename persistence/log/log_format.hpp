// What a segment file looks like: a header block, then batches, each at a
// multiple of eight bytes.

#pragma once

#include "protocol/raft/types.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace taskraft::persistence {

/// Written and synced when a segment is taken into use, after everything in
/// the segment before it is durable.
struct segment_header {
  /// Place in the log, from 1; zero for a file that was never used.
  std::uint64_t number = 0;
  /// Random for each use of a file. Batches repeat it, so that neither what a
  /// recycled file held before nor a payload that looks like a batch is ever
  /// taken for one.
  std::uint64_t salt = 0;
  /// The sequence of the first batch.
  std::uint64_t first_sequence = 0;
  /// Bytes of the whole file.
  std::uint64_t capacity = 0;

  friend bool operator==(const segment_header&, const segment_header&)
    = default;
};

inline constexpr std::uint64_t segment_block_bytes = 4096;
inline constexpr std::size_t segment_header_bytes = 48;

std::string encode(const segment_header& x);

/// Nothing if the bytes are no segment header.
std::optional<segment_header> decode_segment_header(std::string_view bytes);

/// The values are stored: never renumber.
enum class batch_kind : std::uint32_t {
  /// The payload is a run of entries.
  entries = 1,
  /// Says nothing but that the batch before is durable.
  mark = 2,
  /// Removes `first_index` and all entries after it.
  truncation = 3,
};

struct batch_header {
  batch_kind kind = batch_kind::mark;
  /// Without padding.
  std::uint32_t payload_bytes = 0;
  std::uint64_t salt = 0;
  /// Counts the batches of a log without gaps, over all segments.
  std::uint64_t sequence = 0;
  raft::log_index first_index;
};

inline constexpr std::size_t batch_header_bytes = 40;
inline constexpr std::uint32_t batch_magic = 0x62725401;

/// Bytes of a batch on disk: header, payload, padding.
constexpr std::uint64_t batch_bytes(std::uint64_t payload_bytes) {
  return (batch_header_bytes + payload_bytes + 7) / 8 * 8;
}

/// The zeros that follow a payload of that size.
std::string_view batch_padding(std::uint64_t payload_bytes);

/// The header's bytes; `payload` is everything after it, padding included.
std::string encode(const batch_header& x,
                   std::span<const std::string_view> payload);

/// Only what the bytes claim: use `is_whole` before believing it. Nothing if
/// they do not even look like a header.
std::optional<batch_header> decode_batch_header(std::string_view bytes);

/// Whether a batch, from its header to its padding, is as it was written.
bool is_whole(std::string_view batch);

} // namespace taskraft::persistence
