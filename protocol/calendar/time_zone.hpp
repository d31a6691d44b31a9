// Days, weeks and months in the time zones of users. Nothing else computes with
// time zones.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace date {
class time_zone;
} // namespace date

namespace taskraft::calendar {

/// Days since 1970-01-01.
using day = std::int32_t;

enum class period : std::uint8_t { of_day, of_week, of_month };

class time_zone {
public:
  /// A zone of the IANA database, which is the system's; nothing if it has no
  /// such zone.
  static std::optional<time_zone> named(std::string_view name);
  static time_zone utc();

  /// The day of an instant, which is microseconds since 1970.
  day day_of(std::int64_t time_us) const;

  /// The first instant of the day. Where clocks skip its midnight, it is the
  /// one to which they skip.
  std::int64_t begin_of(day x) const;

  /// The first day that begins at that instant or later.
  day first_from(std::int64_t time_us) const;

  const std::string& name() const {
    return name_;
  }

private:
  time_zone(std::string name, const date::time_zone* zone);

  std::string name_;
  /// Lives as long as the process.
  const date::time_zone* zone_;
};

/// The first day of the week, which is its Monday, or of the month.
day begin_of_period(day x, period length);
/// The first day of the period after the one that begins so.
day next_period(day begin, period length);

/// "2026-12-01"; nothing if there is no such day.
std::optional<day> parse_day(std::string_view text);
std::string to_text(day x);

} // namespace taskraft::calendar
