#include "protocol/calendar/later_rules.hpp"

#include <fstream>
#include <iterator>
#include <map>

namespace taskraft::calendar {

namespace {

using std::chrono::seconds;

/// Where the date library has its zones from as well.
constexpr auto folder = "/usr/share/zoneinfo/";

bool is_digit(char x) {
  return x >= '0' && x <= '9';
}

/// Takes pieces off the front of a text, until one does not fit.
class pieces {
public:
  explicit pieces(std::string_view text) : rest_(text) {
  }

  bool next_is(char x) const {
    return rest_.starts_with(x);
  }

  bool takes(char x) {
    auto fits = next_is(x);
    if (fits)
      rest_.remove_prefix(1);
    return fits;
  }

  void need(bool condition) {
    good_ = good_ && condition;
  }

  unsigned number(unsigned least, unsigned most) {
    constexpr auto too_many = unsigned{1000};
    auto value = 0U;
    need(!rest_.empty() && is_digit(rest_.front()));
    while (!rest_.empty() && is_digit(rest_.front()) && value < too_many) {
      value = value * 10 + static_cast<unsigned>(rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    need(value >= least && value <= most);
    return value;
  }

  /// "CET" or "<+03>"
  void name() {
    auto end
      = next_is('<') ? rest_.find('>') : rest_.find_first_of("+-0123456789,");
    need(end != 0 && end != std::string_view::npos);
    if (good_)
      rest_.remove_prefix(next_is('<') ? end + 1 : end);
  }

  /// "-5:30"; hours up to a week.
  seconds time() {
    constexpr auto most_hours = 167U;
    auto sign = takes('-') ? -1 : 1;
    if (sign > 0)
      takes('+');
    auto value = number(0, most_hours) * 3600;
    if (takes(':'))
      value += number(0, 59) * 60;
    if (takes(':'))
      value += number(0, 59);
    return sign * seconds{value};
  }

  /// ",M10.5.0/3"
  change_rule change() {
    constexpr auto usual_time = std::chrono::hours{2};
    need(takes(','));
    need(takes('M'));
    auto x = change_rule{.month = date::month{number(1, 12)}};
    need(takes('.'));
    x.week = number(1, 5);
    need(takes('.'));
    x.weekday = date::weekday{number(0, 6)};
    x.time = takes('/') ? time() : seconds{usual_time};
    return x;
  }

  bool is_whole() const {
    return good_ && rest_.empty();
  }

private:
  std::string_view rest_;
  bool good_ = true;
};

/// In local time, as if that were UTC.
date::sys_seconds change_in(date::year year, const change_rule& x) {
  auto in = year / x.month;
  auto day = x.week == 5 ? date::sys_days{in / x.weekday[date::last]}
                         : date::sys_days{in / x.weekday[x.week]};
  return day + x.time;
}

/// The last line of the file.
std::string rules_in(const std::string& path) {
  auto file = std::ifstream{path, std::ios::binary};
  auto content = std::string{std::istreambuf_iterator<char>{file}, {}};
  if (!content.ends_with('\n'))
    return {};
  content.pop_back();
  return content.substr(content.rfind('\n') + 1);
}

} // namespace

zone_offset later_rules::at(date::sys_seconds x) const {
  auto year = date::year_month_day{date::floor<date::days>(x)}.year();
  auto found = zone_offset{standard, {}};
  auto look_at = [&](date::sys_seconds change, seconds ahead) {
    if (change <= x && change >= found.since)
      found = {ahead, change};
  };
  // A year may begin with what the year before has left.
  for (auto each : {year - date::years{1}, year, year + date::years{1}}) {
    look_at(change_in(each, to_summer) - standard, summer);
    look_at(change_in(each, to_standard) - summer, standard);
  }
  return found;
}

std::optional<later_rules> parse_later_rules(std::string_view text) {
  auto from = pieces{text};
  auto x = later_rules{};
  from.name();
  // What is to be added to local time.
  x.standard = -from.time();
  from.name();
  x.summer
    = from.next_is(',') ? x.standard + std::chrono::hours{1} : -from.time();
  x.to_summer = from.change();
  x.to_standard = from.change();
  return from.is_whole() ? std::optional{x} : std::nullopt;
}

std::optional<zone_offset> later_offset(const std::string& zone,
                                        date::sys_seconds at) {
  thread_local auto known = std::map<std::string, std::optional<later_rules>>{};
  auto found = known.find(zone);
  if (found == known.end())
    found
      = known.emplace(zone, parse_later_rules(rules_in(folder + zone))).first;
  if (!found->second)
    return std::nullopt;
  return found->second->at(at);
}

} // namespace taskraft::calendar
