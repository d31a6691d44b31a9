// The checksum of everything on disk: CRC-32C (Castagnoli).

#pragma once

#include <cstdint>
#include <string_view>

namespace taskraft::persistence {

/// Continues `before`, the checksum of the bytes that came first; uses the
/// processor's instruction where there is one.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

/// The same without the instruction.
std::uint32_t portable_crc32c(std::string_view bytes, std::uint32_t before = 0);

} // namespace taskraft::persistence
