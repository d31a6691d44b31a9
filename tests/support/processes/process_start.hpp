// What those who start processes from more than one thread hold meanwhile.

#pragma once

#include <mutex>

namespace taskraft::tests {

/// Held while a process is started. Boost.Process makes a pipe and only then
/// says that it closes on exec. A process that another thread starts in between
/// inherits it, and the first thread waits until that process ends.
inline std::unique_lock<std::mutex> hold_other_starts() {
  static auto starts = std::mutex{};
  return std::unique_lock{starts};
}

} // namespace taskraft::tests
