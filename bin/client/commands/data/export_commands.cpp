#include "bin/client/commands/client_calls.hpp"
#include "bin/client/commands/data/import_commands.hpp"
#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/task_text.hpp"
#include "protocol/json/csv.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

constexpr auto export_formats
  = std::to_array<std::string_view>({"csv", "json", "ndjson"});

/// Administrators see who has taken data along. Who reads without a quorum can
/// tell nobody.
void tell_audit(const context& x) {
  auto command = wire::Command{};
  command.mutable_note_use()->add_uses()->set_subject(
    x.what.value("project").value_or(""));
  try {
    apply_with_secret(x, command, {});
  } catch (const cli_error& why) {
    if (why.code() != exit_code::unavailable
        || x.settings.consistency != protocol::consistency::stale)
      throw;
  }
}

/// `begin` is called once the first tasks are there, before they are taken.
void each_task(const context& x, const std::function<void()>& begin,
               const std::function<void(const wire::Task&)>& take) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_tasks();
  if (auto project = x.what.value("project"))
    list.add_projects(*project == "none" ? "" : *project);
  list.set_limit(page_rows);
  auto is_first = true;
  do {
    auto answer = look_up(x, query);
    if (std::exchange(is_first, false))
      begin();
    for (const auto& task : answer.tasks().tasks())
      take(task);
    list.set_cursor(answer.tasks().next_cursor());
  } while (!list.cursor().empty());
}

/// A terminal would act on what is in a description.
std::string json_line(const wire::Task& task) {
  return escaped_json(to_json(task).dump());
}

std::string for_terminal(const output_style& style, std::string text) {
  return style.terminal ? printable_lines(text) : text;
}

} // namespace

void export_tasks(const context& x) {
  auto format
    = x.what.value("format").value_or(x.settings.json ? "json" : "ndjson");
  if (std::ranges::find(export_formats, format) == export_formats.end())
    throw cli_error{exit_code::usage,
                    "--format is csv, json or ndjson, not `" + format + "`"};
  tell_audit(x);
  auto put = [&](const std::string& text) { put_out(x.world, text); };
  auto nothing = [] {};
  if (format == "csv") {
    const auto columns = taskraft::json::export_columns();
    each_task(
      x, [&] { put(taskraft::json::csv_header(columns)); },
      [&](const auto& task) {
        put(for_terminal(x.world.style,
                         taskraft::json::csv_of(to_json(task), columns)));
      });
  } else if (format == "ndjson") {
    each_task(x, nothing,
              [&](const auto& task) { put(json_line(task) + "\n"); });
  } else {
    auto begin = "[";
    each_task(x, nothing, [&](const auto& task) {
      put(begin + json_line(task));
      begin = ",\n";
    });
    put(begin[0] == '[' ? "[]\n" : "]\n");
  }
}

} // namespace taskraft::client
