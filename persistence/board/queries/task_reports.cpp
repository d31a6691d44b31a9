// Reports on how work gets done.

#include "persistence/board/queries/report_frame.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;

constexpr auto hour_us = 3'600'000'000.0;
constexpr auto us_of_day = std::int64_t{86'400'000'000};

double rounded(double x, double parts) {
  return std::round(x * parts) / parts;
}

/// The value that `share` of the values do not exceed, in hours.
std::optional<double> hours_at(std::vector<std::int64_t>& values_us,
                               double share) {
  if (values_us.empty())
    return std::nullopt;
  auto rank = static_cast<std::size_t>(
    std::ceil(share * static_cast<double>(values_us.size())));
  auto at = values_us.begin()
            + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::ranges::nth_element(values_us, at);
  return rounded(static_cast<double>(*at) / hour_us, 100);
}

struct age_bucket {
  const char* name;
  /// Tasks that are younger than this.
  std::int64_t below_us;
};

constexpr auto age_buckets = std::to_array<age_bucket>({
  {"0-1d", us_of_day},
  {"1-7d", 7 * us_of_day},
  {"7-30d", 30 * us_of_day},
  {"30-90d", 90 * us_of_day},
  {"90d+", INT64_MAX},
});

} // namespace

made_report completion_report(const report_frame& x) {
  const auto& days = x.days();
  auto of = x.tasks();
  // By status, which counts from 1.
  auto counts = std::vector<std::array<std::int64_t, 5>>(days.periods.size());
  auto read = x.read("tasks",
                     x.tasks_where({{of.at_least("created_at", days.begin_us)},
                                    {of.below("created_at", days.end_us)}}),
                     {"created_at", "status"}, [&](std::span<const cell> row) {
                       ++counts[days.period_of(row[0].number)]
                               [static_cast<std::size_t>(row[1].number)];
                     });
  if (!read)
    return read.error();
  auto table = report_table{"period",    "created", "completed",
                            "cancelled", "open",    "rate"};
  for (auto i = std::size_t{0}; i < counts.size(); ++i) {
    const auto& by = counts[i];
    auto open = by[wire::STATUS_TODO] + by[wire::STATUS_IN_PROGRESS];
    auto completed = by[wire::STATUS_COMPLETED];
    auto kept = open + completed;
    table.row()
      .text(calendar::to_text(days.periods[i]))
      .number(kept + by[wire::STATUS_CANCELLED])
      .number(completed)
      .number(by[wire::STATUS_CANCELLED])
      .number(open)
      .real(kept == 0 ? std::nullopt
                      : std::optional{rounded(static_cast<double>(completed)
                                                / static_cast<double>(kept),
                                              10'000)});
  }
  return table.take(days);
}

made_report throughput_report(const report_frame& x) {
  const auto& days = x.days();
  auto of = x.tasks().of_table("changes");
  auto completed = std::vector<std::int64_t>(days.periods.size());
  auto reopened = completed;
  auto read = x.read(
    "changes",
    x.changes_where(
      {{of.one_of("status_after", {wire::STATUS_TODO, wire::STATUS_IN_PROGRESS,
                                   wire::STATUS_COMPLETED})},
       {of.at_least("at", days.begin_us)},
       {of.below("at", days.end_us)}}),
    {"at", "status_before", "status_after"}, [&](std::span<const cell> row) {
      auto is_done = row[2].number == wire::STATUS_COMPLETED;
      auto was_done = row[1].is == cell::kind::number
                      && row[1].number == wire::STATUS_COMPLETED;
      auto period = days.period_of(row[0].number);
      if (is_done && !was_done)
        ++completed[period];
      else if (was_done && !is_done)
        ++reopened[period];
    });
  if (!read)
    return read.error();
  auto table = report_table{"period", "completed", "reopened"};
  for (auto i = std::size_t{0}; i < completed.size(); ++i)
    table.row()
      .text(calendar::to_text(days.periods[i]))
      .number(completed[i])
      .number(reopened[i]);
  return table.take(days);
}

made_report ageing_report(const report_frame& x) {
  struct tally {
    std::int64_t count = 0;
    std::int64_t oldest_us = 0;
  };
  auto of = x.tasks();
  auto tallies = std::map<std::pair<std::size_t, std::int64_t>, tally>{};
  auto read = x.read(
    "tasks",
    x.tasks_where(
      {{of.one_of("status", {wire::STATUS_TODO, wire::STATUS_IN_PROGRESS})}}),
    {"created_at", "status"}, [&](std::span<const cell> row) {
      auto age_us = x.days().now_us - row[0].number;
      auto bucket = std::ranges::find_if(
        age_buckets, [&](const auto& each) { return age_us < each.below_us; });
      auto& to = tallies[{
        static_cast<std::size_t>(bucket - age_buckets.begin()), row[1].number}];
      to.oldest_us
        = to.count == 0 ? row[0].number : std::min(to.oldest_us, row[0].number);
      ++to.count;
    });
  if (!read)
    return read.error();
  auto table = report_table{"bucket", "status", "count", "oldest"};
  for (auto bucket = std::size_t{0}; bucket < age_buckets.size(); ++bucket)
    for (auto status : {wire::STATUS_TODO, wire::STATUS_IN_PROGRESS}) {
      const auto& of_both = tallies[{bucket, status}];
      table.row()
        .text(age_buckets[bucket].name)
        .text(std::string{tasks::word_of(tasks::status_words, status)})
        .number(of_both.count);
      if (of_both.count == 0)
        table.nothing();
      else
        table.time(of_both.oldest_us);
    }
  return table.take(x.days());
}

made_report lead_time_report(const report_frame& x) {
  const auto& days = x.days();
  auto of = x.tasks();
  auto changes = of.of_table("changes");
  auto begun_us = std::map<std::int64_t, std::int64_t>{};
  auto read
    = x.read("changes",
             x.changes_where(
               {{changes.one_of("status_after", {wire::STATUS_IN_PROGRESS})},
                {changes.below("at", days.end_us)}}),
             {"task", "at"}, [&](std::span<const cell> row) {
               auto [at, is_first]
                 = begun_us.emplace(row[0].number, row[1].number);
               if (!is_first)
                 at->second = std::min(at->second, row[1].number);
             });
  struct times {
    std::vector<std::int64_t> lead_us;
    std::vector<std::int64_t> cycle_us;
  };
  auto found = std::vector<times>(days.periods.size());
  if (read)
    read = x.read(
      "tasks",
      x.tasks_where({{of.at_least("completed_at", days.begin_us)},
                     {of.below("completed_at", days.end_us)}}),
      {"id", "created_at", "completed_at"}, [&](std::span<const cell> row) {
        auto& to = found[days.period_of(row[2].number)];
        to.lead_us.push_back(row[2].number - row[1].number);
        auto begun = begun_us.find(row[0].number);
        if (begun != begun_us.end() && begun->second <= row[2].number)
          to.cycle_us.push_back(row[2].number - begun->second);
      });
  if (!read)
    return read.error();
  auto table = report_table{"period",     "completed",   "lead_p50_h",
                            "lead_p90_h", "cycle_p50_h", "cycle_p90_h"};
  for (auto i = std::size_t{0}; i < found.size(); ++i)
    table.row()
      .text(calendar::to_text(days.periods[i]))
      .number(static_cast<std::int64_t>(found[i].lead_us.size()))
      .real(hours_at(found[i].lead_us, 0.5))
      .real(hours_at(found[i].lead_us, 0.9))
      .real(hours_at(found[i].cycle_us, 0.5))
      .real(hours_at(found[i].cycle_us, 0.9));
  return table.take(days);
}

} // namespace taskraft::persistence
