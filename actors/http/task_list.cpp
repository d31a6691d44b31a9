#include "actors/http/task_list.hpp"

#include "protocol/json/task_filters.hpp"

#include <utility>

namespace taskraft::http {

namespace {

/// Reads the parameters that are filters; the first that means nothing is the
/// problem.
std::optional<problem> read_filters(const call& x, wire::ListTasks& to) {
  auto reader = json::filter_reader{to};
  for (const auto& [name, value] : x.parameters) {
    if (name == "limit" || name == "cursor" || name == "sort")
      continue;
    if (auto why = reader.add(name, value))
      return bad_parameter(name, *why);
  }
  return std::nullopt;
}

} // namespace

std::vector<route_parameter> filter_parameters() {
  auto all = std::vector<route_parameter>{};
  for (const auto& each : json::task_filters())
    all.push_back({each.name, each.values});
  return all;
}

std::vector<route_parameter> list_parameters() {
  auto all = filter_parameters();
  all.push_back({"sort", "id, rank, title, status, priority, due, created, "
                         "updated or completed; after a hyphen the other way "
                         "round"});
  all.push_back({"limit"});
  all.push_back({"cursor"});
  return all;
}

outcome<wire::Query> list_query(const call& x) {
  auto page = page_of(x);
  if (const auto* why = problem_in(page))
    return *why;
  const auto& [limit, after] = std::get<0>(page);
  auto query = wire::Query{};
  auto& list = *query.mutable_list_tasks();
  if (auto why = read_filters(x, list))
    return *std::move(why);
  if (const auto* sort = x.parameter("sort"))
    if (auto why = json::set_task_order(list, *sort))
      return bad_parameter("sort", *why);
  list.set_limit(limit);
  list.set_cursor(after);
  return query;
}

outcome<wire::Query> count_query(const call& x) {
  auto query = wire::Query{};
  if (auto why
      = read_filters(x, *query.mutable_count_tasks()->mutable_filter()))
    return *std::move(why);
  return query;
}

} // namespace taskraft::http
