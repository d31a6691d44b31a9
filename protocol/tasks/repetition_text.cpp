// Reads recurrence rules.

#include "protocol/tasks/calendar.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/repetition.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace taskraft::tasks {

namespace {

/// What is wrong; empty: nothing.
using problem = std::string;

constexpr auto day_words
  = std::to_array<std::string_view>({"SU", "MO", "TU", "WE", "TH", "FR", "SA"});

/// Digits, with a sign if it is allowed; nothing if the text is anything else.
std::optional<std::int64_t> whole_number(std::string_view text,
                                         bool may_have_sign) {
  auto digits = text;
  if (may_have_sign && (text.starts_with('+') || text.starts_with('-')))
    digits.remove_prefix(1);
  if (digits.empty() || digits.size() > 9
      || digits.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  auto value = std::int64_t{0};
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return text.starts_with('-') ? -value : value;
}

template <class Take>
problem each_of(std::string_view list, char between, Take take) {
  while (true) {
    auto end = list.find(between);
    if (auto why = take(list.substr(0, end)); !why.empty())
      return why;
    if (end == std::string_view::npos)
      return {};
    list.remove_prefix(end + 1);
  }
}

problem read_frequency(std::string_view text, repetition& to) {
  constexpr auto words
    = std::to_array<std::string_view>({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"});
  auto found = std::ranges::find(words, text);
  if (found == words.end())
    return "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY";
  to.every = static_cast<repetition::frequency>(found - words.begin());
  return {};
}

problem read_interval(std::string_view text, repetition& to) {
  auto number = whole_number(text, false);
  if (!number || *number == 0 || *number > max_rule_interval)
    return "INTERVAL is a number from 1 to 9999";
  to.interval = *number;
  return {};
}

problem read_count(std::string_view text, repetition& to) {
  auto number = whole_number(text, false);
  if (!number || *number == 0)
    return "COUNT is a number from 1 on";
  to.count = static_cast<std::uint64_t>(*number);
  return {};
}

problem read_days(std::string_view list, repetition& to) {
  return each_of(list, ',', [&](std::string_view text) -> problem {
    auto name = text.size() < 2 ? text : text.substr(text.size() - 2);
    auto found = std::ranges::find(day_words, name);
    auto ordinal = std::optional<std::int64_t>{0};
    if (text.size() > 2)
      ordinal = whole_number(text.substr(0, text.size() - 2), true);
    if (found == day_words.end() || !ordinal || *ordinal > 53 || *ordinal < -53
        || (text.size() > 2 && *ordinal == 0))
      return "BYDAY is days like MO,TU or, of months and years, 1MO,-1FR";
    to.days.push_back({static_cast<int>(found - day_words.begin()),
                       static_cast<int>(*ordinal)});
    return {};
  });
}

problem read_month_days(std::string_view list, repetition& to) {
  return each_of(list, ',', [&](std::string_view text) -> problem {
    auto number = whole_number(text, true);
    if (!number || *number == 0 || *number > 31 || *number < -31)
      return "BYMONTHDAY is days of a month, 1 to 31, or -1 to -31 from its "
             "end";
    to.month_days.push_back(static_cast<int>(*number));
    return {};
  });
}

/// "20261224"
std::optional<std::int64_t> date_from(std::string_view text) {
  auto year = whole_number(text.substr(0, 4), false);
  auto month = whole_number(text.substr(4, 2), false);
  auto day = whole_number(text.substr(6, 2), false);
  if (!year || !month || !day || *year == 0)
    return std::nullopt;
  auto date
    = calendar_date{*year, static_cast<int>(*month), static_cast<int>(*day)};
  return is_date(date) ? std::optional{day_number(date)} : std::nullopt;
}

problem read_until(std::string_view text, repetition& to) {
  const auto why = problem{
    "UNTIL is a date, 20261224, or a moment in UTC, 20261224T150000Z"};
  if (text.size() != 8 && text.size() != 16)
    return why;
  auto date = date_from(text);
  if (!date)
    return why;
  if (text.size() == 8) {
    to.until_date = *date;
    return {};
  }
  auto hour = whole_number(text.substr(9, 2), false);
  auto minute = whole_number(text.substr(11, 2), false);
  auto second = whole_number(text.substr(13, 2), false);
  if (text[8] != 'T' || text[15] != 'Z' || !hour || !minute || !second
      || *hour > 23 || *minute > 59 || *second > 60)
    return why;
  to.until_us
    = *date * day_us + ((*hour * 60 + *minute) * 60 + *second) * 1'000'000;
  return {};
}

struct rule_part {
  std::string_view name;
  problem (*read)(std::string_view text, repetition& to);
};

constexpr auto rule_parts = std::to_array<rule_part>({
  {"FREQ", read_frequency},
  {"INTERVAL", read_interval},
  {"BYDAY", read_days},
  {"BYMONTHDAY", read_month_days},
  {"COUNT", read_count},
  {"UNTIL", read_until},
});

problem read_parts(std::string_view text, repetition& to) {
  auto seen = std::array<bool, rule_parts.size()>{};
  auto why = each_of(text, ';', [&](std::string_view part) -> problem {
    auto equals = part.find('=');
    const auto* known
      = std::ranges::find(rule_parts, part.substr(0, equals), &rule_part::name);
    if (equals == std::string_view::npos || known == rule_parts.end())
      return "holds more than FREQ, INTERVAL, BYDAY, BYMONTHDAY, COUNT and "
             "UNTIL";
    if (std::exchange(seen.at(known - rule_parts.begin()), true))
      return "holds " + std::string{known->name} + " twice";
    return known->read(part.substr(equals + 1), to);
  });
  if (why.empty() && !seen.front())
    return "needs FREQ, like FREQ=WEEKLY";
  return why;
}

/// What RFC 5545 allows only together, or not together.
problem check_parts(const repetition& x) {
  using enum repetition::frequency;
  if (x.count && (x.until_date || x.until_us))
    return "has either COUNT or UNTIL";
  if (x.every == weekly && !x.month_days.empty())
    return "has no BYMONTHDAY where FREQ is WEEKLY";
  auto has_ordinal = std::ranges::any_of(
    x.days, [](const rule_day& each) { return each.ordinal != 0; });
  if (has_ordinal && x.every != monthly && x.every != yearly)
    return "counts days, like 1MO, only where FREQ is MONTHLY or YEARLY";
  auto beyond_month = std::ranges::any_of(x.days, [](const rule_day& each) {
    return each.ordinal > 5 || each.ordinal < -5;
  });
  if (x.every == monthly && beyond_month)
    return "counts more than five weeks in a month";
  return {};
}

} // namespace

std::variant<repetition, std::string> parse_repetition(std::string_view text) {
  auto kept = kept_repetition(text);
  if (kept.size() > max_rule_bytes)
    return std::string{"has more than 500 bytes"};
  auto rule = repetition{};
  if (auto why = read_parts(kept, rule); !why.empty())
    return why;
  if (auto why = check_parts(rule); !why.empty())
    return why;
  return rule;
}

std::string kept_repetition(std::string_view text) {
  auto kept = std::string{text};
  for (auto& x : kept)
    if (x >= 'a' && x <= 'z')
      x = static_cast<char>(x - 'a' + 'A');
  constexpr auto name = std::string_view{"RRULE:"};
  if (kept.starts_with(name))
    kept.erase(0, name.size());
  return kept;
}

} // namespace taskraft::tasks
