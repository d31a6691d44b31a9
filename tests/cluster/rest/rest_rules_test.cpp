// Rules of the contract that hold for many paths, with real nodes.

#include "tests/cluster/rest/event_stream.hpp"

#include <set>

namespace taskraft::rest_rules_test {

using rest_test::http_headers;
using rest_test::json;
using rest_test::stream;

BOOST_AUTO_TEST_SUITE(the_rules_of_the_api)

BOOST_FIXTURE_TEST_CASE(hold_for_lists_of_tasks, rest_test::fixture) {
  auto ann = hire_over_http("ann");
  auto bob = hire_over_http("bob");
  must(201, admin, "POST", "/labels", {{"name", "bug"}});
  must(201, admin, "POST", "/tasks",
       {{"title", "both"}, {"assignees", {"ann", "bob"}}, {"labels", {"bug"}}});
  must(201, admin, "POST", "/tasks",
       {{"title", "one"}, {"assignees", {"ann"}}});
  auto ids = [&](const std::string& query, const http_headers& headers = {}) {
    auto found = std::set<int>{};
    auto page = must(200, admin, "GET", "/tasks?" + query, nullptr, headers);
    for (const auto& each : page["items"])
      found.insert(each["id"].get<int>());
    return found;
  };
  // A comma is any of them, a parameter that comes again all of them.
  BOOST_TEST((ids("assignee=ann,bob") == std::set{1, 2}));
  BOOST_TEST((ids("assignee=ann&assignee=bob") == std::set{1}));
  BOOST_TEST((ids("assignee=ann&label=bug&status=todo,completed&status=todo")
              == std::set{1}));
  BOOST_TEST(ids("status=todo&status=completed").empty());
  BOOST_TEST(ids("creator=none").empty());
  BOOST_TEST((ids("creator=none,me") == std::set{1, 2}));
  must(400, admin, "GET", "/tasks?text=a&text=b");
  must(400, admin, "GET", "/users?text=a&text=b");
  // Reads of lists, too, are as new as they are asked.
  BOOST_TEST((ids("consistency=linearizable") == std::set{1, 2}));
  BOOST_TEST(
    (ids("consistency=session", {{"Min-Index", "1"}}) == std::set{1, 2}));
  for (auto path :
       {"/tasks?consistency=stale", "/tasks/count?consistency=stale"})
    BOOST_TEST(ask(admin, "GET", path).header("age") != "", path);
  must(422, admin, "POST", "/views",
       {{"name", "x"}, {"query", "consistency=stale"}});
}

BOOST_FIXTURE_TEST_CASE(hold_for_every_list, rest_test::fixture) {
  auto ann = hire_over_http("ann");
  auto bob = hire_over_http("bob");
  must(201, admin, "POST", "/projects", {{"key", "OPS"}, {"name", "Ops"}});
  for (const auto* name : {"ann", "bob"})
    must(201, admin, "PUT", "/projects/OPS/members/" + std::string{name},
         {{"role", "member"}});
  must(201, admin, "POST", "/tasks",
       {{"title", "x"}, {"assignees", {"ann", "bob"}}});
  for (const auto* name : {"ann", "bob"})
    must(201, admin, "PUT", "/tasks/1/shares/" + std::string{name});
  for (const auto* name : {"a", "b", "c"}) {
    must(201, admin, "POST", "/tokens", {{"name", name}, {"scopes", {"read"}}});
    raw("POST", "/api/v1/tasks/1/attachments?name=" + std::string{name},
        {{"Authorization", "Bearer " + admin}}, "x");
  }
  log_in_over_http("admin", "the first password");
  for (const auto* path :
       {"/projects/OPS/members", "/tasks/1/shares", "/tasks/1/watchers",
        "/tasks/1/attachments", "/tokens", "/sessions", "/cluster/members"}) {
    auto whole = must(200, admin, "GET", path);
    BOOST_TEST(whole["items"].size() >= 2U, path);
    BOOST_TEST(whole["next_cursor"].is_null(), path);
    auto items = json::array();
    auto next = std::string{"?limit=1"};
    while (!next.empty()) {
      auto page = must(200, admin, "GET", path + next);
      BOOST_TEST_REQUIRE(page["items"].size() == 1U, path);
      items.push_back(page["items"][0]);
      next = page["next_cursor"].is_null()
               ? std::string{}
               : "?limit=1&cursor=" + page["next_cursor"].get<std::string>();
    }
    BOOST_TEST(items == whole["items"], path);
    for (const auto* wrong : {"?limit=0", "?limit=201", "?cursor=x"})
      must(400, admin, "GET", path + std::string{wrong});
  }
}

BOOST_FIXTURE_TEST_CASE(hold_for_changes, rest_test::fixture) {
  auto ann = hire_over_http("ann");
  auto stale = http_headers{{"If-Match", "\"1\""}};
  auto weak = http_headers{{"If-Match", "W/\"1\""}};
  auto task = must(201, admin, "POST", "/tasks", {{"title", " x "}});
  must(201, admin, "PUT", "/tasks/1/shares/ann");
  // What is there now, whatever was refused for its revision.
  for (const auto& headers : {stale, weak}) {
    BOOST_TEST(must(412, admin, "POST", "/tasks/1/move", {{"to", "top"}},
                    headers)["current"]
               == task);
    BOOST_TEST(
      must(412, admin, "PATCH", "/tasks/1", {{"title", ""}}, headers)["current"]
      == task);
    must(404, admin, "POST", "/tasks/9/move", {{"to", "top"}}, headers);
    must(404, ann, "PATCH", "/tasks/9", {{"title", "y"}}, headers);
    must(403, ann, "PATCH", "/tasks/1", {{"title", "y"}}, headers);
    must(404, admin, "DELETE", "/kv/none", nullptr, headers);
    auto missing = raw("PUT", "/api/v1/kv/none",
                       {{"Authorization", "Bearer " + admin}, headers[0]}, "x");
    BOOST_TEST(missing.status == 412);
    BOOST_TEST(missing.json()["current"].is_null());
  }
  auto put_if_there = [&] {
    return raw("PUT", "/api/v1/kv/k",
               {{"Authorization", "Bearer " + admin}, {"If-Match", "*"}}, "x");
  };
  BOOST_TEST(put_if_there().status == 412);
  must(404, admin, "GET", "/kv/k");
  raw("PUT", "/api/v1/kv/k", {{"Authorization", "Bearer " + admin}}, "y");
  BOOST_TEST(put_if_there().status == 200);
  // A title is one line, and counted without the white space around it.
  auto longest = std::string(255, 'x');
  BOOST_TEST(must(201, admin, "POST", "/tasks",
                  {{"title", "  " + longest + ' '}})["title"]
             == longest);
  must(422, admin, "POST", "/tasks", {{"title", longest + 'x'}});
  must(422, admin, "PATCH", "/tasks/1", {{"title", "a\nb"}});
  must(422, admin, "POST", "/tasks/batch", {{"items", {{{"title", "a\tb"}}}}});
  BOOST_TEST(must(404, admin, "POST", "/tasks/bulk",
                  {{"ids", {1, 9}},
                   {"patch", {{"priority", "low"}}},
                   {"atomic", true}})["errors"][0]["pointer"]
             == "/ids/1");
  // A moment long ago has passed, and a zone must exist.
  must(422, admin, "POST", "/tokens",
       {{"name", "x"},
        {"scopes", {"read"}},
        {"expires_at", "1950-01-01T00:00:00Z"}});
  must(422, admin, "PATCH", "/me", {{"time_zone", "Mars/Base"}});
  must(422, admin, "POST", "/users",
       {{"username", "cyd"}, {"time_zone", "Mars/Base"}});
  BOOST_TEST(must(200, admin, "PATCH", "/me",
                  {{"time_zone", "Pacific/Kiritimati"}})["time_zone"]
             == "Pacific/Kiritimati");
  BOOST_TEST(must(201, admin, "POST", "/labels",
                  {{"name", "red"}, {"color", "#E03131"}})["color"]
             == "#e03131");
}

BOOST_FIXTURE_TEST_CASE(name_the_task_that_stops_all, rest_test::fixture) {
  must(201, admin, "POST", "/tasks", {{"title", "x"}});
  auto wrong = must(422, admin, "POST", "/tasks/bulk",
                    {{"ids", {1}},
                     {"patch", {{"title", " "}, {"repeat", "FREQ=NEVER"}}},
                     {"atomic", true}})["errors"];
  BOOST_TEST(wrong.size() == 2U);
  for (const auto& each : wrong)
    BOOST_TEST(each["pointer"] == "/ids/0");
}

BOOST_FIXTURE_TEST_CASE(hold_for_files_and_reports, rest_test::fixture) {
  must(201, admin, "POST", "/tasks", {{"title", "x"}});
  auto mine = http_headers{{"Authorization", "Bearer " + admin}};
  auto add = [&](const std::string& name, const std::string& type,
                 const std::string& bytes) {
    auto headers = mine;
    headers.emplace_back("Content-Type", type);
    return raw("POST", "/api/v1/tasks/1/attachments?name=" + name, headers,
               bytes);
  };
  /// How a file is given to a page that wants to show it.
  auto shown = [&](const tests::http_answer& made) {
    auto file = raw("GET", made.header("location") + "?inline=true", mine);
    BOOST_TEST(file.status == 200);
    auto how = file.header("content-disposition");
    return how.substr(0, how.find(';'));
  };
  BOOST_TEST(shown(add("a.png", "image/png", "\x89PNG\r\n\x1a\n."))
             == "inline");
  BOOST_TEST(shown(add("b.png", "image/png", "<html>")) == "attachment");
  BOOST_TEST(shown(add("a.txt", "text/plain", "\xc3\xa4")) == "inline");
  BOOST_TEST(shown(add("b.txt", "text/plain", "\xff")) == "attachment");
  BOOST_TEST(add("a%E2%80%AEtxt.exe", "text/plain", "x").status == 422);
  auto path = add("c.txt", "text/plain", "hello").header("location");
  auto part = [&](const std::string& tag) {
    auto headers = mine;
    headers.emplace_back("Range", "bytes=1-2");
    headers.emplace_back("If-Range", tag);
    return raw("GET", path, headers);
  };
  auto whole = raw("GET", path, mine);
  BOOST_TEST(whole.header("age") == "");
  BOOST_TEST(part(whole.header("etag")).body == "el");
  BOOST_TEST(part("\"other\"").body == "hello");
  mine.emplace_back("Accept", "text/csv");
  auto csv = raw("GET", "/api/v1/reports/workload", mine);
  BOOST_TEST(csv.body
             == "username,open,in_progress,overdue,due_7d,blocked\r\n"
                ",1,0,0,0,0\r\n");
}

BOOST_FIXTURE_TEST_CASE(hold_for_streams, rest_test::fixture) {
  must(400, admin, "GET", "/events?types=task.gone");
  must(400, admin, "GET", "/events?types=");
  must(400, admin, "GET", "/events?types=task.*,tasks.*");
  must(400, admin, "GET", "/events?project=NONE");
  for (const auto* path : {"/events", "/cluster/stream"})
    BOOST_TEST(must(406, admin, "GET", path, nullptr,
                    {{"Accept", "application/json"}})["code"]
                 == "not_acceptable",
               path);
  auto listener = stream{address(1), admin, "?types=cluster.*"};
  listener.next();
  auto digests = must(200, admin, "POST", "/cluster/checksum");
  auto told = listener.next().value_or(rest_test::event{});
  while (told.type.starts_with("cluster.") && told.type != "cluster.checksum")
    told = listener.next().value_or(rest_test::event{});
  BOOST_TEST_REQUIRE(told.type == "cluster.checksum");
  BOOST_TEST(told.data["index"] == digests["index"]);
  BOOST_TEST(told.data["nodes"] == digests["nodes"]);
  BOOST_TEST(told.data["term"].is_number());
}

BOOST_FIXTURE_TEST_CASE(change_links_at_one_revision, rest_test::fixture) {
  must(201, admin, "POST", "/labels", {{"name", "Bug"}});
  must(201, admin, "POST", "/tasks", {{"title", "x"}});
  auto old = must(200, admin, "PUT", "/tasks/1/labels/bug");
  auto assigned = must(200, admin, "PUT", "/tasks/1/assignees/admin");
  auto at = [](const json& task) {
    return http_headers{{"If-Match", '"' + task["rev"].dump() + '"'}};
  };
  for (const auto* path : {"/tasks/1/labels/bug", "/tasks/1/assignees/me"}) {
    auto stale = ask(admin, "DELETE", path, nullptr, at(old));
    BOOST_TEST(stale.status == 412);
    BOOST_TEST(stale.json()["current"] == assigned);
    BOOST_TEST(ask(admin, "PUT", path, nullptr, at(old)).status == 412);
  }
  BOOST_TEST(
    must(200, admin, "PUT", "/tasks/1/labels/bug", nullptr, at(assigned))
    == assigned);
  auto key = at(assigned);
  key.emplace_back("Idempotency-Key", "off");
  auto bare = ask(admin, "DELETE", "/tasks/1/labels/bug", nullptr, key);
  BOOST_TEST(bare.status == 200);
  BOOST_TEST(bare.json()["labels"].empty());
  BOOST_TEST(ask(admin, "DELETE", "/tasks/1/labels/bug", nullptr, key).body
             == bare.body);
  must(200, admin, "DELETE", "/tasks/1/assignees/me", nullptr, at(bare.json()));
  // What has no revision of its own has none that could be expected.
  auto share = http_headers{{"If-Match", "\"1\""}};
  BOOST_TEST(
    ask(admin, "DELETE", "/tasks/1/shares/admin", nullptr, share).status
    == 412);
  BOOST_TEST(ask(admin, "DELETE", "/tasks/9/labels/bug", nullptr, share).status
             == 404);
}

BOOST_FIXTURE_TEST_CASE(say_of_every_answer_how_new_it_is, rest_test::fixture) {
  auto position = [](const tests::http_answer& x) {
    auto text = x.header("raft-index");
    return text.empty() ? 0ULL : std::stoull(text);
  };
  for (const auto* path :
       {"/info", "/cluster/status", "/cluster/members", "/cluster/log",
        "/cluster/leaders", "/openapi.json", "/nothing", "/tasks?x=1"})
    BOOST_TEST(position(ask(admin, "GET", path)) != 0U, path);
  BOOST_TEST(position(raw("GET", "/api/v1/tasks")) != 0U);
  BOOST_TEST(position(raw("PUT", "/api/v1/tasks")) != 0U);
  BOOST_TEST(position(raw("GET", "/livez")) == 0U);
  // Of a login, and of its end, as of every other write.
  auto written = must(201, admin, "POST", "/tasks", {{"title", "x"}});
  auto login = raw("POST", "/api/v1/auth/login", rest_test::as_json,
                   R"({"username":"admin","password":"the first password"})");
  BOOST_TEST(position(login) > written["rev"].get<std::uint64_t>());
  auto logout
    = ask(login.json()["token"].get<std::string>(), "POST", "/auth/logout");
  BOOST_TEST(logout.status == 204);
  BOOST_TEST(position(logout) > position(login));
}

BOOST_FIXTURE_TEST_CASE(name_what_is_wrong, rest_test::fixture) {
  auto pointer = [&](const json& why) { return why["errors"][0]["pointer"]; };
  BOOST_TEST(pointer(must(422, admin, "POST", "/users",
                          {{"username", "bob"}, {"password", "short"}}))
             == "/password");
  BOOST_TEST(pointer(must(422, admin, "PUT", "/users/admin/password",
                          {{"current_password", "the first password"},
                           {"new_password", "short"}}))
             == "/new_password");
  auto made = must(201, admin, "POST", "/users", {{"username", "cyd"}});
  BOOST_TEST(
    pointer(must(422, admin, "POST", "/auth/setup",
                 {{"setup_token", made["setup_token"]}, {"password", "short"}}))
    == "/password");
  for (const auto* path :
       {"/tasks?tz=", "/reports/workload?tz=", "/reports/workload?since="})
    BOOST_TEST(must(400, admin, "GET", path)["code"] == "invalid_parameter");
  auto post = raw("POST", "/", {{"Authorization", "Bearer " + admin}});
  BOOST_TEST(post.status == 405);
  BOOST_TEST(post.header("allow") == "GET, HEAD");
}

BOOST_FIXTURE_TEST_CASE(name_the_header_that_is_wrong, rest_test::fixture) {
  auto wrong = [&](const std::string& method, const std::string& path,
                   const json& body, const http_headers& headers) {
    auto answer = ask(admin, method, path, body, headers);
    auto errors = answer.json().value("errors", json::array());
    auto error = errors.empty() ? json::object() : errors[0];
    return std::to_string(answer.status) + ' ' + error.value("code", "") + ' '
           + error.value("header", "");
  };
  auto far = http_headers{{"Min-Index", "999999999"}};
  BOOST_TEST(wrong("POST", "/tasks", {{"title", "x"}}, far)
             == "400 invalid_parameter Min-Index");
  // There is a majority; it has not come that far.
  auto read = ask(admin, "GET", "/tasks", nullptr, far);
  BOOST_TEST(read.status == 503);
  BOOST_TEST(read.code() == "not_ready");
  BOOST_TEST(wrong("GET", "/events", nullptr, {{"Last-Event-ID", "no number"}})
             == "400 invalid_parameter Last-Event-ID");
  auto is_new = http_headers{{"Authorization", "Bearer " + admin},
                             {"If-None-Match", "*"}};
  BOOST_TEST(raw("PUT", "/api/v1/kv/k", is_new, "v").status == 201);
  auto again = raw("PUT", "/api/v1/kv/k", is_new, "v");
  BOOST_TEST(again.status == 412);
  BOOST_TEST(again.json()["errors"][0]["header"] == "If-None-Match");
  BOOST_TEST(wrong("POST", "/tasks", {{"title", "x"}},
                   {{"Idempotency-Key", "a"}, {"Idempotency-Key", "b"}})
             == "400 invalid_parameter Idempotency-Key");
}

BOOST_FIXTURE_TEST_CASE(ask_for_the_revisions_of_many_tasks,
                        rest_test::fixture) {
  must(201, admin, "POST", "/tasks", {{"title", "x"}});
  auto blind = json{{"ids", {1}}, {"patch", {{"description", "y"}}}};
  // One for all of them says nothing of each.
  for (const auto& headers : {http_headers{}, http_headers{{"If-Match", "*"}}})
    BOOST_TEST(must(428, admin, "POST", "/tasks/bulk", blind,
                    headers)["errors"][0]["pointer"]
               == "/revs");
  blind["revs"] = {{"1", 1}};
  auto answer = ask(admin, "POST", "/tasks/bulk", blind);
  auto stale = answer.json()["items"][0]["problem"];
  BOOST_TEST(stale["status"] == 412);
  BOOST_TEST(stale["request_id"] == answer.header("request-id"));
  BOOST_TEST(stale["errors"][0]["pointer"] == "/revs/1");
  BOOST_TEST(!stale["errors"][0].contains("header"));
}

BOOST_FIXTURE_TEST_CASE(keep_passwords_from_tokens, rest_test::fixture) {
  auto token = must(201, admin, "POST", "/tokens",
                    {{"name", "x"}, {"scopes", {"admin"}}})["secret"]
                 .get<std::string>();
  for (const auto* known : {"the first password", "another password"})
    BOOST_TEST(must(403, token, "PUT", "/users/admin/password",
                    {{"current_password", known},
                     {"new_password", "a newer password"}})["code"]
               == "not_allowed");
}

BOOST_FIXTURE_TEST_CASE(let_views_ask_what_can_be_asked, rest_test::fixture) {
  auto ann = hire_over_http("ann");
  must(201, admin, "POST", "/projects", {{"key", "OPS"}, {"name", "x"}});
  auto view = json{{"name", "mine"}, {"query", "project=OPS&sort=due"}};
  auto made = must(201, admin, "POST", "/views", view);
  auto hidden = must(422, ann, "POST", "/views", view);
  BOOST_TEST(hidden["errors"][0]["pointer"] == "/query");
  view["query"] = "label=none";
  must(422, admin, "POST", "/views", view);
  auto path = "/views/" + made["id"].dump();
  must(422, admin, "PATCH", path, {{"query", "assignee=nobody"}});
  must(200, admin, "PATCH", path, {{"name", "ours"}});
  must(200, admin, "PATCH", path, {{"query", ""}});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_rules_test
