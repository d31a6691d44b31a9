// Reports on who works on what.

#include "persistence/board/queries/report_frame.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;

constexpr auto most_overdue_rows = std::size_t{1000};

std::vector<std::int64_t> unfinished() {
  return {wire::STATUS_TODO, wire::STATUS_IN_PROGRESS};
}

struct burden {
  std::int64_t open = 0;
  std::int64_t in_progress = 0;
  std::int64_t overdue = 0;
  std::int64_t due_soon = 0;
  std::int64_t blocked = 0;

  burden& operator+=(const burden& x) {
    open += x.open;
    in_progress += x.in_progress;
    overdue += x.overdue;
    due_soon += x.due_soon;
    blocked += x.blocked;
    return *this;
  }
};

/// What one open task adds, of which these are status, due date and instant.
burden burden_of(const report_days& days, const cell& status, const cell& date,
                 const cell& instant) {
  constexpr auto soon_days = 7;
  auto x = burden{.open = 1};
  x.in_progress = status.number == wire::STATUS_IN_PROGRESS ? 1 : 0;
  auto is_dated = date.is == cell::kind::number;
  auto is_timed = instant.is == cell::kind::number;
  auto is_late = (is_dated && date.number < days.today)
                 || (is_timed && instant.number < days.now_us);
  x.overdue = is_late ? 1 : 0;
  auto end_us = days.zone.begin_of(days.today + soon_days + 1);
  auto is_soon = (is_dated && date.number <= days.today + soon_days)
                 || (is_timed && instant.number < end_us);
  x.due_soon = is_soon && !is_late ? 1 : 0;
  return x;
}

} // namespace

made_report workload_report(const report_frame& x) {
  auto of = x.tasks();
  auto open
    = [&] { return x.tasks_where({{of.one_of("status", unfinished())}}); };
  auto left = std::map<std::int64_t, burden>{};
  auto read
    = x.read("tasks", open(), {"id", "status", "due_date", "due_instant"},
             [&](std::span<const cell> row) {
               left[row[0].number]
                 = burden_of(x.days(), row[1], row[2], row[3]);
             });
  if (read)
    read = x.read(
      "blocked",
      {{of.of_table("blocked").related("task", "tasks", "id", open())}},
      {"task"}, [&](std::span<const cell> row) {
        if (auto task = left.find(row[0].number); task != left.end())
          task->second.blocked = 1;
      });
  auto by_name = std::map<std::string, burden>{};
  auto assigned = std::map<std::int64_t, bool>{};
  if (read)
    read = x.read(
      "assignments",
      {{of.of_table("assignments").related("task", "tasks", "id", open())}},
      {"task", "username"}, [&](std::span<const cell> row) {
        auto task = left.find(row[0].number);
        if (task == left.end())
          return;
        by_name[row[1].text()] += task->second;
        assigned[row[0].number] = true;
      });
  if (!read)
    return read.error();
  auto nobodys = burden{};
  for (const auto& [id, each] : left)
    if (!assigned.contains(id))
      nobodys += each;
  auto table = report_table{"username", "open",   "in_progress",
                            "overdue",  "due_7d", "blocked"};
  auto add = [&table](const burden& y) {
    table.number(y.open)
      .number(y.in_progress)
      .number(y.overdue)
      .number(y.due_soon)
      .number(y.blocked);
  };
  for (const auto& [name, each] : by_name) {
    table.row().text(name);
    add(each);
  }
  if (nobodys.open > 0) {
    table.row().nothing();
    add(nobodys);
  }
  return table.take(x.days());
}

made_report productivity_report(const report_frame& x) {
  const auto& days = x.days();
  auto of = x.tasks();
  auto changes = of.of_table("changes");
  /// By user and period: completed, created.
  auto done = std::map<std::pair<std::string, std::size_t>,
                       std::pair<std::int64_t, std::int64_t>>{};
  auto read = x.read(
    "changes",
    x.changes_where({{changes.one_of("status_after", {wire::STATUS_COMPLETED})},
                     {changes.at_least("at", days.begin_us)},
                     {changes.below("at", days.end_us)}}),
    {"at", "actor", "status_before"}, [&](std::span<const cell> row) {
      auto was_done = row[2].is == cell::kind::number
                      && row[2].number == wire::STATUS_COMPLETED;
      if (!was_done)
        ++done[{row[1].text(), days.period_of(row[0].number)}].first;
    });
  if (read)
    read
      = x.read("tasks",
               x.tasks_where({{of.at_least("created_at", days.begin_us)},
                              {of.below("created_at", days.end_us)}}),
               {"created_at", "creator"}, [&](std::span<const cell> row) {
                 ++done[{row[1].text(), days.period_of(row[0].number)}].second;
               });
  if (!read)
    return read.error();
  auto table = report_table{"username", "period", "completed", "created"};
  for (const auto& [place, counts] : done)
    table.row()
      .text(place.first)
      .text(calendar::to_text(days.periods[place.second]))
      .number(counts.first)
      .number(counts.second);
  return table.take(days);
}

made_report overdue_report(const report_frame& x) {
  const auto& days = x.days();
  auto of = x.tasks();
  const auto& c = x.context();
  const auto& in = c.rows.tables().table_named("tasks");
  auto list = listing{.of = &in};
  list.all = x.tasks_where(
    {{of.one_of("status", unfinished())},
     {of.below("due_date", days.today), of.below("due_instant", days.now_us)}});
  list.order = &in.column_named("due_order_us");
  list.limit = most_overdue_rows;
  struct late_task {
    std::int64_t id;
    std::string title;
    std::string project;
    cell date;
    cell instant;
    std::int64_t days_late;
    std::int64_t priority;
  };
  auto late = std::vector<late_task>{};
  auto wanted = std::vector<const column*>{};
  for (const auto* name :
       {"id", "title", "project", "due_date", "due_instant", "priority"})
    wanted.push_back(&in.column_named(name));
  auto read = c.rows.list_cells(list, wanted, [&](std::span<const cell> row) {
    auto is_dated = row[3].is == cell::kind::number;
    auto day = is_dated ? static_cast<calendar::day>(row[3].number)
                        : days.zone.day_of(row[4].number);
    late.push_back({row[0].number, row[1].text(), row[2].text(), row[3], row[4],
                    days.today - day, row[5].number});
    return true;
  });
  if (!read)
    return read.error();
  auto table = report_table{"task", "title",     "project", "assignees",
                            "due",  "days_late", "priority"};
  for (const auto& each : late) {
    auto names = std::vector<std::string>{};
    for (const auto* row :
         c.view.find_all<wire::Assignment>(static_cast<std::uint64_t>(each.id)))
      names.push_back(row->username());
    table.row().number(each.id).text(each.title);
    if (each.project.empty())
      table.nothing();
    else
      table.text(each.project);
    table.list(names)
      .due(each.date, each.instant)
      .number(each.days_late)
      .text(std::string{tasks::word_of(tasks::priority_words,
                                       static_cast<int>(each.priority))});
  }
  return table.take(days);
}

} // namespace taskraft::persistence
