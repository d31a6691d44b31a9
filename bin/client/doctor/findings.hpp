// What the doctor finds, for people and for scripts.

#pragma once

#include "bin/client/text/cli_error.hpp"
#include "bin/client/text/output.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::client {

/// From good to bad.
enum class health : std::uint8_t {
  ok,
  /// Could not be looked at, and `detail` says why.
  skipped,
  /// Works, and will not work well one day.
  warning,
  failure,
};

struct finding {
  client::health health = health::ok;
  /// What was looked at, a word that scripts rely on.
  std::string_view check;
  std::string detail;
  /// What to do; empty if nothing need be done.
  std::string advice;
};

using findings = std::vector<finding>;

/// A line each.
std::string findings_text(const findings& all, const output_style& style);

std::string findings_json(const findings& all, const output_style& style);

/// 1 if anything has failed; 6 if that is only that no node answers, and 4 if
/// it is only that they do not let the doctor in.
exit_code exit_code_of(const findings& all);

/// The checks whose failures mean that.
inline constexpr auto reach_check = std::string_view{"cluster"};
inline constexpr auto login_check = std::string_view{"login"};

/// "1.5 GiB"
std::string bytes_text(std::uint64_t bytes);

/// "3 days", "2 hours", "90 ms"
std::string duration_text(std::uint64_t us);

} // namespace taskraft::client
