#include "protocol/tasks/repetition.hpp"

#include "protocol/tasks/calendar.hpp"
#include "protocol/tasks/limits.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::tasks {

namespace {

using frequency = repetition::frequency;

/// The day of a date, or of an instant in UTC.
std::int64_t due_day(const wire::Due& due) {
  if (!due.has_instant_us())
    return due.date();
  auto us = due.instant_us();
  return us / day_us - (us % day_us < 0 ? 1 : 0);
}

/// Days from the first to the last.
struct day_span {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// Whether `day` is the n-th of its kind in the span; from the end if `n` is
/// negative.
bool is_nth(std::int64_t day, const day_span& in, int n) {
  return n > 0 ? (day - in.first) / 7 + 1 == n : (in.last - day) / 7 + 1 == -n;
}

day_span month_at(std::int64_t year, int month) {
  auto first = day_number({year, month, 1});
  return {first, first + days_of_month(year, month) - 1};
}

/// Days in groups as the rule counts them: of a day, a week, a month or a year.
class day_search {
public:
  day_search(const repetition& rule, std::int64_t from)
    : rule_(rule), from_(from), start_(date_of_day(from)) {
  }

  /// The first day of the rule after the day with which it began.
  std::optional<std::int64_t> find() {
    for (auto period = std::int64_t{0}; looked_at_ < max_rule_candidates;
         period += rule_.interval) {
      // For periods without any day.
      ++looked_at_;
      auto span = span_at(period);
      if (span.first > last_due_date)
        return std::nullopt;
      for (auto day = std::max(span.first, from_ + 1);
           day <= span.last && looked_at_ < max_rule_candidates; ++day) {
        ++looked_at_;
        if (matches(day, span))
          return day <= last_due_date ? std::optional{day} : std::nullopt;
      }
    }
    return std::nullopt;
  }

private:
  day_span span_at(std::int64_t period) const {
    switch (rule_.every) {
      case frequency::daily:
        return {from_ + period, from_ + period};
      case frequency::weekly: {
        // Weeks begin on Mondays.
        auto monday = from_ - (weekday_of_day(from_) + 6) % 7 + 7 * period;
        return {monday, monday + 6};
      }
      case frequency::monthly: {
        auto months = start_.year * 12 + start_.month - 1 + period;
        return month_at(months / 12, static_cast<int>(months % 12) + 1);
      }
      case frequency::yearly:
        break;
    }
    return year_at(start_.year + period);
  }

  /// Without BYDAY and BYMONTHDAY only one day of a year counts, and only that
  /// one is looked at: it may be missing.
  day_span year_at(std::int64_t year) const {
    auto first = day_number({year, 1, 1});
    if (!rule_.days.empty() || !rule_.month_days.empty())
      return {first, day_number({year, 12, 31})};
    auto same = calendar_date{year, start_.month, start_.day};
    if (!is_date(same))
      return {first, first - 1};
    return {day_number(same), day_number(same)};
  }

  bool matches(std::int64_t day, const day_span& span) const {
    if (!rule_.month_days.empty() && !is_month_day(day))
      return false;
    if (!rule_.days.empty())
      return is_rule_day(day, span);
    if (!rule_.month_days.empty())
      return true;
    switch (rule_.every) {
      case frequency::weekly:
        return (day - from_) % 7 == 0;
      case frequency::monthly:
        return date_of_day(day).day == start_.day;
      default:
        return true;
    }
  }

  bool is_month_day(std::int64_t day) const {
    auto date = date_of_day(day);
    auto from_end = date.day - days_of_month(date.year, date.month) - 1;
    return std::ranges::any_of(rule_.month_days, [&](int each) {
      return each == date.day || each == from_end;
    });
  }

  bool is_rule_day(std::int64_t day, const day_span& span) const {
    return std::ranges::any_of(rule_.days, [&](const rule_day& each) {
      return weekday_of_day(day) == each.day
             && (each.ordinal == 0 || is_nth(day, span, each.ordinal));
    });
  }

  const repetition& rule_;
  std::int64_t from_;
  calendar_date start_;
  std::size_t looked_at_ = 0;
};

bool has_ended(const repetition& rule, const wire::Due& due) {
  if (rule.until_date)
    return due_day(due) > *rule.until_date;
  if (!rule.until_us)
    return false;
  return due.has_instant_us() ? due.instant_us() > *rule.until_us
                              : due.date() * day_us > *rule.until_us;
}

/// The same text with another COUNT.
std::string counted(std::string text, std::uint64_t count) {
  constexpr auto name = std::string_view{"COUNT="};
  auto at = text.find(name) + name.size();
  return text.replace(at, text.find(';', at) - at, std::to_string(count));
}

} // namespace

std::optional<next_occurrence> next_after(std::string_view text,
                                          const wire::Due& due) {
  auto kept = kept_repetition(text);
  auto parsed = parse_repetition(kept);
  const auto* rule = std::get_if<repetition>(&parsed);
  if (rule == nullptr || (rule->count && *rule->count <= 1))
    return std::nullopt;
  auto day = day_search{*rule, due_day(due)}.find();
  if (!day)
    return std::nullopt;
  auto next = next_occurrence{};
  if (due.has_instant_us())
    next.due.set_instant_us(due.instant_us() + (*day - due_day(due)) * day_us);
  else
    next.due.set_date(static_cast<std::int32_t>(*day));
  if (has_ended(*rule, next.due))
    return std::nullopt;
  next.repeat = rule->count ? counted(std::move(kept), *rule->count - 1)
                            : std::move(kept);
  return next;
}

bool gives_days_after(const repetition& rule, const wire::Due& due) {
  return day_search{rule, due_day(due)}.find().has_value();
}

} // namespace taskraft::tasks
