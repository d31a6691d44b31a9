#include "actors/http/request_rate.hpp"
#include "actors/http/route.hpp"
#include "actors/http/routes/openapi.hpp"
#include "actors/http/routes/task_list.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace route_test {

using namespace taskraft;
using namespace taskraft::http;

matched find(verb method, const std::string& path) {
  return find_route(method, path);
}

/// A call of a list, with these parameters.
struct listing {
  explicit listing(const std::string& query) {
    http.path = "/api/v1/tasks";
    x.http = &http;
    x.parameters = *parameters_of(query);
    x.now_us = 1'796'137'200'000'000;
  }

  tasks::wire::ListTasks list() const {
    return std::get<tasks::wire::Query>(list_query(x)).list_tasks();
  }
  std::string code() const {
    auto query = list_query(x);
    const auto* why = problem_in(query);
    return why == nullptr ? "" : why->code;
  }

  request http;
  call x;
};

BOOST_AUTO_TEST_SUITE(routes)

BOOST_AUTO_TEST_CASE(lead_by_method_and_path) {
  auto found = find(verb::get, "/tasks/42");
  BOOST_TEST_REQUIRE(found.to != nullptr);
  BOOST_TEST(found.to->path == "/tasks/{id}");
  BOOST_TEST(found.arguments.at(0) == "42");
  BOOST_TEST(find(verb::head, "/tasks/42").to == found.to);
}

BOOST_AUTO_TEST_CASE(are_none_for_other_paths) {
  for (auto path : {"", "/", "tasks", "/tasks/", "/tasks//", "/tasks/x",
                    "/tasks/0", "/tasks/-1", "/tasks/1e3", "/tasks/%zz",
                    "/tasks/99999999999999999999", "/tasks/../me", "/Tasks"})
    BOOST_TEST(find(verb::get, path).allowed.empty(), path);
}

BOOST_AUTO_TEST_CASE(say_which_methods_a_path_takes) {
  auto found = find(verb::post, "/tasks/42");
  BOOST_TEST(found.to == nullptr);
  auto allowed = std::set(found.allowed.begin(), found.allowed.end());
  BOOST_TEST(
    (allowed == std::set{verb::get, verb::head, verb::patch, verb::remove}));
}

BOOST_AUTO_TEST_CASE(stand_once_in_the_table) {
  auto seen = std::set<std::pair<verb, std::string_view>>{};
  for (const auto& each : all_routes()) {
    BOOST_TEST((seen.insert({each.method, each.path}).second), each.path);
    BOOST_TEST(!each.about.empty(), each.path);
    // What changes something is no GET.
    if (each.method == verb::get)
      BOOST_TEST(!std::holds_alternative<writing>(each.steps), each.path);
    else
      BOOST_TEST(!std::holds_alternative<reading>(each.steps), each.path);
    BOOST_TEST((each.status == 204) == each.answers.empty(), each.path);
  }
}

/// Every name that something refers to.
void collect_references(const json::object& x, std::set<std::string>& to) {
  if (x.is_object() && x.contains("$ref"))
    to.insert(x["$ref"].get<std::string>());
  for (const auto& each : x)
    if (each.is_structured())
      collect_references(each, to);
}

BOOST_AUTO_TEST_CASE(are_described_as_openapi) {
  auto api = openapi_of(all_routes(), "1", "/");
  auto wanted = std::set<std::string>{};
  collect_references(api, wanted);
  BOOST_TEST(!wanted.empty());
  for (const auto& name : wanted)
    BOOST_TEST(api.contains(json::object::json_pointer{name.substr(1)}), name);
  auto ids = std::set<std::string>{};
  for (const auto& path : api["paths"])
    for (const auto& method : path)
      BOOST_TEST(ids.insert(method["operationId"].get<std::string>()).second);
  auto task = api["components"]["schemas"]["Task"];
  // The walker and the schema name the same fields in the same order.
  auto row = json::to_json(wire::Task::default_instance());
  auto names = [](const json::object& x) {
    auto list = std::vector<std::string>{};
    for (const auto& [name, value] : x.items())
      list.push_back(name);
    return list;
  };
  BOOST_TEST(names(task["properties"]) == names(row));
}

