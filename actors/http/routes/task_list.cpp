#include "actors/http/routes/task_list.hpp"

#include "protocol/json/task_filters.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace taskraft::http {

namespace {

/// What a list is asked beside its filters.
constexpr auto no_filters = std::to_array<std::string_view>(
  {"limit", "cursor", "sort", "shape", "consistency"});

/// Reads the parameters that are filters; the first that means nothing is the
/// problem.
std::optional<problem> read_filters(const call& x, wire::ListTasks& to) {
  auto reader = json::filter_reader{to};
  for (const auto& [name, value] : x.parameters) {
    if (std::ranges::find(no_filters, name) != no_filters.end())
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
    all.push_back({each.name, each.values, each.is_list});
  return all;
}

std::vector<route_parameter> list_parameters() {
  auto all = filter_parameters();
  all.push_back({"sort", "id, rank, title, status, priority, due, created, "
                         "updated or completed; after a hyphen the other way "
                         "round"});
  all.push_back({"shape", "card: as boards show tasks"});
  all.push_back({"limit"});
  all.push_back({"cursor"});
  return all;
}

std::vector<route_parameter> board_parameters() {
  auto all = filter_parameters();
  std::erase_if(all, [](const auto& each) { return each.name == "project"; });
  all.push_back({"limit", "of each column"});
  return all;
}

outcome<wire::Query> list_query(const call& x) {
  auto limit = limit_of(x);
  if (const auto* why = problem_in(limit))
    return *why;
  auto query = wire::Query{};
  auto& list = *query.mutable_list_tasks();
  if (auto why = read_filters(x, list))
    return *std::move(why);
  if (const auto* sort = x.parameter("sort"))
    if (auto why = json::set_task_order(list, *sort))
      return bad_parameter("sort", *why);
  if (const auto* shape = x.parameter("shape")) {
    if (*shape != "card")
      return bad_parameter("shape", "must be card");
    list.set_cards(true);
  }
  list.set_limit(std::get<0>(limit));
  if (const auto* cursor = x.parameter("cursor")) {
    // The list itself knows whether it is one of its own.
    if (cursor->empty()
        || cursor->find_first_not_of("0123456789abcdef") != std::string::npos)
      return problem_at(400, {field_error::place::query, "cursor",
                              "invalid_cursor", "is no cursor"});
    list.set_cursor(*cursor);
  }
  return query;
}

outcome<wire::Query> board_query(const call& x) {
  auto limit = limit_of(x);
  if (const auto* why = problem_in(limit))
    return *why;
  auto query = wire::Query{};
  auto& board = *query.mutable_show_board();
  board.set_project(x.arguments.at(0));
  board.mutable_filter()->set_limit(std::get<0>(limit));
  if (auto why = read_filters(x, *board.mutable_filter()))
    return *std::move(why);
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
