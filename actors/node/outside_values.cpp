#include "actors/node/outside_values.hpp"

#include <ctime>
#include <random>
#include <string_view>

namespace taskraft::actors {

std::uint64_t entropy() {
  thread_local auto device = std::random_device{};
  return (std::uint64_t{device()} << 32U) | device();
}

std::string fresh_name() {
  static constexpr auto digits = std::string_view{"0123456789abcdef"};
  auto name = std::string{};
  for (auto i = 0; i < 2; ++i)
    for (auto left = entropy(), j = std::uint64_t{0}; j < 16;
         ++j, left >>= 4U)
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

} // namespace taskraft::actors
