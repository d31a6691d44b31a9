// Reports, what a search finds, and all tasks that somebody sees.

#include "actors/http/exchange/exchange.hpp"
#include "protocol/json/reports.hpp"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::http {

namespace {

std::string parameter_or_empty(const call& x, std::string_view name) {
  const auto* value = x.parameter(name);
  return value == nullptr ? std::string{} : *value;
}

outcome<wire::Query> ask_report(const call& x) {
  for (auto name : {"project", "since", "until", "period", "tz"})
    if (const auto* value = x.parameter(name); value && value->empty())
      return bad_parameter(name, "must not be empty");
  auto query = wire::Query{};
  auto& report = *query.mutable_get_report();
  report.set_name(x.arguments.at(0));
  report.set_project(parameter_or_empty(x, "project"));
  report.set_since(parameter_or_empty(x, "since"));
  report.set_until(parameter_or_empty(x, "until"));
  report.set_period(parameter_or_empty(x, "period"));
  report.set_time_zone(parameter_or_empty(x, "tz"));
  return query;
}

outcome<response> tell_report(const call& x, const wire::Answer& answer) {
  if (prefers(*x.http, "text/csv")) {
    auto csv = response{};
    csv.content_type = "text/csv; charset=utf-8";
    csv.body = json::report_to_csv(answer.report());
    return csv;
  }
  return object_response(json::report_to_json(answer.report()));
}

outcome<wire::Query> ask_search(const call& x) {
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  auto query = wire::Query{};
  auto& search = *query.mutable_search();
  search.set_words(parameter_or_empty(x, "q"));
  search.set_limit(std::get<0>(page).limit);
  search.set_cursor(std::get<0>(page).after);
  return query;
}

outcome<response> tell_found(const call& x, const wire::Answer& answer) {
  auto items = json::object::array();
  for (const auto& hit : answer.found().hits())
    items.push_back(json::search_hit_to_json(hit));
  return list_response(x, std::move(items), answer.found().next_cursor());
}

// -- exports ------------------------------------------------------------------

// They are written into a file before they are sent, so that no reader, however
// slow, holds a view of the store open, and the length is known.

using exchange_pointer = std::shared_ptr<exchange>;
using protocol::export_format;

constexpr auto export_words
  = std::to_array<std::pair<std::string_view, export_format>>(
    {{"ndjson", export_format::ndjson},
     {"json", export_format::json},
     {"csv", export_format::csv}});

std::optional<export_format> format_of(const call& x) {
  const auto* wanted = x.parameter("format");
  if (wanted == nullptr)
    return export_format::ndjson;
  for (const auto& [word, format] : export_words)
    if (*wanted == word)
      return format;
  return std::nullopt;
}

/// A key; empty for the tasks of no project.
std::optional<std::string> project_of(const call& x) {
  const auto* project = x.parameter("project");
  if (project == nullptr)
    return std::nullopt;
  return *project == "none" ? std::string{} : *project;
}

response export_response(export_format format) {
  auto word = std::string{};
  for (const auto& [each, of] : export_words)
    if (of == format)
      word = each;
  auto found = response{};
  found.content_type = format == export_format::csv ? "text/csv; charset=utf-8"
                       : format == export_format::json ? "application/json"
                                                       : "application/x-ndjson";
  found.headers.emplace_back("Content-Disposition",
                             "attachment; filename=\"tasks." + word + '"');
  return found;
}

wire::Command use_of_export(const call& x) {
  auto command = wire::Command{};
  auto& use = *command.mutable_note_use()->add_uses();
  if (const auto* project = x.parameter("project"))
    use.set_subject(*project);
  return command;
}

/// What says that there is such a project, and that the node's state is as new
/// as the request wants it: the view that is opened then is no older.
wire::Query question_before(const call& x) {
  auto query = wire::Query{};
  auto project = project_of(x);
  if (!project) {
    query.mutable_get_self();
    return query;
  }
  query.mutable_list_tasks()->add_projects(*project);
  query.mutable_list_tasks()->set_limit(1);
  return query;
}

/// Held until the last byte is sent.
struct sent_export {
  std::shared_ptr<const protocol::kept_text> text;
  std::shared_ptr<void> own_place;
  std::shared_ptr<void> place;
};

void tell_export(const exchange_pointer& x, export_format format,
                 sent_export sent, const operation_answer& found) {
  if (const auto* why = std::get_if<protocol::operation_refused>(&found))
    return x->fail(problem_of(why->code, why->reason));
  const auto* written = std::get_if<protocol::export_written>(&found);
  if (written == nullptr)
    return x->fail(problem_of(errc::unavailable, "the node has not answered"));
  if (written->code != errc::none)
    return x->fail(problem_of(written->code, written->reason));
  auto refused = wire::Answer{};
  if (!written->refusal.empty() && refused.ParseFromString(written->refusal))
    return x->fail(problem_of(refused.refusal()));
  x->stands_at(written->visible);
  auto answer = export_response(format);
  sent.text = written->text;
  auto held = std::make_shared<sent_export>(std::move(sent));
  answer.text = {held, held->text.get()};
  x->answer(std::move(answer));
}

void write_export(const exchange_pointer& x, export_format format,
                  const sent_export& places) {
  auto query = wire::Query{};
  auto& all = *query.mutable_export_tasks();
  if (auto project = project_of(x->asked()))
    all.set_project(*project);
  // With the handler it goes when the time is up.
  auto wanted = std::make_shared<const char>();
  auto begin = protocol::begin_export{};
  begin.query = protocol::blob{query.SerializeAsString()};
  begin.format = format;
  begin.wanted = wanted;
  x->client().operation(
    std::move(begin),
    [x, format, places, wanted](const operation_answer& found) {
      tell_export(x, format, places, found);
    },
    longest_export);
}

void run_export(const exchange_pointer& x) {
  auto format = format_of(x->asked());
  if (!format)
    return x->fail(bad_parameter("format", "must be ndjson, json or csv"));
  if (!x->may_wait())
    return x->fail(too_many_waits());
  auto places = sent_export{};
  places.own_place = x->at().own_exports.take(x->asked().username);
  if (places.own_place)
    places.place = x->at().exports.take("");
  if (!places.place)
    return x->fail(problem_of(errc::overloaded,
                              "too many exports are under way at this node"));
  x->note(use_of_export(x->asked()), [x, format, places] {
    x->ask(question_before(x->asked()),
           [x, format, places](const query_outcome& /*found*/) {
             write_export(x, *format, places);
           });
  });
}

} // namespace

void add_report_routes(std::vector<route>& to) {
  using enum verb;
  to.push_back({.method = get,
                .path = "/search",
                .steps = reading{ask_search, tell_found},
                .about = "Finds words in tasks, comments and names of files",
                .parameters = {{"q", "words"}, {"limit"}, {"cursor"}},
                .answers = "SearchHitList"});
  to.push_back({.method = get,
                .path = "/reports/{name}",
                .steps = reading{ask_report, tell_report},
                .about = "Makes a report: completion, throughput, ageing, "
                         "lead-time, workload, productivity or overdue",
                .parameters = {{"project", "a key"},
                               {"since", "a day, or a number of days like 30d"},
                               {"until", "the last day"},
                               {"period", "day, week or month"},
                               {"tz", "a time zone like Europe/Berlin"}},
                .answers = "Report",
                .also = "text/csv"});
}

void add_export_routes(std::vector<route>& to) {
  to.push_back({.method = verb::get,
                .path = "/export",
                .steps = operation{run_export},
                .about = "Gives all tasks that one sees, from one position",
                .parameters = {{"format", "ndjson, json or csv"},
                               {"project", "a key, or none"}},
                .answers = "Export",
                .also = "application/x-ndjson, text/csv"});
}

} // namespace taskraft::http
