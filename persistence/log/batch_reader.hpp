// Reads batches of one segment through a window of bounded size.

#pragma once

#include "persistence/disk/file.hpp"
#include "persistence/log/log_format.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::persistence {

struct found_batch {
  batch_header header;
  std::uint64_t offset = 0;
  /// Without padding; valid until the reader is asked again.
  std::string_view payload;

  std::uint64_t end() const {
    return offset + batch_bytes(header.payload_bytes);
  }
};

class batch_reader {
public:
  /// Never reads at `end` or after it.
  batch_reader(const file& segment, std::uint64_t end, std::size_t window)
    : segment_(segment), end_(end), window_bytes_(window) {
  }

  /// The batch at `offset`, if one is there whole.
  result<std::optional<found_batch>> at(std::uint64_t offset);

  /// The first whole batch from `offset` on with this salt, if one is given,
  /// and at least this sequence. Looks at every place where one might begin.
  result<std::optional<found_batch>> find(std::uint64_t offset,
                                          std::optional<std::uint64_t> salt,
                                          std::uint64_t least_sequence);

private:
  /// The bytes from `offset` on: `size` of them, or fewer at the end.
  result<std::string_view> view(std::uint64_t offset, std::uint64_t size);

  const file& segment_;
  std::uint64_t end_;
  std::size_t window_bytes_;
  std::string window_;
  std::uint64_t window_offset_ = 0;
};

} // namespace taskraft::persistence