BOOST_AUTO_TEST_CASE(have_filters_that_are_never_ignored) {
  BOOST_TEST(listing("limit=0").code() == "invalid_parameter");
  BOOST_TEST(listing("limit=201").code() == "invalid_parameter");
  BOOST_TEST(listing("limit=+5").code() == "invalid_parameter");
  for (auto query : {"status=gone", "priority=5", "due=soon", "sort=color",
                     "deleted=yes", "parent=x", "due=99999d"})
    BOOST_TEST(listing(query).code() == "invalid_parameter", query);
  auto list = listing("status=todo,in_progress&assignee=me,none&label=a&label=b"
                      "&sort=-due&limit=7&parent=none")
                .list();
  BOOST_TEST(list.statuses_size() == 2);
  BOOST_TEST(list.assignees(1) == "");
  // What is repeated must hold as well.
  BOOST_TEST(list.labels(0) == "a");
  BOOST_TEST(list.also(0).labels(0) == "b");
  BOOST_TEST(list.descending());
  BOOST_TEST(list.limit() == 7U);
  BOOST_TEST(list.has_parent());
}

BOOST_AUTO_TEST_CASE(have_cursors_that_are_bound_to_their_filters) {
  auto first = listing("due=today&limit=1");
  auto page = list_response(first.x, json::object::array(), "stored");
  auto cursor
    = json::object::parse(page.body)["next_cursor"].get<std::string>();
  auto page_after
    = [](const std::string& query) { return page_of(listing(query).x); };
  auto next = page_after("limit=2&due=today&cursor=" + cursor);
  BOOST_TEST(std::get<0>(next).after == "stored");
  BOOST_TEST(std::get<0>(next).limit == 2U);
  for (const auto& wrong :
       {"due=7d&cursor=" + cursor, "cursor=" + cursor, std::string{"cursor="},
        std::string{"cursor=x"}, std::string{"cursor=%ff"}}) {
    auto refused = page_after(wrong);
    const auto* why = problem_in(refused);
    BOOST_TEST((why != nullptr && why->code == "invalid_cursor"), wrong);
  }
}

BOOST_AUTO_TEST_CASE(take_the_cursors_of_tasks_as_they_are) {
  BOOST_TEST(listing("cursor=0a0b").list().cursor() == "0a0b");
  for (auto wrong : {"cursor=", "cursor=x", "cursor=%ff"})
    BOOST_TEST(listing(wrong).code() == "invalid_cursor", wrong);
}

BOOST_AUTO_TEST_CASE(are_taken_at_a_rate) {
  auto rate = request_rate{600};
  for (auto i = 0; i < 60; ++i)
    BOOST_TEST(rate.take(1'000'000));
  BOOST_TEST(!rate.take(1'000'000));
  BOOST_TEST(rate.wait_seconds() == 1U);
  BOOST_TEST(rate.take(1'200'000));
  rate.change(60);
  BOOST_TEST(rate.take(1'200'000));
  BOOST_TEST(!rate.take(1'200'000));
  BOOST_TEST(rate.take(2'300'000));
  BOOST_TEST(!rate.take(2'300'000));
  rate.change(0);
  BOOST_TEST(rate.take(2'300'000));
  rate.change(20);
  for (auto i = 0; i < 2; ++i)
    BOOST_TEST(rate.take(2'300'000));
  BOOST_TEST(!rate.take(2'300'000));
  auto none = request_rate{0};
  for (auto i = 0; i < 10'000; ++i)
    BOOST_TEST(none.take(1));
}

BOOST_AUTO_TEST_CASE(have_paths_and_queries_in_percent_signs) {
  BOOST_TEST(*percent_decoded("a%2Fb%20c") == "a/b c");
  BOOST_TEST(!percent_decoded("%2"));
  BOOST_TEST(!percent_decoded("%gg"));
  BOOST_TEST(percent_encoded("a/b c\xff") == "a%2Fb%20c%FF");
  auto list = parameters_of("a=1+2&b=%26&c");
  BOOST_TEST(list->at(0).second == "1 2");
  BOOST_TEST(list->at(1).second == "&");
  BOOST_TEST(list->at(2).second == "");
  BOOST_TEST(!parameters_of("a=%"));
  BOOST_TEST(!parameters_of("=1"));
  for (const auto& bytes : {std::string{}, std::string{"a"},
                            std::string{"\xff\0", 2}, std::string{"abc"}})
    BOOST_TEST(*from_base64url(to_base64url(bytes)) == bytes);
  BOOST_TEST(!from_base64url("a+"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace route_test
