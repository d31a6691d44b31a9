// Pages of one node that talk to the others: handover tokens and CORS.

#include "tests/cluster/rest/rest_fixture.hpp"

#include <algorithm>

namespace taskraft::rest_test {

struct handover_fixture : fixture {
  handover_fixture() {
    BOOST_TEST_REQUIRE(tests::eventually(
      [&] {
        return std::ranges::all_of(cluster.ids(), [&](auto id) {
          auto nodes = must(200, admin, "GET", "/cluster/status", nullptr, {},
                            id)["nodes"];
          return std::ranges::none_of(
            nodes, [](const json& each) { return each["http"].is_null(); });
        });
      },
      people_test::time_limit));
  }

  std::string handed_over(const std::string& token,
                          std::uint64_t node = 1) const {
    auto made = must(200, token, "POST", "/auth/handover", nullptr, {}, node);
    return made["token"].get<std::string>();
  }

  std::string origin_of_node(std::uint64_t node) const {
    return "http://" + address(node);
  }
};

BOOST_AUTO_TEST_SUITE(a_handover_token)

BOOST_FIXTURE_TEST_CASE(is_good_at_every_node_while_the_login_lives,
                        handover_fixture) {
  auto ann = hire_over_http("ann");
  auto token = handed_over(ann);
  for (auto node : cluster.ids()) {
    auto me = must(200, token, "GET", "/me", nullptr, {}, node);
    BOOST_TEST(me["username"] == "ann");
    must(201, token, "POST", "/tasks", {{"title", "by handover"}}, {}, node);
    must(200, token, "GET", "/cluster/status", nullptr, {}, node);
    must(403, token, "POST", "/cluster/snapshot", nullptr, {}, node);
  }
  // It is good for the next one.
  auto next = handed_over(token, 2);
  must(200, next, "GET", "/me", nullptr, {}, 3);
  must(204, ann, "POST", "/auth/logout");
  for (const auto& each : {token, next})
    BOOST_TEST(ask(each, "GET", "/me", nullptr, {}, 3).code()
               == "session_expired");
  must(401, next, "POST", "/auth/handover", nullptr, {}, 2);
}

BOOST_FIXTURE_TEST_CASE(changes_no_credentials, handover_fixture) {
  auto ann = hire_over_http("ann");
  auto token = handed_over(ann);
  must(403, token, "POST", "/tokens",
       {{"name", "x"}, {"scopes", json::array({"read"})}});
  must(403, token, "PUT", "/users/ann/password",
       {{"current_password", "password of ann"},
        {"new_password", "another password"}});
  must(403, token, "PATCH", "/me", {{"email", "ann@example.org"}});
  auto session = must(200, token, "GET", "/me")["session"].dump();
  must(403, token, "DELETE", "/sessions/" + session);
  // No API token is handed over.
  auto made = must(201, ann, "POST", "/tokens",
                   {{"name", "x"}, {"scopes", json::array({"write"})}});
  must(403, made["secret"].get<std::string>(), "POST", "/auth/handover");
}

BOOST_FIXTURE_TEST_CASE(cannot_be_made_up, handover_fixture) {
  auto token = handed_over(admin);
  for (auto place : {4U, 10U, 20U, 60U, 110U}) {
    auto forged = token;
    forged[place] = forged[place] == 'A' ? 'B' : 'A';
    auto answer = ask(forged, "GET", "/me", nullptr, {}, 2);
    BOOST_TEST(answer.status == 401, place << ": " << answer.body);
  }
  must(401, token.substr(0, 50), "GET", "/me");
  must(401, "trh_", "GET", "/me");
  must(401, token + "A", "GET", "/me");
  auto path = cluster.place(1).directory / "node_key";
  BOOST_TEST(people_test::mode_of(path) == 0600U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_page_of_another_node)

BOOST_FIXTURE_TEST_CASE(may_talk_to_this_one_with_a_token, handover_fixture) {
  auto origin = origin_of_node(2);
  auto preflight
    = raw("OPTIONS", "/api/v1/tasks",
          {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}});
  BOOST_TEST(preflight.status == 204);
  BOOST_TEST(preflight.header("access-control-allow-origin") == origin);
  BOOST_TEST(preflight.header("access-control-allow-methods")
             == "GET, HEAD, POST");
  BOOST_TEST(preflight.header("access-control-allow-headers")
             == "Authorization, Content-Type, If-Match, If-None-Match, "
                "Idempotency-Key, Min-Index, Last-Event-ID");
  BOOST_TEST(preflight.header("access-control-allow-credentials") == "");
  auto made = ask(admin, "POST", "/tasks", {{"title", "x"}},
                  {{"Origin", origin}, {"Sec-Fetch-Site", "same-site"}});
  BOOST_TEST(made.status == 201);
  BOOST_TEST(made.header("access-control-allow-origin") == origin);
  BOOST_TEST(made.header("access-control-expose-headers")
             == "ETag, Location, Raft-Index, Age, Retry-After, "
                "Idempotency-Replayed, Request-Id, Taskraft-Node");
  BOOST_TEST(made.header("vary") == "Authorization, Cookie, Origin");
  // Also what was refused can be read.
  auto missing = ask(admin, "GET", "/tasks/9", nullptr, {{"Origin", origin}});
  BOOST_TEST(missing.status == 404);
  BOOST_TEST(missing.header("access-control-allow-origin") == origin);
}

BOOST_FIXTURE_TEST_CASE(gets_nothing_with_a_cookie, handover_fixture) {
  auto cookie = http_headers{{"Cookie", "taskraft=" + admin}};
  BOOST_TEST(raw("GET", "/api/v1/me", cookie).status == 200);
  auto there = cookie;
  there.emplace_back("Origin", origin_of_node(2));
  BOOST_TEST(raw("GET", "/api/v1/me", there).status == 401);
  there.emplace_back("Content-Type", "application/json");
  BOOST_TEST(raw("POST", "/api/v1/tasks", there, R"({"title":"x"})").code()
             == "cross_origin");
  auto login = [&](const std::string& origin, bool with_cookie) {
    auto body = json{{"username", "admin"},
                     {"password", "the first password"},
                     {"cookie", with_cookie}};
    auto headers = as_json;
    headers.emplace_back("Origin", origin);
    return raw("POST", "/api/v1/auth/login", headers, body.dump()).status;
  };
  BOOST_TEST(login(origin_of_node(2), false) == 200);
  BOOST_TEST(login(origin_of_node(2), true) == 403);
  BOOST_TEST(login("http://evil.example.org", false) == 403);
}

BOOST_FIXTURE_TEST_CASE(is_a_members, handover_fixture) {
  for (auto origin :
       {"http://evil.example.org", "null", "http://127.0.0.1:1"}) {
    auto headers = http_headers{{"Origin", origin}};
    BOOST_TEST(ask(admin, "GET", "/me", nullptr, headers)
                 .header("access-control-allow-origin")
               == "");
    headers.emplace_back("Access-Control-Request-Method", "GET");
    auto preflight = raw("OPTIONS", "/api/v1/me", headers);
    BOOST_TEST(preflight.status == 403);
    BOOST_TEST(preflight.header("access-control-allow-origin") == "");
  }
  BOOST_TEST(raw("OPTIONS", "/api/v1/nothing",
                 {{"Origin", origin_of_node(2)},
                  {"Access-Control-Request-Method", "GET"}})
               .status
             == 404);
  BOOST_TEST(raw("OPTIONS", "/api/v1/me").status == 405);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_test
