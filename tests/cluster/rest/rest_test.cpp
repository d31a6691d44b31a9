// The API over HTTP, with real nodes: a walk through the contract.

#include "tests/cluster/rest/rest_fixture.hpp"

#include <set>
#include <thread>

namespace taskraft::rest_test {

BOOST_AUTO_TEST_SUITE(the_api_of_a_cluster)

BOOST_FIXTURE_TEST_CASE(keeps_tasks_on_every_node, fixture) {
  auto made = ask(admin, "POST", "/tasks",
                  {{"title", " Water the plants "}, {"due", "2026-12-01"}});
  BOOST_TEST(made.status == 201);
  BOOST_TEST(made.header("location") == "/api/v1/tasks/1");
  auto task = made.json();
  BOOST_TEST(task["title"] == "Water the plants");
  BOOST_TEST(task["description"] == "");
  BOOST_TEST(task["project"].is_null());
  BOOST_TEST(made.header("etag") == '"' + task["rev"].dump() + '"');
  BOOST_TEST(made.header("raft-index") == task["rev"].dump());
  BOOST_TEST(made.header("taskraft-node") == "1");
  BOOST_TEST(made.header("cache-control") == "no-store");
  BOOST_TEST(made.header("request-id").size() == 16U);
  for (auto node : cluster.ids())
    BOOST_TEST(must(200, admin, "GET", "/tasks/1", nullptr, {}, node) == task);
  auto same = ask(admin, "GET", "/tasks/1", nullptr,
                  {{"If-None-Match", made.header("etag")}}, 2);
  BOOST_TEST(same.status == 304);
  auto head = ask(admin, "HEAD", "/tasks/1");
  BOOST_TEST(head.status == 200);
  BOOST_TEST(head.header("etag") == made.header("etag"));
  BOOST_TEST(head.body == "");
  must(204, admin, "DELETE", "/tasks/1");
  BOOST_TEST(!must(200, admin, "GET", "/tasks/1")["deleted_at"].is_null());
  must(204, admin, "DELETE", "/tasks/1");
  must(409, admin, "PATCH", "/tasks/1", {{"title", "x"}});
  BOOST_TEST(
    must(200, admin, "POST", "/tasks/1/restore")["deleted_at"].is_null());
}

BOOST_FIXTURE_TEST_CASE(changes_only_what_a_patch_names, fixture) {
  must(201, admin, "POST", "/tasks",
       {{"title", "a"}, {"description", "text"}, {"priority", "high"}});
  auto before = must(200, admin, "GET", "/tasks/1");
  auto same = ask(admin, "PATCH", "/tasks/1", json::object());
  BOOST_TEST(same.status == 200);
  BOOST_TEST(same.json() == before);
  BOOST_TEST(must(200, admin, "PATCH", "/tasks/1", {{"priority", "high"}})
             == before);
  auto after = must(200, admin, "PATCH", "/tasks/1", {{"priority", nullptr}});
  BOOST_TEST(after["priority"] == "none");
  BOOST_TEST(after["description"] == "text");
  BOOST_TEST(after["rev"] > before["rev"]);
  auto blind = ask(admin, "PATCH", "/tasks/1", {{"description", "b"}});
  BOOST_TEST(blind.status == 428);
  BOOST_TEST(blind.code() == "precondition_required");
  auto stale = ask(admin, "PATCH", "/tasks/1", {{"description", "b"}},
                   {{"If-Match", '"' + before["rev"].dump() + '"'}});
  BOOST_TEST(stale.status == 412);
  BOOST_TEST(stale.json()["current"] == after);
  BOOST_TEST(stale.json()["errors"][0]["header"] == "If-Match");
  BOOST_TEST(
    ask(admin, "PATCH", "/tasks/1", {{"title", "b"}}, {{"If-Match", "W/\"1\""}})
      .code()
    == "stale_revision");
  must(200, admin, "PATCH", "/tasks/1", {{"description", "b"}},
       {{"If-Match", "*"}});
}

BOOST_FIXTURE_TEST_CASE(changes_what_has_one_of_several_revisions, fixture) {
  auto patch
    = [&](const std::string& path, const json& body, const std::string& tags) {
        return ask(admin, "PATCH", path, body, {{"If-Match", tags}});
      };
  auto old = must(201, admin, "POST", "/tasks", {{"title", "a"}})["rev"].dump();
  auto rev = must(200, admin, "PATCH", "/tasks/1", {{"title", "b"}})["rev"];
  auto both = "\"" + old + "\", \"" + rev.dump() + "\"";
  auto done = patch("/tasks/1", {{"description", "c"}}, both);
  BOOST_TEST_REQUIRE(done.status == 200);
  auto stale = patch("/tasks/1", {{"description", "d"}}, both);
  BOOST_TEST(stale.status == 412);
  BOOST_TEST(stale.json()["current"] == done.json());
  // A weak tag matches nothing.
  auto weak = "\"" + old + "\", W/" + done.header("etag") + ", \"1\"";
  BOOST_TEST(patch("/tasks/1", {{"title", "d"}}, weak).status == 412);
  BOOST_TEST(patch("/tasks/9", {{"title", "d"}}, both).status == 404);
  auto own = must(200, admin, "GET", "/me")["rev"].dump();
  both = "\"1\", \"" + own + "\"";
  BOOST_TEST(patch("/me", {{"time_zone", "Asia/Tokyo"}}, both).status == 200);
  BOOST_TEST(patch("/me", {{"time_zone", "UTC"}}, both).status == 412);
  auto put = [&](const std::string& value, const std::string& tags) {
    return raw("PUT", "/api/v1/kv/k",
               {{"Authorization", "Bearer " + admin}, {"If-Match", tags}},
               value);
  };
  BOOST_TEST(put("a", "\"1\", \"2\"").status == 412);
  must(201, admin, "PUT", "/kv/k", "a");
  auto there = ask(admin, "GET", "/kv/k").header("etag");
  BOOST_TEST(put("b", "\"1\"," + there).status == 200);
  BOOST_TEST(put("c", "\"1\"," + there).status == 412);
}

BOOST_FIXTURE_TEST_CASE(names_all_wrong_values, fixture) {
  auto why = must(422, admin, "POST", "/tasks",
                  {{"title", " "},
                   {"repeat", "FREQ=NEVER"},
                   {"project", "NONE"},
                   {"labels", {"none"}}});
  auto pointers = json::array();
  for (const auto& each : why["errors"])
    pointers.push_back(each["pointer"]);
  BOOST_TEST(pointers == json({"/title", "/repeat", "/project", "/labels"}));
  BOOST_TEST(why["code"] == "invalid_value");
}

BOOST_FIXTURE_TEST_CASE(does_once_what_has_a_key, fixture) {
  auto key = http_headers{{"Idempotency-Key", "\"k-1\""}};
  auto body = json{{"title", "once"}};
  auto first = ask(admin, "POST", "/tasks", body, key, 1);
  BOOST_TEST(first.status == 201);
  BOOST_TEST(first.header("idempotency-replayed") == "");
  for (auto node : cluster.ids()) {
    auto again = ask(admin, "POST", "/tasks", body, key, node);
    BOOST_TEST(again.status == 201);
    BOOST_TEST(again.body == first.body);
    BOOST_TEST(again.header("idempotency-replayed") == "true");
    auto other = ask(admin, "POST", "/tasks", {{"title", "two"}}, key, node);
    BOOST_TEST(other.status == 422);
    BOOST_TEST(other.code() == "key_reused");
  }
  // A refusal is an answer like any other.
  auto refuse = [&](std::uint64_t node) {
    return ask(admin, "PATCH", "/tasks/1", {{"title", " "}},
               {{"Idempotency-Key", "k-2"}}, node);
  };
  auto refused = refuse(1);
  BOOST_TEST(refused.status == 422);
  BOOST_TEST(refused.json()["request_id"] == refused.header("request-id"));
  for (auto node : cluster.ids()) {
    auto again = refuse(node);
    BOOST_TEST(again.status == 422);
    BOOST_TEST(again.body == refused.body);
    BOOST_TEST(again.header("request-id") == refused.header("request-id"));
    BOOST_TEST(again.header("idempotency-replayed") == "true");
  }
  // Who names the request has that name in the answer.
  BOOST_TEST(ask(admin, "PATCH", "/tasks/1", {{"title", " "}},
                 {{"Idempotency-Key", "k-2"}, {"Request-Id", "mine"}})
               .json()["request_id"]
             == "mine");
  // Another user's key is another key.
  auto ann = hire_over_http("ann");
  BOOST_TEST(ask(ann, "POST", "/tasks", {{"title", "hers"}}, key).status
             == 201);
  cluster.kill(cluster.leader());
  auto left = cluster.is_running(1) ? 1U : 2U;
  auto after = ask(admin, "POST", "/tasks", body, key, left);
  BOOST_TEST(after.body == first.body);
  BOOST_TEST(refuse(left).body == refused.body);
  // A node that has begun again knows it from its store.
  cluster.kill(left);
  for (auto node : cluster.ids())
    if (!cluster.is_running(node))
      cluster.start(node);
  cluster.leader();
  BOOST_TEST(tests::eventually(
    [&] { return raw("GET", "/readyz", {}, {}, left).status == 200; },
    people_test::time_limit));
  BOOST_TEST(refuse(left).body == refused.body);
}

BOOST_FIXTURE_TEST_CASE(lets_twins_wait_for_the_first, fixture) {
  auto bodies = std::vector<std::string>(16);
  auto threads = std::vector<std::thread>{};
  for (auto& each : bodies)
    threads.emplace_back([&] {
      each = ask(admin, "POST", "/tasks", {{"title", "twin"}},
                 {{"Idempotency-Key", "twins"}},
                 1 + static_cast<std::uint64_t>(&each - bodies.data()) % 3)
               .body;
    });
  for (auto& each : threads)
    each.join();
  BOOST_TEST(std::set(bodies.begin(), bodies.end()).size() == 1U);
  BOOST_TEST(must(200, admin, "GET", "/tasks")["items"].size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(checks_in_the_order_of_the_contract, fixture) {
  auto nobody
    = [&](const std::string& method, const std::string& path,
          const http_headers& headers = {}, const std::string& body = {}) {
        auto answer = raw(method, path, headers, body);
        return std::to_string(answer.status) + ' ' + answer.code();
      };
  BOOST_TEST(nobody("GET", "/api/v1/nothing") == "404 not_found");
  BOOST_TEST(nobody("GET", "/elsewhere") == "404 not_found");
  auto wrong = raw("PUT", "/api/v1/tasks/1");
  BOOST_TEST(wrong.code() == "method_not_allowed");
  BOOST_TEST(wrong.header("allow") == "GET, HEAD, PATCH, DELETE");
  BOOST_TEST(nobody("GET", "/api/v1/tasks", {{"Accept", "text/html"}})
             == "406 not_acceptable");
  BOOST_TEST(nobody("GET", "/api/v1/tasks?colour=red")
             == "400 unknown_parameter");
  BOOST_TEST(
    nobody("POST", "/api/v1/tasks", {{"Content-Type", "text/plain"}}, "{}")
    == "415 unsupported_media_type");
  BOOST_TEST(nobody("POST", "/api/v1/tasks", as_json, "{") == "400 malformed");
  BOOST_TEST(nobody("POST", "/api/v1/tasks", as_json,
                    "{\"title\":\"" + std::string(600'000, 'x') + "\"}")
             == "413 too_large");
  auto unknown = raw("GET", "/api/v1/tasks");
  BOOST_TEST(unknown.code() == "unauthenticated");
  BOOST_TEST(unknown.header("www-authenticate") == "Bearer");
  BOOST_TEST(ask("trs_" + std::string(64, '0'), "GET", "/tasks").status == 401);
  auto shape
    = ask(admin, "POST", "/tasks", {{"Title", "x"}, {"priority", "huge"}});
  BOOST_TEST(shape.status == 422);
  BOOST_TEST(shape.json()["errors"].size() == 3U);
  BOOST_TEST(must(404, admin, "PATCH", "/tasks/7", {{"title", ""}})["code"]
             == "not_found");
  BOOST_TEST(must(422, admin, "POST", "/tasks", {{"title", "  "}})["code"]
             == "invalid_value");
  auto twice = raw("POST", "/api/v1/tasks",
                   {{"Authorization", "Bearer " + admin},
                    {"Content-Type", "application/json"}},
                   R"({"title":"a","title":"b"})");
  BOOST_TEST(twice.code() == "unknown_field");
}

BOOST_FIXTURE_TEST_CASE(gives_tokens_no_more_than_their_scope, fixture) {
  auto made = must(201, admin, "POST", "/tokens",
                   {{"name", "reader"}, {"scopes", {"read"}}});
  BOOST_TEST(made["scopes"] == json({"read"}));
  auto reader = made["secret"].get<std::string>();
  BOOST_TEST(made["prefix"] == reader.substr(0, 8));
  must(200, reader, "GET", "/tasks");
  auto refused = ask(reader, "POST", "/tasks", {{"title", "x"}});
  BOOST_TEST(refused.code() == "scope_missing");
  BOOST_TEST(refused.json()["needs"] == "write");
  auto writer = must(201, admin, "POST", "/tokens",
                     {{"name", "w"}, {"scopes", {"write"}}})["secret"]
                  .get<std::string>();
  must(201, writer, "POST", "/tasks", {{"title", "x"}});
  BOOST_TEST(
    ask(writer, "POST", "/tokens", {{"name", "w"}, {"scopes", {"read"}}}).status
    == 403);
  BOOST_TEST(must(200, reader, "GET", "/me")["scopes"] == json({"read"}));
  must(204, admin, "DELETE", "/tokens/" + made["id"].dump());
  for (auto node : cluster.ids())
    BOOST_TEST(ask(reader, "GET", "/tasks", nullptr, {}, node).status == 401);
  must(422, admin, "POST", "/tokens",
       {{"name", "n"}, {"scopes", json::array()}});
}

BOOST_FIXTURE_TEST_CASE(lets_browsers_use_a_cookie, fixture) {
  auto login = raw("POST", "/api/v1/auth/login", as_json,
                   R"({"username":"admin","password":"the first password",)"
                   R"("cookie":true})");
  BOOST_TEST(login.status == 200);
  BOOST_TEST(login.json()["token"].is_null());
  auto cookie = login.header("set-cookie");
  BOOST_TEST(cookie.find("HttpOnly; SameSite=Strict; Path=/")
             != std::string::npos);
  auto mine = http_headers{{"Cookie", cookie.substr(0, cookie.find(';'))}};
  auto with = [&](http_headers more) {
    more.insert(more.end(), mine.begin(), mine.end());
    more.emplace_back("Content-Type", "application/json");
    return raw("POST", "/api/v1/tasks", more, R"({"title":"x"})");
  };
  BOOST_TEST(raw("GET", "/api/v1/me", mine).json()["username"] == "admin");
  BOOST_TEST(with({{"Sec-Fetch-Site", "same-origin"}}).status == 201);
  BOOST_TEST(with({{"Origin", "http://" + address(1)}}).status == 201);
  BOOST_TEST(with({}).code() == "cross_origin");
  BOOST_TEST(with({{"Origin", "http://evil.example"}}).code()
             == "cross_origin");
  BOOST_TEST(with({{"Sec-Fetch-Site", "cross-site"}}).code() == "cross_origin");
  mine.emplace_back("Sec-Fetch-Site", "same-origin");
  auto out = raw("POST", "/api/v1/auth/logout", mine);
  BOOST_TEST(out.status == 204);
  BOOST_TEST(raw("GET", "/api/v1/me", mine).status == 401);
}

BOOST_FIXTURE_TEST_CASE(answers_only_to_its_names, fixture) {
  auto connection = tests::http_connection{address(1)};
  connection.send("GET /api/v1/info HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  BOOST_TEST(connection.read()->code() == "unknown_host");
  connection.send("GET /livez HTTP/1.1\r\nHost: evil.example\r\n\r\n");
  BOOST_TEST(connection.read()->status == 200);
  connection.send("GET /api/v1/info HTTP/1.1\r\nHost: localhost:1\r\n\r\n");
  BOOST_TEST(connection.read()->json()["auth"] == "required");
  // Where the target is a whole URL, its host counts.
  connection.send("GET http://localhost:1/api/v1/info HTTP/1.1\r\n"
                  "Host: evil.example\r\n\r\n");
  BOOST_TEST(connection.read()->json()["auth"] == "required");
  connection.send("GET http://evil.example/api/v1/info HTTP/1.1\r\n"
                  "Host: localhost:1\r\n\r\n");
  BOOST_TEST(connection.read()->code() == "unknown_host");
}

BOOST_FIXTURE_TEST_CASE(pages_through_lists, fixture) {
  for (auto i = 0; i < 7; ++i)
    must(201, admin, "POST", "/tasks", {{"title", std::to_string(i)}});
  auto seen = std::vector<int>{};
  auto next = std::string{"/tasks?limit=3"};
  while (!next.empty()) {
    auto page = must(200, admin, "GET", next);
    for (const auto& each : page["items"])
      seen.push_back(each["id"].get<int>());
    next
      = page["next_cursor"].is_null()
          ? std::string{}
          : "/tasks?limit=3&cursor=" + page["next_cursor"].get<std::string>();
  }
  BOOST_TEST((seen == std::vector{1, 2, 3, 4, 5, 6, 7}));
  auto page = must(200, admin, "GET", "/tasks?limit=3");
  BOOST_TEST(must(400, admin, "GET",
                  "/tasks?status=todo&cursor="
                    + page["next_cursor"].get<std::string>())["code"]
             == "invalid_cursor");
  must(400, admin, "GET", "/tasks?limit=201");
}

BOOST_FIXTURE_TEST_CASE(reads_as_new_as_it_is_asked, fixture) {
  auto made = ask(admin, "POST", "/tasks", {{"title", "x"}});
  auto index = made.header("raft-index");
  auto session = ask(admin, "GET", "/tasks/1?consistency=session", nullptr,
                     {{"Min-Index", index}}, 3);
  BOOST_TEST(session.status == 200);
  BOOST_TEST(std::stoull(session.header("raft-index")) >= std::stoull(index));
  must(400, admin, "GET", "/tasks?consistency=eventual");
  for (auto path :
       {"/tasks?consistency=stale", "/tasks/count?consistency=stale",
        "/tasks?consistency=linearizable"})
    BOOST_TEST(ask(admin, "GET", path).status == 200, path);
  must(422, admin, "POST", "/tokens",
       {{"name", "x"},
        {"scopes", {"read"}},
        {"expires_at", "1950-01-01T00:00:00Z"}});
  auto never = ask(admin, "GET", "/tasks/1?consistency=session", nullptr,
                   {{"Min-Index", "999999999"}});
  BOOST_TEST(never.status == 503);
  BOOST_TEST(never.code() == "not_ready");
  cluster.kill(2);
  cluster.kill(3);
  BOOST_TEST(
    tests::eventually([&] { return raw("GET", "/readyz").status == 503; },
                      people_test::time_limit));
  BOOST_TEST(raw("GET", "/readyz").body == "not ready\n");
  auto reason = raw("GET", "/readyz", {{"Authorization", "Bearer " + admin}});
  BOOST_TEST(reason.body == "not ready: the node hears no leader\n");
  auto stale = ask(admin, "GET", "/tasks/1?consistency=stale");
  BOOST_TEST(stale.status == 200);
  BOOST_TEST(std::stoull(stale.header("age")) >= 1U);
  BOOST_TEST(ask(admin, "GET", "/export?consistency=stale").status == 200);
  auto stranger = "trs_" + std::string(64, '0');
  BOOST_TEST(ask(stranger, "GET", "/tasks?consistency=stale").status == 401);
  BOOST_TEST(ask(stranger, "GET", "/tasks").status == 503);
  auto alone = ask(admin, "GET", "/tasks/1");
  BOOST_TEST(alone.status == 503);
  BOOST_TEST(alone.code() == "unavailable");
  BOOST_TEST(alone.header("retry-after") == "1");
  auto write = ask(admin, "POST", "/tasks", {{"title", "y"}});
  BOOST_TEST((write.status == 503 || write.status == 504), write.body);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_test
