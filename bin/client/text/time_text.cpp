#include "bin/client/text/time_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace taskraft::client {

namespace {

namespace chrono = std::chrono;

constexpr std::int64_t us_per_second = 1'000'000;
constexpr std::int64_t seconds_per_day = 86'400;
constexpr auto most_days = std::int64_t{36'500};
/// Three times as many overflow where nanoseconds are counted.
constexpr auto longest_duration = chrono::hours{24 * most_days};

/// Takes fixed pieces off the front of a text.
class text_reader {
public:
  explicit text_reader(std::string_view text) : rest_(text) {
  }

  std::optional<int> digits(std::size_t count) {
    if (rest_.size() < count)
      return std::nullopt;
    auto value = 0;
    for (auto digit : rest_.substr(0, count)) {
      if (digit < '0' || digit > '9')
        return std::nullopt;
      value = value * 10 + (digit - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  bool skip(char expected) {
    if (rest_.empty() || rest_[0] != expected)
      return false;
    rest_.remove_prefix(1);
    return true;
  }

  /// Digits after a decimal point, as microseconds.
  std::optional<std::int64_t> fraction_us() {
    auto value = std::int64_t{0};
    auto unit = us_per_second / 10;
    auto any = false;
    while (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9') {
      value += unit * (rest_[0] - '0');
      unit /= 10;
      any = true;
      rest_.remove_prefix(1);
    }
    if (!any)
      return std::nullopt;
    return value;
  }

  bool at_end() const {
    return rest_.empty();
  }

private:
  std::string_view rest_;
};

std::optional<chrono::year_month_day> read_date(text_reader& text) {
  auto year = text.digits(4);
  if (!year || !text.skip('-'))
    return std::nullopt;
  auto month = text.digits(2);
  if (!month || !text.skip('-'))
    return std::nullopt;
  auto day = text.digits(2);
  if (!day)
    return std::nullopt;
  auto date = chrono::year_month_day{
    chrono::year{*year}, chrono::month{static_cast<unsigned>(*month)},
    chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok())
    return std::nullopt;
  return date;
}

struct time_of_day {
  std::int64_t seconds = 0;
  std::int64_t fraction_us = 0;
};

std::optional<time_of_day> read_time(text_reader& text) {
  auto hour = text.digits(2);
  if (!hour || *hour > 23 || !text.skip(':'))
    return std::nullopt;
  auto minute = text.digits(2);
  if (!minute || *minute > 59)
    return std::nullopt;
  auto result = time_of_day{.seconds = *hour * 3600 + *minute * 60};
  if (!text.skip(':'))
    return result;
  auto second = text.digits(2);
  if (!second || *second > 59)
    return std::nullopt;
  result.seconds += *second;
  if (!text.skip('.'))
    return result;
  auto fraction = text.fraction_us();
  if (!fraction)
    return std::nullopt;
  result.fraction_us = *fraction;
  return result;
}

/// By how many seconds a zone is ahead of UTC.
std::optional<std::int64_t> read_zone(text_reader& text) {
  if (text.skip('Z') || text.skip('z'))
    return 0;
  auto sign = 0;
  if (text.skip('+'))
    sign = 1;
  else if (text.skip('-'))
    sign = -1;
  else
    return std::nullopt;
  auto hours = text.digits(2);
  if (!hours || *hours > 23)
    return std::nullopt;
  text.skip(':');
  auto minutes = text.digits(2);
  if (!minutes || *minutes > 59)
    return std::nullopt;
  return sign * (*hours * 3600 + *minutes * 60);
}

/// Days since 1970-01-01.
std::int32_t day_number(const chrono::year_month_day& date) {
  return static_cast<std::int32_t>(
    chrono::sys_days{date}.time_since_epoch().count());
}

/// By how many seconds local time is ahead of UTC at that moment.
std::int64_t offset_at(std::int64_t seconds) {
  auto time = static_cast<std::time_t>(seconds);
  auto fields = std::tm{};
  localtime_r(&time, &fields);
  return fields.tm_gmtoff;
}

/// A local time in seconds since 1970. Where clocks go back, a time that occurs
/// twice means the first of the two. Where they go forward, a time that is
/// skipped counts as if clocks had not changed yet.
std::int64_t local_seconds(const chrono::year_month_day& date,
                           std::int64_t second_of_day) {
  auto as_if_utc = day_number(date) * seconds_per_day + second_of_day;
  auto before = offset_at(as_if_utc - seconds_per_day);
  auto after = offset_at(as_if_utc + seconds_per_day);
  // The greater offset gives the earlier moment.
  auto early = as_if_utc - std::max(before, after);
  auto late = as_if_utc - std::min(before, after);
  if (early + offset_at(early) == as_if_utc)
    return early;
  if (late + offset_at(late) == as_if_utc)
    return late;
  return as_if_utc - before;
}

chrono::year_month_day date_of(std::int32_t day_number) {
  return chrono::sys_days{chrono::days{day_number}};
}

} // namespace

std::optional<tasks::wire::Due> parse_due(std::string_view text) {
  auto reader = text_reader{text};
  auto date = read_date(reader);
  if (!date)
    return std::nullopt;
  auto due = tasks::wire::Due{};
  if (reader.at_end()) {
    due.set_date(day_number(*date));
    return due;
  }
  if (!reader.skip('T') && !reader.skip('t') && !reader.skip(' '))
    return std::nullopt;
  auto time = read_time(reader);
  if (!time)
    return std::nullopt;
  auto seconds = std::int64_t{0};
  if (reader.at_end()) {
    seconds = local_seconds(*date, time->seconds);
  } else {
    auto zone = read_zone(reader);
    if (!zone || !reader.at_end())
      return std::nullopt;
    seconds = day_number(*date) * seconds_per_day + time->seconds - *zone;
  }
  due.set_instant_us(seconds * us_per_second + time->fraction_us);
  return due;
}

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  auto count = std::uint32_t{0};
  const auto* end = text.data() + text.size();
  auto [unit, problem] = std::from_chars(text.data(), end, count);
  if (problem != std::errc{} || count == 0)
    return std::nullopt;
  auto name = std::string_view{unit, static_cast<std::size_t>(end - unit)};
  auto duration = chrono::milliseconds{};
  if (name == "ms")
    duration = chrono::milliseconds{count};
  else if (name == "s")
    duration = chrono::seconds{count};
  else if (name == "m")
    duration = chrono::minutes{count};
  else if (name == "h")
    duration = chrono::hours{count};
  else
    return std::nullopt;
  if (duration > longest_duration)
    return std::nullopt;
  return duration;
}

std::string to_local_text(std::int64_t time_us) {
  auto seconds = static_cast<std::time_t>(time_us / us_per_second);
  auto fields = std::tm{};
  localtime_r(&seconds, &fields);
  auto text = std::array<char, 32>{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &fields);
  return text.data();
}

std::string to_local_text(const tasks::wire::Due& due) {
  if (due.has_date())
    return taskraft::json::date_text(due.date());
  return to_local_text(due.instant_us());
}

std::string time_text(std::uint64_t time_us, const output_style& style) {
  auto time = static_cast<std::int64_t>(time_us);
  return style.terminal ? to_local_text(time) : to_rfc3339(time);
}

std::int64_t now_us() {
  auto now = chrono::system_clock::now().time_since_epoch();
  return chrono::duration_cast<chrono::microseconds>(now).count();
}

std::optional<std::int64_t> parse_since(std::string_view text,
                                        std::int64_t before_us) {
  if (auto due = parse_due(text))
    return due->has_date()
             ? local_seconds(date_of(due->date()), 0) * us_per_second
             : due->instant_us();
  if (text.ends_with('d')) {
    auto days = std::int64_t{0};
    const auto* end = text.data() + text.size() - 1;
    auto [rest, problem] = std::from_chars(text.data(), end, days);
    if (problem != std::errc{} || rest != end || days < 0 || days > most_days)
      return std::nullopt;
    return before_us - days * seconds_per_day * us_per_second;
  }
  auto duration = parse_duration(text);
  if (!duration)
    return std::nullopt;
  return before_us - chrono::microseconds{*duration}.count();
}

} // namespace taskraft::client
