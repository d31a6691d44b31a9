#include "persistence/disk/crc32c.hpp"

#include <boost/crc.hpp>

#include <cstring>

namespace taskraft::persistence {

namespace {

/// Boost wants the register as it is before the final reflection.
std::uint32_t reversed_bits(std::uint32_t x) {
  auto result = std::uint32_t{0};
  for (auto i = 0; i < 32; ++i)
    result |= ((x >> static_cast<unsigned>(i)) & 1U)
              << static_cast<unsigned>(31 - i);
  return result;
}

#if defined(__x86_64__)

__attribute__((target("sse4.2"))) std::uint32_t
hardware_crc32c(std::string_view bytes, std::uint32_t before) {
  auto state = std::uint64_t{before ^ 0xffffffffU};
  const auto* at = bytes.data();
  auto left = bytes.size();
  for (; left >= 8; at += 8, left -= 8) {
    std::uint64_t word;
    std::memcpy(&word, at, sizeof word);
    state = __builtin_ia32_crc32di(state, word);
  }
  auto rest = static_cast<std::uint32_t>(state);
  for (; left > 0; ++at, --left)
    rest = __builtin_ia32_crc32qi(rest, static_cast<unsigned char>(*at));
  return rest ^ 0xffffffffU;
}

bool has_instruction() {
  static const bool supported = __builtin_cpu_supports("sse4.2") != 0;
  return supported;
}

#endif

} // namespace

std::uint32_t portable_crc32c(std::string_view bytes, std::uint32_t before) {
  auto sum
    = boost::crc_optimal<32, 0x1EDC6F41, 0xffffffff, 0xffffffff, true, true>{
      reversed_bits(before ^ 0xffffffffU)};
  sum.process_bytes(bytes.data(), bytes.size());
  return static_cast<std::uint32_t>(sum.checksum());
}

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
#if defined(__x86_64__)
  if (has_instruction())
    return hardware_crc32c(bytes, before);
#endif
  return portable_crc32c(bytes, before);
}

} // namespace taskraft::persistence
