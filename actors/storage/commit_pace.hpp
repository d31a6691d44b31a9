// How long evaluated entries gather for one transaction.

#pragma once

#include <chrono>
#include <cstdint>
#include <utility>

namespace taskraft::actors {

/// A transaction writes the last page of every index anew: one of 40 new tasks
/// costs twice as much a task as one of 320 (measured). From `many` entries on
/// they wait longer, so that more gather; `enough` of them wait no more.
struct commit_pace {
  static constexpr auto delay = std::chrono::milliseconds{10};
  static constexpr auto more_delay = std::chrono::milliseconds{15};
  static constexpr auto many = std::uint64_t{64};
  static constexpr auto enough = std::uint64_t{512};
  /// As many are committed at once.
  static constexpr auto most_entries = std::uint64_t{4096};

  /// `commit_state` is on its way, after a while or at once.
  bool armed = false;
  bool due = false;
  /// The commit was put off already.
  bool postponed = false;

  /// Whether a commit of as many entries is put off by `more_delay`, which
  /// happens once.
  bool puts_off(std::uint64_t entries) {
    return !due && entries >= many && entries < enough
           && !std::exchange(postponed, true);
  }
};

} // namespace taskraft::actors
