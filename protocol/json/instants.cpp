#include "protocol/json/instants.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace taskraft::json {

std::string date_text(std::int64_t days) {
  auto date = std::chrono::year_month_day{
    std::chrono::sys_days{std::chrono::days{days}}};
  auto text = std::array<char, 32>{};
  std::snprintf(
    text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

std::string to_rfc3339(std::int64_t time_us) {
  namespace chrono = std::chrono;
  auto moment
    = chrono::sys_time<chrono::microseconds>{chrono::microseconds{time_us}};
  auto day = chrono::floor<chrono::days>(moment);
  auto time = chrono::hh_mm_ss{moment - day};
  auto text = std::array<char, 32>{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d.%03dZ",
                static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count() / 1000));
  return date_text(day.time_since_epoch().count()) + text.data();
}

std::string to_rfc3339(const tasks::wire::Due& due) {
  if (due.has_date())
    return date_text(due.date());
  return to_rfc3339(due.instant_us());
}

} // namespace taskraft::json
