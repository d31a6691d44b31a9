// What all reports have in common: which tasks they are about, which days, and
// the table that they fill.

#pragma once

#include "persistence/board/queries/task_filter.hpp"
#include "persistence/board/queries/task_list.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/calendar/time_zone.hpp"
#include "protocol/result.hpp"
#include "tasks.pb.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

/// The days of a report, in its time zone.
struct report_days {
  calendar::time_zone zone = calendar::time_zone::utc();
  std::int64_t now_us = 0;
  calendar::day today = 0;
  /// The first and the last day are part of the report.
  calendar::day first = 0;
  calendar::day last = 0;
  std::int64_t begin_us = 0;
  std::int64_t end_us = 0;
  /// The first days of its periods; the first may lie before `first`.
  std::vector<calendar::day> periods;

  /// The place in `periods` of an instant that is part of it.
  std::size_t period_of(std::int64_t time_us) const;
};

/// A report that is being made.
class report_frame {
public:
  report_frame(const query_context& c, const tasks::wire::GetReport& x)
    : c_(c), x_(x) {
  }

  /// Why it is refused; nothing if it is not.
  std::optional<tasks::wire::Refusal> prepare();

  const report_days& days() const {
    return days_;
  }
  condition_maker tasks() const;

  /// Conditions on the tasks that it is about.
  condition_groups tasks_where(std::vector<std::vector<condition>> more) const;
  /// Conditions on the changes of status that it is about.
  condition_groups
  changes_where(std::vector<std::vector<condition>> more) const;

  /// Visits columns of the rows of which all conditions hold.
  using cell_visitor = std::function<void(std::span<const cell>)>;
  status read(std::string_view table, condition_groups all,
              std::initializer_list<std::string_view> columns,
              const cell_visitor& visit) const;

  const query_context& context() const {
    return c_;
  }

private:
  const query_context& c_;
  const tasks::wire::GetReport& x_;
  report_days days_;
};

/// Fills the table of a report.
class report_table {
public:
  explicit report_table(std::initializer_list<const char*> columns);

  report_table& row();
  report_table& number(std::int64_t x);
  report_table& real(std::optional<double> x);
  report_table& text(std::string x);
  report_table& list(const std::vector<std::string>& x);
  report_table& time(std::int64_t us);
  report_table& due(const cell& date, const cell& instant);
  report_table& nothing();

  tasks::wire::Report take(const report_days& days);

private:
  tasks::wire::ReportCell& add_cell();

  tasks::wire::Report report_;
};

using made_report = result<tasks::wire::Report>;

made_report completion_report(const report_frame& x);
made_report throughput_report(const report_frame& x);
made_report ageing_report(const report_frame& x);
made_report lead_time_report(const report_frame& x);
made_report workload_report(const report_frame& x);
made_report productivity_report(const report_frame& x);
made_report overdue_report(const report_frame& x);

/// The report that is asked for.
result<tasks::wire::Answer> get_report(const query_context& c,
                                       const tasks::wire::GetReport& x);

} // namespace taskraft::persistence
