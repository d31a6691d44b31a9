#include "protocol/calendar/time_zone.hpp"

#include "protocol/calendar/later_rules.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <date/tz.h>
#include <stdexcept>
#include <utility>

namespace taskraft::calendar {

namespace {

using std::chrono::microseconds;
using instant = date::sys_time<microseconds>;

date::local_days local_day(day x) {
  return date::local_days{date::days{x}};
}

day number_of(date::local_days x) {
  return static_cast<day>(x.time_since_epoch().count());
}

day days_in(instant x) {
  return static_cast<day>(
    date::floor<date::days>(x).time_since_epoch().count());
}

date::year_month_day date_of(day x) {
  return date::year_month_day{local_day(x)};
}

/// The files of zones list changes of clocks at least up to this year, and the
/// date library knows no others.
constexpr auto last_listed_year = date::year{2037};

bool is_listed(instant at, const date::sys_info& known) {
  return at < date::sys_days{last_listed_year / 1 / 1}
         || date::year_month_day{date::floor<date::days>(known.end)}.year()
              < date::year::max();
}

zone_offset offset_at(const date::time_zone& zone, instant at) {
  auto known = zone.get_info(at);
  auto listed = zone_offset{known.offset, known.begin};
  if (is_listed(at, known))
    return listed;
  return later_offset(zone.name(), date::floor<std::chrono::seconds>(at))
    .value_or(listed);
}

/// The first instant of the day that begins with this midnight, which is given
/// as if it were one of UTC.
instant later_begin(const date::time_zone& zone, instant midnight) {
  auto before = offset_at(zone, midnight - date::days{1}).ahead;
  auto after = offset_at(zone, midnight + date::days{1}).ahead;
  auto early = midnight - std::max(before, after);
  if (early + offset_at(zone, early).ahead == midnight)
    return early;
  auto late = midnight - std::min(before, after);
  auto then = offset_at(zone, late);
  // Otherwise clocks skip this midnight.
  return late + then.ahead == midnight ? late : instant{then.since};
}

/// Digits only, all of them.
std::optional<int> number_in(std::string_view digits) {
  auto number = 0;
  const auto* end = digits.data() + digits.size();
  auto [rest, problem] = std::from_chars(digits.data(), end, number);
  if (problem != std::errc{} || rest != end || digits.front() == '-')
    return std::nullopt;
  return number;
}

} // namespace

time_zone::time_zone(std::string name, const date::time_zone* zone)
  : name_(std::move(name)), zone_(zone) {
}

std::optional<time_zone> time_zone::named(std::string_view name) {
  try {
    return time_zone{std::string{name}, date::locate_zone(std::string{name})};
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

time_zone time_zone::utc() {
  // A machine without the database still knows UTC.
  auto found = named("UTC");
  return found ? *std::move(found) : time_zone{"UTC", nullptr};
}

day time_zone::day_of(std::int64_t time_us) const {
  auto at = instant{microseconds{time_us}};
  if (zone_ == nullptr)
    return days_in(at);
  return days_in(at + offset_at(*zone_, at).ahead);
}

std::int64_t time_zone::begin_of(day x) const {
  if (zone_ == nullptr)
    return microseconds{date::days{x}}.count();
  auto midnight = date::local_time<microseconds>{local_day(x)};
  auto begin = instant{zone_->to_sys(midnight, date::choose::earliest)};
  if (!is_listed(begin, zone_->get_info(begin)))
    begin = later_begin(*zone_, instant{midnight.time_since_epoch()});
  return begin.time_since_epoch().count();
}

day time_zone::first_from(std::int64_t time_us) const {
  auto at = day_of(time_us);
  return begin_of(at) < time_us ? at + 1 : at;
}

day begin_of_period(day x, period length) {
  auto at = local_day(x);
  switch (length) {
    case period::of_day:
      return x;
    case period::of_week:
      return number_of(at - (date::weekday{at} - date::Monday));
    case period::of_month:
      return number_of(
        date::local_days{date_of(x).year() / date_of(x).month() / 1});
  }
  return x;
}

day next_period(day begin, period length) {
  switch (length) {
    case period::of_day:
      return begin + 1;
    case period::of_week:
      return begin + 7;
    case period::of_month:
      return number_of(date::local_days{
        date::year_month_day{date_of(begin) + date::months{1}}});
  }
  return begin;
}

std::optional<day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-')
    return std::nullopt;
  auto year = number_in(text.substr(0, 4));
  auto month = number_in(text.substr(5, 2));
  auto of_month = number_in(text.substr(8, 2));
  if (!year || !month || !of_month)
    return std::nullopt;
  auto x = date::year_month_day{date::year{*year},
                                date::month{static_cast<unsigned>(*month)},
                                date::day{static_cast<unsigned>(*of_month)}};
  if (!x.ok())
    return std::nullopt;
  return number_of(date::local_days{x});
}

std::string to_text(day x) {
  auto at = date_of(x);
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u",
                static_cast<int>(at.year()), static_cast<unsigned>(at.month()),
                static_cast<unsigned>(at.day()));
  return text;
}

} // namespace taskraft::calendar
