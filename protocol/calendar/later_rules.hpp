// How a time zone changes its clocks after the last change that its file lists.

#pragma once

#include <chrono>
#include <date/date.h>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::calendar {

/// By how much local time is ahead of UTC, and since when.
struct zone_offset {
  std::chrono::seconds ahead{};
  date::sys_seconds since{};
};

/// The first, second, third, fourth or, as the fifth, last weekday of a month,
/// and the time of that day, which may be of another one.
struct change_rule {
  date::month month{};
  unsigned week = 0;
  date::weekday weekday{};
  std::chrono::seconds time{};
};

/// A year's rules, which hold for ever.
struct later_rules {
  std::chrono::seconds standard{};
  std::chrono::seconds summer{};
  change_rule to_summer;
  change_rule to_standard;

  zone_offset at(date::sys_seconds x) const;
};

/// "CET-1CEST,M3.5.0,M10.5.0/3", as RFC 8536, section 3.3, and POSIX have it;
/// nothing if it is anything else, or has only one offset.
std::optional<later_rules> parse_later_rules(std::string_view text);

/// What holds at an instant so late; nothing if the zone's file has no rules.
std::optional<zone_offset> later_offset(const std::string& zone,
                                        date::sys_seconds at);

} // namespace taskraft::calendar
