// Boards of the API, with real nodes.

#include "tests/cluster/rest/rest_fixture.hpp"

namespace taskraft::rest_test {

BOOST_AUTO_TEST_SUITE(the_resources_of_the_api)

BOOST_FIXTURE_TEST_CASE(are_boards, fixture) {
  must(201, admin, "POST", "/projects", {{"key", "OPS"}, {"name", "Ops"}});
  for (const auto* title : {"a", "b", "c"})
    must(201, admin, "POST", "/tasks", {{"title", title}, {"project", "OPS"}});
  auto before = must(200, admin, "GET", "/tasks/3")["rev"];
  auto card = must(200, admin, "POST", "/tasks/3/move", {{"before", 1}});
  BOOST_TEST(card["id"] == 3);
  BOOST_TEST(card["rev"] == before);
  BOOST_TEST(!card.contains("description"));
  BOOST_TEST(card["subtasks"] == json({{"total", 0}, {"completed", 0}}));
  auto started = must(200, admin, "POST", "/tasks/2/move",
                      {{"status", "in_progress"}, {"to", "top"}});
  BOOST_TEST(started["status"] == "in_progress");
  must(422, admin, "POST", "/tasks/2/move", {{"before", 1}, {"to", "top"}});
  must(422, admin, "POST", "/tasks/2/move", {{"before", 99}});
  must(404, admin, "POST", "/tasks/99/move", {{"to", "top"}});
  auto stale = ask(admin, "POST", "/tasks/2/move", {{"to", "top"}},
                   {{"If-Match", "\"1\""}});
  BOOST_TEST(stale.status == 412U);
  auto board = must(200, admin, "GET", "/projects/OPS/board?limit=1");
  BOOST_TEST(board["project"]["key"] == "OPS");
  BOOST_TEST(board["columns"][0]["status"] == "todo");
  BOOST_TEST(board["columns"][0]["total"] == 2);
  BOOST_TEST(board["columns"][0]["items"][0]["id"] == 3);
  BOOST_TEST(board["columns"][1]["items"][0]["id"] == 2);
  BOOST_TEST(board["columns"][3]["next_cursor"] == nullptr);
  auto cursor = board["columns"][0]["next_cursor"].get<std::string>();
  auto rest = must(200, admin, "GET",
                   "/tasks?project=OPS&status=todo&sort=rank&shape=card&cursor="
                     + cursor);
  BOOST_TEST(rest["items"].size() == 1U);
  BOOST_TEST(rest["items"][0]["id"] == 1);
  BOOST_TEST(rest["items"][0]["rank"].is_string());
  BOOST_TEST(
    must(400, admin, "GET", "/tasks?sort=rank&cursor=" + cursor)["code"]
    == "invalid_cursor");
  must(400, admin, "GET", "/tasks?shape=round");
  must(404, hire_over_http("ann"), "GET", "/projects/OPS/board");
}

BOOST_FIXTURE_TEST_CASE(are_relations, fixture) {
  for (const auto* title : {"a", "b"})
    must(201, admin, "POST", "/tasks", {{"title", title}});
  must(201, admin, "POST", "/tasks", {{"title", "c"}, {"parent", 1}});
  auto blocked = must(200, admin, "PUT", "/tasks/1/blocks/2");
  BOOST_TEST(blocked["blocks"][0]["id"] == 2);
  BOOST_TEST(blocked["blocks"][0]["blocked"] == true);
  BOOST_TEST(blocked["subtasks"][0]["id"] == 3);
  BOOST_TEST(blocked["parent"] == nullptr);
  BOOST_TEST(must(200, admin, "PUT", "/tasks/1/blocks/2") == blocked);
  BOOST_TEST(must(409, admin, "PUT", "/tasks/2/blocks/1")["code"] == "cycle");
  auto other = must(200, admin, "GET", "/tasks/2/relations");
  BOOST_TEST(other["blocked_by"][0]["id"] == 1);
  BOOST_TEST(
    must(200, admin, "GET", "/tasks/3/relations")["parent"]["subtasks"]["total"]
    == 1);
  BOOST_TEST(must(200, admin, "DELETE", "/tasks/1/blocks/2")["blocks"].empty());
  must(404, admin, "GET", "/tasks/9/relations");
}

BOOST_FIXTURE_TEST_CASE(are_exports, fixture) {
  must(201, admin, "POST", "/tasks",
       {{"title", "=1+1"}, {"description", "a,\"b\"\nc"}});
  must(201, admin, "POST", "/tasks", {{"title", "b"}});
  auto csv = ask(admin, "GET", "/export?format=csv");
  BOOST_TEST(csv.status == 200U);
  BOOST_TEST(csv.header("content-type") == "text/csv; charset=utf-8");
  BOOST_TEST(csv.body.starts_with("id,title,description,status,"));
  BOOST_TEST(csv.body.find("\r\n1,'=1+1,\"a,\"\"b\"\"\nc\",todo,")
             != std::string::npos);
  auto lines = ask(admin, "GET", "/export");
  BOOST_TEST(std::ranges::count(lines.body, '\n') == 2);
  auto all = must(200, admin, "GET", "/export?format=json");
  BOOST_TEST(all[1] == must(200, admin, "GET", "/tasks/2"));
  must(400, admin, "GET", "/export?format=xml");
  must(400, admin, "GET", "/export?project=NONE1");
  // The audit hears of each.
  auto noted = must(200, admin, "GET", "/audit?action=export.made");
  BOOST_TEST(noted["items"].size() == 4U);
  BOOST_TEST(noted["items"][0]["target"] == "NONE1");
  BOOST_TEST(noted["items"][1]["target"].is_null());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_test
