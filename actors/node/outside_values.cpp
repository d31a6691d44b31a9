#include "actors/node/outside_values.hpp"

#include "protocol/invariant.hpp"

#include <array>
#include <cstring>
#include <ctime>
#include <string_view>
#include <sys/random.h>
#include <sys/statvfs.h>
#include <utility>

namespace taskraft::actors {

// The processor's own source takes microseconds a number, and HTTP draws some
// for each request.
std::uint64_t entropy() {
  // As much as the kernel gives at once.
  thread_local auto drawn = std::array<unsigned char, 256>{};
  thread_local auto used = drawn.size();
  if (used == drawn.size()) {
    auto filled = ::getrandom(drawn.data(), drawn.size(), 0);
    RAFT_INVARIANT(filled == static_cast<ssize_t>(drawn.size()));
    used = 0;
  }
  auto value = std::uint64_t{0};
  std::memcpy(&value, drawn.data() + used, sizeof value);
  // Nothing is drawn twice, nor left to be found.
  std::memset(drawn.data() + used, 0, sizeof value);
  used += sizeof value;
  return value;
}

std::string fresh_name() {
  static constexpr auto digits = std::string_view{"0123456789abcdef"};
  auto name = std::string{};
  for (auto i = 0; i < 2; ++i)
    for (auto left = entropy(), j = std::uint64_t{0}; j < 16; ++j, left >>= 4U)
      name += digits[left & 15U];
  return name;
}

std::uint64_t now_us() {
  auto now = timespec{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  if (now.tv_sec < 0)
    return 0;
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000
         + static_cast<std::uint64_t>(now.tv_nsec) / 1000;
}

std::uint64_t uptime_us() {
  auto now = timespec{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000
         + static_cast<std::uint64_t>(now.tv_nsec) / 1000;
}

std::function<std::optional<unsigned>()>
free_percent_of(std::string directory) {
  return [directory = std::move(directory)]() -> std::optional<unsigned> {
    struct statvfs room = {};
    if (::statvfs(directory.c_str(), &room) != 0 || room.f_blocks == 0)
      return std::nullopt;
    return static_cast<unsigned>(room.f_bavail * 100 / room.f_blocks);
  };
}

std::uint64_t free_bytes_at(const std::string& directory) {
  struct statvfs room = {};
  if (::statvfs(directory.c_str(), &room) != 0 || room.f_blocks == 0)
    return UINT64_MAX;
  return std::uint64_t{room.f_bavail} * room.f_frsize;
}

} // namespace taskraft::actors
