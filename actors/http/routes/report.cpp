#include "actors/http/route.hpp"
#include "protocol/json/reports.hpp"

#include <utility>

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

} // namespace taskraft::http
