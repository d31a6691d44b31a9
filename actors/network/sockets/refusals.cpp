#include "actors/network/sockets/refusals.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>

namespace taskraft::network {

bool may_log_refusal() {
  using namespace std::chrono;
  constexpr auto most_a_second = 10;
  static auto second = std::atomic<std::int64_t>{0};
  static auto count = std::atomic<int>{0};
  auto now = duration_cast<seconds>(steady_clock::now().time_since_epoch());
  if (second.exchange(now.count()) != now.count())
    count = 0;
  return ++count <= most_a_second;
}

} // namespace taskraft::network
