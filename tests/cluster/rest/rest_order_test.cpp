// What answers first, and what a refusal says, with real nodes.

#include "tests/cluster/rest/event_stream.hpp"

#include <string>

namespace taskraft::rest_test {

namespace {

const auto stale = http_headers{{"If-Match", "\"1\""}};

std::string pointers_of(const json& why) {
  auto text = std::string{};
  for (const auto& each : why["errors"])
    text += each.value("code", "") + ':' + each.value("pointer", "") + ' ';
  return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(the_order_of_refusals)

BOOST_FIXTURE_TEST_CASE(has_unknown_words_after_what_is_missing_or_stale,
                        fixture) {
  auto ann = hire_over_http("ann");
  must(201, admin, "POST", "/tasks", {{"title", "x"}});
  for (const auto* field : {"status", "priority"}) {
    auto body = json{{field, "gone"}};
    must(404, ann, "PATCH", "/tasks/1", body);
    must(404, admin, "PATCH", "/tasks/9", body);
    must(412, admin, "PATCH", "/tasks/1", body, stale);
    auto wrong = "invalid_value:/" + std::string{field} + ' ';
    for (const auto* word : {"gone", "", "TODO"})
      BOOST_TEST(
        pointers_of(must(422, admin, "PATCH", "/tasks/1", {{field, word}}))
        == wrong);
    body["title"] = "y";
    BOOST_TEST(pointers_of(must(422, admin, "POST", "/tasks", body)) == wrong);
    // It is told beside other wrong values, and beside a wrong shape.
    body["title"] = "";
    BOOST_TEST(pointers_of(must(422, admin, "PATCH", "/tasks/1", body))
               == "invalid_value:/title " + wrong);
    body["title"] = 1;
    BOOST_TEST(must(422, admin, "PATCH", "/tasks/9", body)["errors"].size()
               == 2U);
    BOOST_TEST(must(422, admin, "PATCH", "/tasks/9", {{field, 1}})["code"]
               == "invalid_value");
    // Of many tasks, what is wrong with all is said once; what is wrong with
    // one spoils no other.
    BOOST_TEST(pointers_of(must(422, admin, "POST", "/tasks/bulk",
                                {{"ids", {1}}, {"patch", {{field, "gone"}}}}))
               == "invalid_value:/patch/" + std::string{field} + ' ');
    auto items = must(
      200, admin, "POST", "/tasks/batch",
      {{"items",
        {{{"title", "a"}, {field, "gone"}}, {{"title", "b"}}}}})["items"];
    BOOST_TEST(items[0]["status"] == 422);
    BOOST_TEST(pointers_of(items[0]["problem"]) == wrong);
    BOOST_TEST(items[1]["status"] == 201);
  }
  auto task = must(200, admin, "GET", "/tasks/1");
  BOOST_TEST(task["status"] == "todo");
  BOOST_TEST(must(200, admin, "PATCH", "/tasks/1", {{"status", nullptr}})
             == task);
}

BOOST_FIXTURE_TEST_CASE(shows_what_stops_all_of_many_tasks, fixture) {
  for (const auto* title : {"a", "b", "c"})
    must(201, admin, "POST", "/tasks", {{"title", title}});
  auto first = must(200, admin, "GET", "/tasks/1");
  auto second = must(200, admin, "PATCH", "/tasks/2", {{"title", "newer"}});
  auto why = must(412, admin, "POST", "/tasks/bulk",
                  {{"ids", {1, 2, 3}},
                   {"revs", {{"1", first["rev"]}, {"2", 1}, {"3", 1}}},
                   {"patch", {{"priority", "low"}}},
                   {"atomic", true}});
  BOOST_TEST(pointers_of(why) == "stale_revision:/ids/1 ");
  BOOST_TEST(why["current"] == second);
  BOOST_TEST(must(200, admin, "GET", "/tasks/1") == first);
}

BOOST_FIXTURE_TEST_CASE(has_a_revision_after_what_is_missing, fixture) {
  auto ann = hire_over_http("ann");
  for (const auto* title : {"a", "b", "c"})
    must(201, admin, "POST", "/tasks", {{"title", title}});
  must(200, admin, "PUT", "/tasks/1/blocks/2");
  auto paths = {"/tasks/1/blocks/2", "/tasks/1/shares/ann"};
  for (const auto& when :
       {stale, http_headers{{"If-Match", "W/\"1\""}}, http_headers{}})
    for (const auto* path : paths)
      must(404, ann, "DELETE", path, nullptr, when);
  for (const auto* path : paths)
    must(404, ann, "PUT", path, nullptr, {{"If-Match", "W/\"1\""}});
  must(201, admin, "PUT", "/tasks/1/shares/ann");
  must(404, ann, "DELETE", "/tasks/1/blocks/2", nullptr, stale);
  must(201, admin, "PUT", "/tasks/2/shares/ann");
  for (const auto* path : paths) {
    must(403, ann, "DELETE", path, nullptr, stale);
    auto why = must(412, admin, "DELETE", path, nullptr, stale);
    BOOST_TEST(why["detail"] == "If-Match names no revision");
  }
  // What has a digest for its revision is no exception.
  for (const auto* path : {"/attachments/9", "/comments/9", "/tokens/9"})
    must(404, admin, "DELETE", path, nullptr, {{"If-Match", "\"x\""}});
  // Neither goes, whatever revision is named.
  auto rev = must(200, admin, "GET", "/tasks/1")["rev"].dump();
  auto newest = http_headers{{"If-Match", '"' + rev + '"'}};
  for (const auto* path : paths)
    must(412, admin, "DELETE", path, nullptr, newest);
  BOOST_TEST(must(200, admin, "GET", "/tasks/1/relations")["blocks"].size()
             == 1U);
  must(200, ann, "GET", "/tasks/1");
  auto any = http_headers{{"If-Match", "*"}};
  must(200, admin, "DELETE", "/tasks/1/blocks/2", nullptr, any);
  must(204, admin, "DELETE", "/tasks/1/shares/ann", nullptr, any);
}

BOOST_FIXTURE_TEST_CASE(calls_a_token_a_token, fixture) {
  for (const auto* method : {"GET", "DELETE"}) {
    BOOST_TEST(must(404, admin, method, "/tokens/99")["detail"]
               == "there is no such token");
    BOOST_TEST(must(404, admin, method, "/sessions/99")["detail"]
               == "there is no such session");
  }
}

BOOST_FIXTURE_TEST_CASE(calls_the_last_voter_in_use, fixture) {
  for (const auto* path : {"/cluster/members/3", "/cluster/members/2"})
    BOOST_TEST(tests::eventually(
      [&] { return ask(admin, "DELETE", path).status == 204; },
      people_test::time_limit));
  auto why = json{};
  BOOST_TEST(tests::eventually(
    [&] {
      why = ask(admin, "DELETE", "/cluster/members/1").json();
      return why["status"] == 409 && why["code"] != "member_change_pending";
    },
    people_test::time_limit));
  BOOST_TEST(why["code"] == "in_use");
  must(200, admin, "GET", "/me");
}

BOOST_FIXTURE_TEST_CASE(has_unacceptable_exports_first, fixture) {
  auto status = [&](const std::string& accept, const std::string& query = {}) {
    return ask(admin, "GET", "/export" + query, nullptr, {{"Accept", accept}})
      .status;
  };
  for (const auto* accept : {"*/*", "application/json", "text/csv",
                             "application/x-ndjson", "text/*, image/png;q=1"})
    BOOST_TEST(status(accept) == 200, accept);
  BOOST_TEST(status("image/png") == 406);
  BOOST_TEST(status("image/png", "?format=none") == 406);
  BOOST_TEST(status("*/*", "?format=none") == 400);
}

BOOST_FIXTURE_TEST_CASE(leaves_every_stale_answer_its_age, fixture) {
  for (const auto* path :
       {"/info", "/openapi.json", "/cluster/status", "/cluster/members",
        "/cluster/members/1", "/cluster/log", "/cluster/leaders",
        "/cluster/settings", "/export", "/me"}) {
    auto answer = ask(admin, "GET", path + std::string{"?consistency=stale"});
    BOOST_TEST(answer.status == 200, path);
    auto age = answer.header("age");
    BOOST_TEST((!age.empty() && std::stoull(age) < 60), path);
    BOOST_TEST(ask(admin, "GET", path).header("age") == "", path);
  }
}

BOOST_FIXTURE_TEST_CASE(counts_what_its_reader_sees, fixture) {
  auto ann = hire_over_http("ann");
  must(201, admin, "POST", "/projects", {{"key", "OPS"}, {"name", "Ops"}});
  must(201, admin, "PUT", "/projects/OPS/members/ann", {{"role", "member"}});
  for (const auto& project : {json("OPS"), json(), json()})
    must(201, admin, "POST", "/tasks",
         {{"title", "x"},
          {"project", project},
          {"assignees", json::array({"ann"})}});
  must(204, admin, "DELETE", "/projects/OPS/members/ann");
  BOOST_TEST(must(200, ann, "GET", "/me")["unread"] == 2);
  auto heard = must(200, ann, "GET", "/notifications")["items"];
  auto listener = stream{address(2), ann, "?types=notification.read"};
  listener.next();
  auto once = http_headers{{"Idempotency-Key", "read"}};
  auto mark = json{{"ids", json::array({heard[0]["id"]})}};
  BOOST_TEST(must(200, ann, "POST", "/notifications/read", mark, once)["unread"]
             == 1);
  BOOST_TEST(listener.change().data["unread"] == 1);
  must(200, ann, "POST", "/notifications/read", {{"up_to", heard[0]["id"]}});
  BOOST_TEST(must(200, ann, "GET", "/me")["unread"] == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_test
