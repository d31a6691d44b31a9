// When a task that repeats is due again: a subset of RFC 5545's recurrence
// rules, FREQ, INTERVAL, BYDAY, BYMONTHDAY, COUNT and UNTIL.

#pragma once

#include "protocol/errors.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace taskraft::tasks {

/// "-1FR"; an ordinal of zero means each of these days.
struct rule_day {
  /// 0 is a Sunday.
  int day = 0;
  int ordinal = 0;
};

struct repetition {
  enum class frequency : std::uint8_t { daily, weekly, monthly, yearly };

  frequency every = frequency::daily;
  std::int64_t interval = 1;
  std::vector<rule_day> days;
  /// Negative ones count from the end of the month.
  std::vector<int> month_days;
  std::optional<std::uint64_t> count;
  /// Inclusive; of the two, one is set at most.
  std::optional<std::int64_t> until_date;
  std::optional<std::int64_t> until_us;
};

/// A rule, or why the text is none: words that follow on the field's name.
std::variant<repetition, std::string> parse_repetition(std::string_view text);

/// The text as tasks keep it: capital letters without "RRULE:".
std::string kept_repetition(std::string_view text);

/// What the next task has.
struct next_occurrence {
  wire::Due due;
  std::string repeat;
};

/// The next after this due date or instant, which begins the rule; instants are
/// counted in UTC. Nothing if the rule ends, or gives nothing within
/// `max_rule_candidates`. The text must be a rule.
std::optional<next_occurrence> next_after(std::string_view text,
                                          const wire::Due& due);

/// Whether the rule ever gives a day after this one, COUNT and UNTIL apart.
bool gives_days_after(const repetition& rule, const wire::Due& due);

} // namespace taskraft::tasks
