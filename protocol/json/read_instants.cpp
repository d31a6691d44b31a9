#include "protocol/json/read_instants.hpp"

#include "protocol/tasks/limits.hpp"

#include <chrono>

namespace taskraft::json {

namespace {

/// Takes fixed pieces off the front of a text, until one does not fit.
class pieces {
public:
  explicit pieces(std::string_view text) : rest_(text) {
  }

  int digits(std::size_t count) {
    auto value = 0;
    good_ = good_ && rest_.size() >= count;
    for (auto i = std::size_t{0}; good_ && i < count; ++i) {
      good_ = rest_[i] >= '0' && rest_[i] <= '9';
      value = value * 10 + (rest_[i] - '0');
    }
    if (good_)
      rest_.remove_prefix(count);
    return value;
  }

  bool takes(char x) {
    if (!good_ || rest_.empty() || rest_[0] != x)
      return false;
    rest_.remove_prefix(1);
    return true;
  }

  void need(bool condition) {
    good_ = good_ && condition;
  }

  /// Digits after a point, of which the first three count.
  int milliseconds() {
    auto value = 0;
    auto place = 100;
    need(!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9');
    while (good_ && !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9') {
      value += place * (rest_[0] - '0');
      place /= 10;
      rest_.remove_prefix(1);
    }
    return value;
  }

  bool good() const {
    return good_;
  }
  bool at_end() const {
    return rest_.empty();
  }

private:
  std::string_view rest_;
  bool good_ = true;
};

int two_digits(pieces& from, int most) {
  auto value = from.digits(2);
  from.need(value <= most);
  return value;
}

/// By how many minutes a zone is ahead of UTC.
int zone_minutes(pieces& from) {
  if (from.takes('Z') || from.takes('z'))
    return 0;
  auto sign = from.takes('-') ? -1 : 1;
  if (sign > 0)
    from.need(from.takes('+'));
  auto hours = two_digits(from, 23);
  from.need(from.takes(':'));
  return sign * (hours * 60 + two_digits(from, 59));
}

} // namespace

std::optional<tasks::wire::Due> due_from(std::string_view text) {
  namespace chrono = std::chrono;
  auto from = pieces{text};
  auto year = from.digits(4);
  from.need(from.takes('-'));
  auto month = from.digits(2);
  from.need(from.takes('-'));
  auto day = from.digits(2);
  auto date = chrono::year{year} / month / day;
  if (!from.good() || !date.ok())
    return std::nullopt;
  auto days = chrono::sys_days{date}.time_since_epoch().count();
  if (days < tasks::first_due_date || days > tasks::last_due_date)
    return std::nullopt;
  auto due = tasks::wire::Due{};
  if (from.at_end()) {
    due.set_date(static_cast<std::int32_t>(days));
    return due;
  }
  from.need(from.takes('T') || from.takes('t'));
  auto minutes = two_digits(from, 23) * 60;
  from.need(from.takes(':'));
  minutes += two_digits(from, 59);
  auto seconds = from.takes(':') ? two_digits(from, 59) : 0;
  auto milliseconds = from.takes('.') ? from.milliseconds() : 0;
  minutes -= zone_minutes(from);
  if (!from.good() || !from.at_end())
    return std::nullopt;
  constexpr auto day_ms = std::int64_t{86'400'000};
  auto since = days * day_ms + std::int64_t{minutes} * 60'000
               + std::int64_t{seconds} * 1000 + milliseconds;
  due.set_instant_us(since * 1000);
  if (due.instant_us() < tasks::first_due_instant_us
      || due.instant_us() > tasks::last_due_instant_us)
    return std::nullopt;
  return due;
}

} // namespace taskraft::json
