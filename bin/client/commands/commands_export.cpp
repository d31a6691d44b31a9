#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/commands_import.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/task_text.hpp"
#include "protocol/json/csv.hpp"

#include <functional>
#include <string>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

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
    put(taskraft::json::csv_header(taskraft::json::export_columns()));
    each_task(x, [&](const auto& task) {
      put(taskraft::json::csv_of(to_json(task),
                                 taskraft::json::export_columns()));
    });
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
