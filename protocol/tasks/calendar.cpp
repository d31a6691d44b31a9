#include "protocol/tasks/calendar.hpp"

#include <array>

namespace taskraft::tasks {

namespace {

/// The calendar repeats itself after 400 years.
constexpr std::int64_t days_of_era = 146'097;
/// From 0000-03-01 to 1970-01-01: years that begin in March end with their leap
/// day.
constexpr std::int64_t epoch_day = 719'468;

std::int64_t divided(std::int64_t x, std::int64_t by) {
  return x / by - (x % by < 0 ? 1 : 0);
}

bool is_leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

} // namespace

int days_of_month(std::int64_t year, int month) {
  constexpr auto lengths
    = std::to_array<int>({31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31});
  return lengths.at(static_cast<std::size_t>(month - 1))
         + (month == 2 && is_leap(year) ? 1 : 0);
}

bool is_date(const calendar_date& x) {
  return x.month >= 1 && x.month <= 12 && x.day >= 1
         && x.day <= days_of_month(x.year, x.month);
}

std::int64_t day_number(const calendar_date& x) {
  auto year = x.year - (x.month <= 2 ? 1 : 0);
  auto era = divided(year, 400);
  auto of_era = year - era * 400;
  auto months = x.month > 2 ? x.month - 3 : x.month + 9;
  auto of_year = (153 * months + 2) / 5 + x.day - 1;
  return era * days_of_era + of_era * 365 + of_era / 4 - of_era / 100 + of_year
         - epoch_day;
}

calendar_date date_of_day(std::int64_t number) {
  auto days = number + epoch_day;
  auto era = divided(days, days_of_era);
  auto of_era = days - era * days_of_era;
  auto year
    = (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
  auto of_year = of_era - (365 * year + year / 4 - year / 100);
  auto months = (5 * of_year + 2) / 153;
  auto day = static_cast<int>(of_year - (153 * months + 2) / 5 + 1);
  auto month = static_cast<int>(months < 10 ? months + 3 : months - 9);
  return {year + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

int weekday_of_day(std::int64_t number) {
  // 1970-01-01 was a Thursday.
  return static_cast<int>(number + 4 - divided(number + 4, 7) * 7);
}

} // namespace taskraft::tasks
