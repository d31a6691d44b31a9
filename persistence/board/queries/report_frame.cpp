#include "persistence/board/queries/report_frame.hpp"

#include "protocol/tasks/rules/refusals.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;

/// The most periods that a report has.
constexpr auto most_periods = std::size_t{1000};
constexpr auto most_days_back = 36'500;

std::optional<calendar::period> period_named(std::string_view name) {
  if (name.empty() || name == "day")
    return calendar::period::of_day;
  if (name == "week")
    return calendar::period::of_week;
  if (name == "month")
    return calendar::period::of_month;
  return std::nullopt;
}

/// "30d" before the last day, or a day.
std::optional<calendar::day> first_day(const std::string& since,
                                       calendar::day last) {
  if (since.empty())
    return last - 30;
  if (!since.ends_with('d'))
    return calendar::parse_day(since);
  auto days = 0;
  const auto* end = since.data() + since.size() - 1;
  auto [rest, problem] = std::from_chars(since.data(), end, days);
  if (problem != std::errc{} || rest != end || days < 0
      || days > most_days_back)
    return std::nullopt;
  return last - days;
}

struct known_report {
  std::string_view name;
  made_report (*make)(const report_frame&);
};

constexpr auto reports = std::to_array<known_report>({
  {"completion", completion_report},
  {"throughput", throughput_report},
  {"ageing", ageing_report},
  {"lead-time", lead_time_report},
  {"workload", workload_report},
  {"productivity", productivity_report},
  {"overdue", overdue_report},
});

} // namespace

std::size_t report_days::period_of(std::int64_t time_us) const {
  auto at = std::ranges::upper_bound(periods, zone.day_of(time_us));
  return static_cast<std::size_t>(at - periods.begin()) - 1;
}

std::optional<wire::Refusal> report_frame::prepare() {
  if (!x_.project().empty())
    if (auto why = check_project(x_.project(), c_.view, c_.who))
      return why;
  auto zone = zone_named(x_.time_zone(), c_.view, c_.who);
  if (!zone)
    return wrong_parameter("tz", "is no time zone");
  auto length = period_named(x_.period());
  if (!length)
    return wrong_parameter("period", "must be day, week or month");
  days_.zone = *std::move(zone);
  days_.now_us = c_.now_us;
  days_.today = days_.zone.day_of(c_.now_us);
  auto last = x_.until().empty() ? std::optional{days_.today}
                                 : calendar::parse_day(x_.until());
  if (!last)
    return wrong_parameter("until", "must be a day like 2026-12-01");
  auto first = first_day(x_.since(), *last);
  if (!first)
    return wrong_parameter("since", "must be a number of days like 30d, or a "
                                    "day like 2026-12-01");
  if (*first > *last)
    return wrong_parameter("since", "must not be after the last day");
  days_.first = *first;
  days_.last = *last;
  days_.begin_us = days_.zone.begin_of(*first);
  days_.end_us = days_.zone.begin_of(*last + 1);
  for (auto at = calendar::begin_of_period(*first, *length); at <= *last;
       at = calendar::next_period(at, *length)) {
    if (days_.periods.size() == most_periods)
      return wrong_parameter("period", "is too short for so many days");
    days_.periods.push_back(at);
  }
  return std::nullopt;
}

condition_maker report_frame::tasks() const {
  const auto& tables = c_.rows.tables();
  return {tables, tables.table_of(tasks::row_type_of<wire::Task>())};
}

condition_groups
report_frame::tasks_where(std::vector<std::vector<condition>> more) const {
  auto all = x_.project().empty()
               ? visible_tasks(c_.who, c_.rows.tables())
               : condition_groups{{tasks().named("project", {x_.project()})}};
  all.push_back({tasks().where("deleted_at", condition::test::is_null)});
  std::ranges::move(more, std::back_inserter(all));
  return all;
}

condition_groups
report_frame::changes_where(std::vector<std::vector<condition>> more) const {
  auto changes = tasks().of_table("changes");
  auto all = std::move(more);
  if (!x_.project().empty())
    all.push_back({changes.named("project", {x_.project()})});
  else if (!c_.who.is_admin)
    all.push_back({changes.related("task", "tasks", "id",
                                   visible_tasks(c_.who, c_.rows.tables()))});
  return all;
}

status report_frame::read(std::string_view table, condition_groups all,
                          std::initializer_list<std::string_view> columns,
                          const cell_visitor& visit) const {
  const auto& in = c_.rows.tables().table_named(table);
  auto wanted = std::vector<const column*>{};
  for (auto name : columns)
    wanted.push_back(&in.column_named(name));
  auto list = listing{.of = &in};
  list.all = std::move(all);
  return c_.rows.list_cells(list, wanted, [&](std::span<const cell> cells) {
    visit(cells);
    return true;
  });
}

report_table::report_table(std::initializer_list<const char*> columns) {
  for (const auto* name : columns)
    report_.add_columns(name);
}

report_table& report_table::row() {
  report_.add_rows();
  return *this;
}

wire::ReportCell& report_table::add_cell() {
  return *report_.mutable_rows(report_.rows_size() - 1)->add_cells();
}

report_table& report_table::number(std::int64_t x) {
  add_cell().set_number(x);
  return *this;
}

report_table& report_table::real(std::optional<double> x) {
  if (!x)
    return nothing();
  add_cell().set_real(*x);
  return *this;
}

report_table& report_table::text(std::string x) {
  add_cell().set_text(std::move(x));
  return *this;
}

report_table& report_table::list(const std::vector<std::string>& x) {
  auto& texts = *add_cell().mutable_list();
  for (const auto& each : x)
    texts.add_texts(each);
  return *this;
}

report_table& report_table::time(std::int64_t us) {
  add_cell().set_time_us(us);
  return *this;
}

report_table& report_table::due(const cell& date, const cell& instant) {
  auto& due = *add_cell().mutable_due();
  if (date.is == cell::kind::number)
    due.set_date(static_cast<std::int32_t>(date.number));
  else
    due.set_instant_us(instant.number);
  return *this;
}

report_table& report_table::nothing() {
  add_cell();
  return *this;
}

wire::Report report_table::take(const report_days& days) {
  report_.set_from(calendar::to_text(days.first));
  report_.set_to(calendar::to_text(days.last));
  return std::move(report_);
}

result<wire::Answer> get_report(const query_context& c,
                                const wire::GetReport& x) {
  auto known = std::ranges::find(reports, x.name(), &known_report::name);
  if (known == reports.end())
    return tasks::refused_answer(tasks::refusal(
      errc::not_found, "/name",
      "there is no such report; there are completion, throughput, ageing, "
      "lead-time, workload, productivity and overdue"));
  auto frame = report_frame{c, x};
  if (auto why = frame.prepare())
    return tasks::refused_answer(std::move(*why));
  auto made = known->make(frame);
  if (!made)
    return made.error();
  auto answer = wire::Answer{};
  *answer.mutable_report() = std::move(*made);
  return answer;
}

} // namespace taskraft::persistence
