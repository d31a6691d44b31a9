// How far a long operation has come, on a terminal.

#pragma once

#include "bin/client/text/output.hpp"

#include <chrono>
#include <cstdint>
#include <iosfwd>
#include <string>

namespace taskraft::client {

/// What a bar counts.
enum class bar_unit : std::uint8_t { mebibytes, rows };

/// Redraws a line with the share, the rate and the time left; the line is gone
/// when the bar is. Does nothing if it is not `shown`.
class progress_bar {
public:
  progress_bar(std::ostream& to, bool shown, std::uint64_t total,
               bar_unit unit = bar_unit::mebibytes);
  progress_bar(const progress_bar&) = delete;
  progress_bar& operator=(const progress_bar&) = delete;
  ~progress_bar();

  void show(std::uint64_t done) const;

private:
  std::ostream& to_;
  bool shown_;
  std::uint64_t total_;
  bar_unit unit_;
  std::chrono::steady_clock::time_point start_;
};

/// What the bar says after `seconds`.
std::string progress_text(std::uint64_t done, std::uint64_t total,
                          bar_unit unit, double seconds);

} // namespace taskraft::client
