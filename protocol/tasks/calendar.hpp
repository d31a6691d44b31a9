// Days of the Gregorian calendar. The rules know no clock, so they count the
// days themselves.

#pragma once

#include <cstdint>

namespace taskraft::tasks {

struct calendar_date {
  std::int64_t year = 1970;
  int month = 1;
  int day = 1;

  friend bool operator==(const calendar_date&, const calendar_date&) = default;
};

int days_of_month(std::int64_t year, int month);

/// Whether there is such a day.
bool is_date(const calendar_date& x);

/// Days since 1970-01-01.
std::int64_t day_number(const calendar_date& x);
calendar_date date_of_day(std::int64_t number);

/// 0 is a Sunday.
int weekday_of_day(std::int64_t number);

} // namespace taskraft::tasks
