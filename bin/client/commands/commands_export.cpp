#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/commands_import.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/files/csv.hpp"
#include "bin/client/text/task_text.hpp"

#include <array>
#include <functional>
#include <string>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

constexpr auto export_columns = std::to_array<const char*>(
  {"id", "title", "description", "status", "priority", "due", "project",
   "assignees", "labels", "parent", "repeat", "creator", "created_at",
   "updated_at", "completed_at"});

std::string cell_of(const json& x) {
  if (x.is_string())
    return guarded(x.get<std::string>());
  if (x.is_null())
    return {};
  if (!x.is_array())
    return x.dump();
  auto names = std::string{};
  for (const auto& each : x)
    names += (names.empty() ? "" : ",") + each.get<std::string>();
  return guarded(names);
}

std::string csv_of(const json& task) {
  auto row = csv_row{};
  for (const auto* name : export_columns)
    row.push_back(cell_of(task.at(name)));
  return csv_line(row);
}

void each_task(const context& x,
               const std::function<void(const wire::Task&)>& take) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_tasks();
  if (auto project = x.what.value("project"))
    list.add_projects(*project == "none" ? "" : *project);
  list.set_limit(page_rows);
  do {
    auto answer = look_up(x, query);
    for (const auto& task : answer.tasks().tasks())
      take(task);
    list.set_cursor(answer.tasks().next_cursor());
  } while (!list.cursor().empty());
}

} // namespace

void export_tasks(const context& x) {
  auto format = x.what.value("format").value_or("ndjson");
  auto put = [&](const std::string& text) { put_out(x.world, text); };
  if (format == "csv") {
    put(csv_line({export_columns.begin(), export_columns.end()}));
    each_task(x, [&](const auto& task) { put(csv_of(to_json(task))); });
  } else if (format == "ndjson") {
    each_task(x, [&](const auto& task) { put(to_json(task).dump() + "\n"); });
  } else if (format == "json") {
    auto begin = "[";
    each_task(x, [&](const auto& task) {
      put(begin + to_json(task).dump());
      begin = ",\n";
    });
    put(begin[0] == '[' ? "[]\n" : "]\n");
  } else {
    throw cli_error{exit_code::usage,
                    "--format is csv, json or ndjson, not `" + format + "`"};
  }
}

} // namespace taskraft::client
