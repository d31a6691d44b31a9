#include "protocol/json/instants.hpp"

#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <string>

namespace taskraft::json {

namespace {

/// 2026-11-29T07:02:43.123Z
constexpr auto usual_bytes = std::size_t{24};

/// At least `count` digits; an answer has many, and printf takes its time.
void append_digits(std::string& to, unsigned x, unsigned count) {
  auto digits = std::to_string(x);
  if (digits.size() < count)
    to.append(count - digits.size(), '0');
  to += digits;
}

} // namespace

std::string date_text(std::int64_t days) {
  auto date = std::chrono::year_month_day{
    std::chrono::sys_days{std::chrono::days{days}}};
  auto year = static_cast<int>(date.year());
  auto text = std::string{};
  text.reserve(usual_bytes);
  if (year < 0)
    text += '-';
  append_digits(text, static_cast<unsigned>(std::abs(year)), 4);
  text += '-';
  append_digits(text, static_cast<unsigned>(date.month()), 2);
  text += '-';
  append_digits(text, static_cast<unsigned>(date.day()), 2);
  return text;
}

std::string to_rfc3339(std::int64_t time_us) {
  namespace chrono = std::chrono;
  auto moment
    = chrono::sys_time<chrono::microseconds>{chrono::microseconds{time_us}};
  auto day = chrono::floor<chrono::days>(moment);
  auto time = chrono::hh_mm_ss{moment - day};
  auto text = date_text(day.time_since_epoch().count());
  auto add = [&](char before, auto value, unsigned count) {
    text += before;
    append_digits(text, static_cast<unsigned>(value), count);
  };
  add('T', time.hours().count(), 2);
  add(':', time.minutes().count(), 2);
  add(':', time.seconds().count(), 2);
  add('.', time.subseconds().count() / 1000, 3);
  text += 'Z';
  return text;
}

std::string to_rfc3339(const tasks::wire::Due& due) {
  if (due.has_date())
    return date_text(due.date());
  return to_rfc3339(due.instant_us());
}

} // namespace taskraft::json
