// Notices that the store does not answer, however little is asked of it.

#pragma once

#include <chrono>

namespace taskraft::actors {

struct store_watch {
  static constexpr auto interval = std::chrono::seconds{2};
  /// Work that this many looks in a row find under way has taken four seconds
  /// at least.
  static constexpr auto most_looks = 3;

  int looks = 0;
  /// The store does not answer.
  bool is_away = false;

  /// A look finds that the store is at work. Whether that is news: it does not
  /// answer.
  bool finds_work() {
    if (is_away || ++looks < most_looks)
      return false;
    is_away = true;
    return true;
  }
};

} // namespace taskraft::actors
