// Every resource of the API, with real nodes.

#include "tests/cluster/rest/rest_fixture.hpp"

#include <algorithm>
#include <cstdint>

namespace taskraft::rest_test {

BOOST_AUTO_TEST_SUITE(the_resources_of_the_api)

BOOST_FIXTURE_TEST_CASE(are_projects_with_members, fixture) {
  auto ann = hire_over_http("ann");
  auto project = must(201, ann, "POST", "/projects",
                      {{"key", "OPS"}, {"name", "Operations"}});
  BOOST_TEST(project["my_role"] == "manager");
  BOOST_TEST(project["color"] == "#4c6ef5");
  BOOST_TEST(
    must(409, ann, "POST", "/projects", {{"key", "OPS"}, {"name", "x"}})["code"]
    == "duplicate");
  auto bob = hire_over_http("bob");
  must(404, bob, "GET", "/projects/OPS");
  BOOST_TEST(must(200, bob, "GET", "/projects")["items"].empty());
  auto member
    = must(201, ann, "PUT", "/projects/OPS/members/bob", {{"role", "viewer"}});
  BOOST_TEST(
    member
    == json({{"username", "bob"}, {"display_name", ""}, {"role", "viewer"}}));
  must(200, ann, "PUT", "/projects/OPS/members/bob", {{"role", "viewer"}});
  BOOST_TEST(must(200, bob, "GET", "/projects/OPS")["my_role"] == "viewer");
  must(403, bob, "PATCH", "/projects/OPS", {{"name", "Mine"}});
  must(403, bob, "POST", "/tasks", {{"title", "x"}, {"project", "OPS"}});
  auto renamed = must(200, ann, "PATCH", "/projects/OPS", {{"name", "Ops"}});
  BOOST_TEST(renamed["name"] == "Ops");
  auto stale = ask(ann, "PATCH", "/projects/OPS", {{"name", "x"}},
                   {{"If-Match", '"' + project["rev"].dump() + '"'}});
  BOOST_TEST(stale.json()["current"] == renamed);
  BOOST_TEST(must(200, ann, "GET", "/projects/OPS/members")["items"].size()
             == 2U);
  must(204, bob, "DELETE", "/projects/OPS/members/bob");
  must(404, bob, "GET", "/projects/OPS");
  BOOST_TEST(must(409, ann, "DELETE", "/projects/OPS/members/ann")["code"]
             == "last_manager");
  must(200, ann, "PATCH", "/projects/OPS", {{"archived", true}});
  BOOST_TEST(must(409, ann, "POST", "/tasks",
                  {{"title", "x"}, {"project", "OPS"}})["code"]
             == "archived");
}

BOOST_FIXTURE_TEST_CASE(are_links_of_tasks, fixture) {
  auto ann = hire_over_http("ann");
  must(201, admin, "POST", "/labels", {{"name", "bug"}});
  auto task = must(201, admin, "POST", "/tasks", {{"title", "x"}});
  must(404, ann, "GET", "/tasks/1");
  auto assigned = must(200, admin, "PUT", "/tasks/1/assignees/ann");
  BOOST_TEST(assigned["assignees"] == json({"ann"}));
  BOOST_TEST(must(200, admin, "PUT", "/tasks/1/assignees/ann") == assigned);
  must(200, ann, "GET", "/tasks/1");
  BOOST_TEST(must(200, admin, "PUT", "/tasks/1/labels/bug")["labels"]
             == json({"bug"}));
  BOOST_TEST(must(409, admin, "DELETE", "/labels/bug")["code"] == "in_use");
  BOOST_TEST(must(200, admin, "DELETE", "/tasks/1/labels/bug")["labels"]
             == json::array());
  must(200, admin, "DELETE", "/tasks/1/assignees/ann");
  auto share = must(201, admin, "PUT", "/tasks/1/shares/ann");
  BOOST_TEST(share["role"] == "viewer");
  must(200, admin, "PUT", "/tasks/1/shares/ann", {{"role", "member"}});
  BOOST_TEST(must(200, admin, "GET", "/tasks/1/shares")["items"].size() == 1U);
  must(204, admin, "DELETE", "/tasks/1/shares/ann");
  must(404, ann, "GET", "/tasks/1");
  BOOST_TEST(must(200, admin, "GET", "/tasks/1/history")["items"].size() > 2U);
}

BOOST_FIXTURE_TEST_CASE(are_comments_and_who_hears_of_them, fixture) {
  auto ann = hire_over_http("ann");
  must(201, admin, "POST", "/tasks", {{"title", "x"}});
  must(200, admin, "PUT", "/tasks/1/assignees/ann");
  auto comment
    = must(201, admin, "POST", "/tasks/1/comments", {{"text", "hello"}});
  BOOST_TEST(comment["author"] == "admin");
  auto path = "/comments/" + comment["id"].dump();
  must(428, admin, "PATCH", path, {{"text", "hi"}});
  auto edited = must(200, admin, "PATCH", path, {{"text", "hi"}},
                     {{"If-Match", '"' + comment["rev"].dump() + '"'}});
  BOOST_TEST(edited["text"] == "hi");
  must(403, ann, "PATCH", path, {{"text", "mine"}}, {{"If-Match", "*"}});
  BOOST_TEST(must(200, ann, "GET", "/tasks/1/comments")["items"]
             == json({edited}));
  auto heard = must(200, ann, "GET", "/notifications?read=false")["items"];
  BOOST_TEST(heard.size() == 2U);
  for (const auto& body : {json::object(), json{{"read", true}}}) {
    auto why = must(422, ann, "POST", "/notifications/read", body);
    BOOST_TEST(why["code"] == "required");
    BOOST_TEST(why["errors"][0]["pointer"] == "/ids");
  }
  BOOST_TEST(must(200, ann, "POST", "/notifications/read",
                  {{"up_to", heard[0]["id"]}})["unread"]
             == 0);
  BOOST_TEST(must(200, ann, "PUT", "/tasks/1/watch")["watching"] == true);
  must(204, ann, "DELETE", "/tasks/1/watch");
  must(204, admin, "DELETE", path);
  must(404, admin, "GET", path);
}

BOOST_FIXTURE_TEST_CASE(are_views_and_preferences, fixture) {
  auto ann = hire_over_http("ann");
  auto view = must(201, ann, "POST", "/views",
                   {{"name", "Open"}, {"query", "status=todo&assignee=me"}});
  BOOST_TEST(view["layout"] == "list");
  BOOST_TEST(must(200, ann, "GET", "/views")["items"] == json({view}));
  BOOST_TEST(
    must(422, ann, "POST", "/views",
         {{"name", "x"}, {"query", "colour=red"}})["errors"][0]["pointer"]
    == "/query");
  auto path = "/views/" + view["id"].dump();
  auto bob = hire_over_http("bob");
  must(404, bob, "GET", path);
  auto shared = must(200, ann, "PATCH", path, {{"shared", true}});
  BOOST_TEST(must(200, bob, "GET", path) == shared);
  BOOST_TEST(must(200, bob, "GET", "/views")["items"].size() == 1U);
  must(403, bob, "DELETE", path);
  must(204, ann, "DELETE", path);
  auto me = must(200, ann, "PATCH", "/me",
                 {{"preferences", {{"theme", "dark"}, {"rows", 5}}}});
  BOOST_TEST(me["preferences"]["theme"] == "dark");
  me = must(200, ann, "PATCH", "/me", {{"preferences", {{"rows", nullptr}}}});
  BOOST_TEST(me["preferences"] == json({{"theme", "dark"}}));
  BOOST_TEST(must(200, ann, "GET", "/me") == me);
  BOOST_TEST(me["unread"] == 0);
  BOOST_TEST(must(200, ann, "GET", "/users?text=BO")["items"].size() == 1U);
  BOOST_TEST(must(200, ann, "GET", "/users?disabled=true")["items"].empty());
}

BOOST_FIXTURE_TEST_CASE(are_files_on_tasks, fixture) {
  must(201, admin, "POST", "/tasks", {{"title", "x"}});
  auto bytes = std::string(1'000'000, 'x') + std::string{"\0\xff end", 6};
  auto add = [&](const std::string& name, const std::string& content) {
    return raw(
      "POST", "/api/v1/tasks/1/attachments?name=" + name,
      {{"Authorization", "Bearer " + admin}, {"Content-Type", "image/png"}},
      content);
  };
  auto made = add("a%20b.png", bytes);
  BOOST_TEST(made.status == 201, made.body);
  auto file = made.json();
  BOOST_TEST(file["name"] == "a b.png");
  BOOST_TEST(file["size"] == bytes.size());
  BOOST_TEST(add("a%20b.png", "x").code() == "duplicate");
  BOOST_TEST(add("..", "x").status == 422);
  BOOST_TEST(add("big", std::string(10'485'761, 'x')).status == 413);
  auto path = "/attachments/" + file["id"].dump();
  auto all = ask(admin, "GET", path, nullptr, {}, 3);
  BOOST_TEST((all.body == bytes));
  BOOST_TEST(all.header("content-disposition")
             == "attachment; filename*=UTF-8''a%20b.png");
  BOOST_TEST(all.header("content-security-policy") == "sandbox");
  BOOST_TEST(all.header("etag")
             == '"' + file["sha256"].get<std::string>() + '"');
  auto part
    = ask(admin, "GET", path, nullptr, {{"Range", "bytes=999999-1000001"}});
  BOOST_TEST(part.status == 206);
  BOOST_TEST((part.body == std::string{"x\0\xff", 3}));
  BOOST_TEST(part.header("content-range") == "bytes 999999-1000001/1000006");
  BOOST_TEST(
    ask(admin, "GET", path, nullptr, {{"Range", "bytes=2000000-"}}).status
    == 416);
  BOOST_TEST(must(200, admin, "GET", "/tasks/1/attachments")["items"]
             == json({file}));
  must(404, hire_over_http("ann"), "GET", path);
  auto other = ask(admin, "DELETE", path, nullptr, {{"If-Match", "\"7\""}});
  BOOST_TEST(other.status == 412);
  BOOST_TEST(other.json()["current"] == file);
  auto tag = http_headers{{"If-Match", all.header("etag")}};
  BOOST_TEST(ask(admin, "DELETE", path, nullptr, tag).status == 204);
  must(404, admin, "GET", path);
}

BOOST_FIXTURE_TEST_CASE(are_many_tasks_at_once, fixture) {
  auto made = must(200, admin, "POST", "/tasks/batch",
                   {{"items",
                     {{{"title", "a"}},
                      {{"title", " "}},
                      {{"title", "c"}, {"priority", "high"}}}}})["items"];
  BOOST_TEST(made[0]["status"] == 201);
  BOOST_TEST(made[1]["problem"]["code"] == "invalid_value");
  BOOST_TEST(made[2]["task"]["id"] == 2);
  BOOST_TEST(must(422, admin, "POST", "/tasks/batch",
                  {{"items", {{{"titel", "a"}}}}})["errors"][0]["pointer"]
             == "/items/0/titel");
  auto done = must(200, admin, "POST", "/tasks/bulk",
                   {{"ids", {1, 2, 9}}, {"patch", {{"status", "completed"}}}});
  BOOST_TEST(done["items"][0]["status"] == 200);
  BOOST_TEST(done["items"][2]["problem"]["code"] == "not_found");
  must(428, admin, "POST", "/tasks/bulk",
       {{"ids", {1}}, {"patch", {{"description", "x"}}}});
  must(422, admin, "POST", "/tasks/bulk", {{"ids", {1, 1}}});
  must(422, admin, "POST", "/tasks/bulk",
       {{"ids", {1}}, {"delete", true}, {"patch", {{"status", "todo"}}}});
  must(200, admin, "POST", "/tasks/bulk",
       {{"ids", {1}},
        {"revs", {{"1", done["items"][0]["rev"]}}},
        {"patch", {{"description", "x"}}}});
  auto weekly
    = must(201, admin, "POST", "/tasks",
           {{"title", "w"}, {"due", "2026-12-01"}, {"repeat", "FREQ=WEEKLY"}});
  BOOST_TEST(weekly["repeat"] == "FREQ=WEEKLY");
  must(204, admin, "DELETE", "/tasks/1?permanent=true");
  must(404, admin, "GET", "/tasks/1");
}

BOOST_FIXTURE_TEST_CASE(are_settings_of_the_cluster, fixture) {
  auto ann = hire_over_http("ann");
  must(403, ann, "GET", "/cluster/settings");
  auto before = must(200, admin, "GET", "/cluster/settings");
  BOOST_TEST(before["views_per_user"] == 200);
  auto after = must(200, admin, "PATCH", "/cluster/settings", {{"labels", 0}});
  BOOST_TEST(after["labels"] == 0);
  BOOST_TEST(must(409, ann, "POST", "/labels", {{"name", "x"}})["code"]
             == "too_many");
  BOOST_TEST(
    must(200, admin, "PATCH", "/cluster/settings", {{"labels", nullptr}})
    == before);
  BOOST_TEST(
    must(422, admin, "PATCH", "/cluster/settings", {{"colours", 1}})["code"]
    == "unknown_field");
  must(422, admin, "PATCH", "/cluster/settings", {{"sessions_per_user", 0}});
}

BOOST_FIXTURE_TEST_CASE(are_labels, fixture) {
  auto ann = hire_over_http("ann");
  auto label = must(201, ann, "POST", "/labels",
                    {{"name", " a/b "}, {"color", "#e03131"}});
  BOOST_TEST(label["name"] == "a/b");
  BOOST_TEST(must(200, ann, "GET", "/labels/a%2Fb") == label);
  BOOST_TEST(must(200, ann, "GET", "/labels/A%2FB") == label);
  must(403, ann, "PATCH", "/labels/a%2Fb", {{"color", "#ffffff"}});
  auto changed
    = must(200, admin, "PATCH", "/labels/a%2Fb", {{"description", "x"}});
  must(412, admin, "DELETE", "/labels/a%2Fb", nullptr,
       {{"If-Match", '"' + label["rev"].dump() + '"'}});
  must(204, admin, "DELETE", "/labels/a%2Fb", nullptr,
       {{"If-Match", '"' + changed["rev"].dump() + '"'}});
  must(404, admin, "GET", "/labels/a%2Fb");
}

BOOST_FIXTURE_TEST_CASE(are_keys_of_any_bytes, fixture) {
  auto put = [&](const std::string& key, const std::string& value,
                 http_headers headers = {}) {
    headers.emplace_back("Authorization", "Bearer " + admin);
    return raw("PUT", "/api/v1/kv/" + key, headers, value);
  };
  auto bytes = std::string{"\xff\0\r\n", 4};
  auto made = put("a%2Fb", bytes);
  BOOST_TEST(made.status == 201);
  BOOST_TEST(made.json()["key"] == "a/b");
  BOOST_TEST(put("a%2Fb", bytes).status == 200);
  auto found = ask(admin, "GET", "/kv/a%2Fb");
  BOOST_TEST(found.body == bytes);
  BOOST_TEST(found.header("content-type") == "application/octet-stream");
  BOOST_TEST(found.header("x-content-type-options") == "nosniff");
  must(406, admin, "GET", "/kv/a%2Fb", nullptr,
       {{"Accept", "application/json"}});
  BOOST_TEST(put("a%2Fb", "x", {{"If-None-Match", "*"}}).status == 412);
  BOOST_TEST(put("new", "text", {{"If-None-Match", "*"}}).status == 201);
  auto text = must(200, admin, "GET", "/kv/new", nullptr,
                   {{"Accept", "application/json"}});
  BOOST_TEST(text["value"] == "text");
  BOOST_TEST(put("big", std::string(256 * 1024, 'x')).status == 201);
  BOOST_TEST(put("big", std::string(256 * 1024 + 1, 'x')).status == 413);
  auto list = must(200, admin, "GET", "/kv?prefix=a");
  BOOST_TEST(list["items"].size() == 1U);
  BOOST_TEST(list["items"][0]["size"] == 4);
  must(204, admin, "DELETE", "/kv/new", nullptr,
       {{"If-Match", '"' + text["rev"].dump() + '"'}});
  must(404, admin, "DELETE", "/kv/new");
}

BOOST_FIXTURE_TEST_CASE(are_users_and_their_passwords, fixture) {
  auto made = must(201, admin, "POST", "/users",
                   {{"username", "ann"}, {"email", "ann@example.org"}});
  auto link = made["setup_token"].get<std::string>();
  BOOST_TEST(raw("POST", "/api/v1/auth/setup", as_json,
                 json{{"setup_token", link}, {"password", "a long one"}}.dump())
               .status
             == 204);
  auto ann = log_in_over_http("ann", "a long one", 2);
  must(403, ann, "POST", "/users", {{"username", "eve"}});
  BOOST_TEST(must(200, ann, "GET", "/users/admin")["email"].is_null());
  auto me = must(200, ann, "PATCH", "/me", {{"display_name", "Ann"}});
  BOOST_TEST(me["display_name"] == "Ann");
  BOOST_TEST(must(200, ann, "GET", "/me") == me);
  // Users change themselves there alone; the other path is administrators'.
  for (const auto* path : {"/users/ann", "/users/me", "/users/admin"})
    BOOST_TEST(
      must(403, ann, "PATCH", path, {{"display_name", "Queen"}})["code"]
        == "not_allowed",
      path);
  BOOST_TEST(must(200, admin, "GET", "/users/ann")["rev"] == me["rev"]);
  BOOST_TEST(must(200, admin, "PATCH", "/users/admin",
                  {{"display_name", "Ada"}})["display_name"]
             == "Ada");
  auto wrong
    = ask(ann, "PUT", "/users/ann/password",
          {{"current_password", "no"}, {"new_password", "another one"}});
  BOOST_TEST(wrong.code() == "invalid_credentials");
  must(204, ann, "PUT", "/users/me/password",
       {{"current_password", "a long one"}, {"new_password", "another one"}});
  log_in_over_http("ann", "another one", 3);
  BOOST_TEST(must(200, ann, "GET", "/sessions")["items"].size() == 2U);
  must(200, admin, "PATCH", "/users/ann", {{"disabled", true}});
  BOOST_TEST(ask(ann, "GET", "/me").code() == "session_expired");
  BOOST_TEST(
    must(409, admin, "PATCH", "/users/admin", {{"role", "member"}})["code"]
    == "last_admin");
  auto nobody = raw("POST", "/api/v1/auth/login", as_json,
                    R"({"username":"nobody","password":"x"})");
  BOOST_TEST(nobody.status == 401);
  BOOST_TEST(nobody.code() == "invalid_credentials");
  BOOST_TEST(must(200, admin, "GET", "/audit?limit=1")["items"].size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(are_refusals_in_the_audit, fixture) {
  auto bob = hire_over_http("bob");
  // As `/users` is administrators', whatever is asked for.
  for (const auto& patch :
       {json{{"display_name", "B"}}, json{{"role", "admin"}},
        json{{"time_zone", "Nowhere"}}})
    BOOST_TEST(must(403, bob, "PATCH", "/users/bob", patch)["code"]
               == "not_allowed");
  BOOST_TEST(must(200, bob, "GET", "/me")["display_name"] == "");
  auto rows
    = must(200, admin, "GET", "/audit?actor=bob&action=update_user")["items"];
  BOOST_TEST_REQUIRE(rows.size() >= 1U);
  BOOST_TEST(rows[0]["outcome"] == "not_allowed");
  BOOST_TEST(rows[0]["target"] == "bob");
}

BOOST_FIXTURE_TEST_CASE(are_the_cluster_and_its_members, fixture) {
  auto ann = hire_over_http("ann");
  auto status = must(200, ann, "GET", "/cluster/status", nullptr, {}, 2);
  BOOST_TEST(status["nodes"].size() == 3U);
  BOOST_TEST(status["served_by"] == 2);
  BOOST_TEST(status["quorum"]["available"] == true);
  BOOST_TEST(status["quorum"]["tolerates"] == 1);
  BOOST_TEST(status["cluster_id"].get<std::string>().size() == 32U);
  // Everything is known of a node that answers, but for whom it did not choose.
  BOOST_TEST(tests::eventually(
    [&] {
      auto nodes = must(200, ann, "GET", "/cluster/status")["nodes"];
      return std::ranges::all_of(
        nodes, [](const json& each) { return !each["http"].is_null(); });
    },
    people_test::time_limit));
  auto now = must(200, ann, "GET", "/cluster/status");
  BOOST_TEST_REQUIRE(now["nodes"].size() == 3U);
  for (const auto& each : now["nodes"]) {
    for (const auto& [name, value] : each.items())
      BOOST_TEST((name == "voted_for" || !value.is_null()), name);
    BOOST_TEST(each["http"] == "http://" + address(each["id"].get<int>()));
    BOOST_TEST(each["disk_free"].get<std::uint64_t>() > 0U);
    BOOST_TEST(each["heartbeat_age_ms"].get<std::uint64_t>() < 60'000U);
  }
  auto local
    = must(200, ann, "GET", "/cluster/status?local=true", nullptr, {}, 3);
  BOOST_TEST_REQUIRE(local["nodes"].size() == 1U);
  BOOST_TEST(local["nodes"][0]["id"] == 3);
  BOOST_TEST(local["leader"] == status["leader"]);
  BOOST_TEST(local["quorum"] == status["quorum"]);
  BOOST_TEST(must(200, ann, "GET", "/cluster/members")["items"].size() == 3U);
  BOOST_TEST(!must(200, ann, "GET", "/cluster/leaders")["items"].empty());
  must(403, ann, "POST", "/cluster/transfer-leader");
  auto leader = status["leader"].get<int>();
  auto next = leader % 3 + 1;
  BOOST_TEST(must(200, admin, "POST", "/cluster/transfer-leader",
                  {{"to", next}})["leader"]
             == next);
  BOOST_TEST(must(200, admin, "GET", "/cluster/members?limit=2")["next_cursor"]
               .is_string());
  BOOST_TEST(must(422, admin, "POST", "/cluster/transfer-leader",
                  {{"to", 9}})["errors"][0]["pointer"]
             == "/to");
  BOOST_TEST(must(422, admin, "POST", "/cluster/members",
                  {{"id", 9}, {"address", "nowhere"}})["errors"][0]["pointer"]
             == "/address");
  auto digests = must(200, admin, "POST", "/cluster/checksum");
  BOOST_TEST(digests["nodes"].size() == 3U);
  BOOST_TEST(digests["nodes"][0]["sha256"] == digests["nodes"][2]["sha256"]);
  auto metrics = raw("GET", "/metrics");
  BOOST_TEST(metrics.body.find("taskraft_raft_commit_index ")
             != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_test
