// The part of a file that a client asks for (RFC 9110 §14).

#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace taskraft::http {

/// From `begin` up to, but not including, `end`.
struct byte_range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// One range of bytes. An empty one: the file has none of them. Nothing if the
/// header asks for something else, which may be answered with the whole file.
std::optional<byte_range> range_of(std::string_view header, std::uint64_t size);

} // namespace taskraft::http
