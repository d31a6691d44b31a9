// What no other suite asks of the API: tests/checks/api_coverage.py holds them
// to all of it.

#include "tests/cluster/rest/rest_fixture.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace taskraft::rest_test {

namespace {

bool has_item(const json& list, const std::string& field, const json& value) {
  return std::ranges::any_of(
    list["items"], [&](const json& each) { return each[field] == value; });
}

} // namespace

BOOST_AUTO_TEST_SUITE(the_whole_of_the_api)

BOOST_FIXTURE_TEST_CASE(has_nodes_that_come_and_go, fixture) {
  auto fourth = cluster.grow();
  cluster.start(fourth);
  auto path = "/cluster/members/" + std::to_string(fourth);
  must(404, admin, "GET", path);
  auto added
    = must(202, admin, "POST", "/cluster/members",
           {{"id", fourth}, {"address", cluster.place(fourth).node_address}});
  BOOST_TEST(added["id"] == fourth);
  // A learner that has caught up becomes a voter by itself.
  BOOST_TEST(tests::eventually(
    [&] { return must(200, admin, "GET", path)["role"] == "voter"; },
    people_test::time_limit));
  BOOST_TEST(must(200, admin, "POST", path + "/promote")["role"] == "voter");
  must(204, admin, "DELETE", path);
  must(404, admin, "GET", path);
}

BOOST_FIXTURE_TEST_CASE(finds_and_counts, fixture) {
  auto ann = hire_over_http("ann");
  must(201, admin, "POST", "/projects", {{"key", "OPS"}, {"name", "Ops"}});
  must(201, admin, "PUT", "/projects/OPS/members/ann", {{"role", "member"}});
  BOOST_TEST(must(200, ann, "GET", "/projects/OPS/members/ann")["role"]
             == "member");
  must(201, admin, "POST", "/labels", {{"name", "bug"}});
  BOOST_TEST(has_item(must(200, ann, "GET", "/labels"), "name", "bug"));
  must(201, ann, "POST", "/tasks",
       {{"title", "Mend the pump"}, {"project", "OPS"}, {"labels", {"bug"}}});
  auto said
    = must(201, ann, "POST", "/tasks/1/comments", {{"text", "Of the cellar"}});
  auto id = std::to_string(said["id"].get<std::uint64_t>());
  BOOST_TEST(must(200, ann, "GET", "/comments/" + id) == said);
  BOOST_TEST(must(200, ann, "GET", "/search?q=cellar")["items"].size() == 1U);
  BOOST_TEST(must(200, ann, "GET", "/search?q=attic")["items"].empty());
  BOOST_TEST(must(200, ann, "GET", "/tasks/count?project=OPS")["count"] == 1);
  BOOST_TEST(
    has_item(must(200, ann, "GET", "/tasks/1/watchers"), "username", "ann"));
  auto report = must(200, ann, "GET", "/reports/workload?project=OPS");
  BOOST_TEST(!report["items"].empty());
}

BOOST_FIXTURE_TEST_CASE(has_logins_and_tokens_of_ones_own, fixture) {
  auto ann = hire_over_http("ann");
  auto made = must(201, ann, "POST", "/tokens",
                   {{"name", "script"}, {"scopes", {"read"}}});
  auto token = "/tokens/" + std::to_string(made["id"].get<std::uint64_t>());
  BOOST_TEST(has_item(must(200, ann, "GET", "/tokens"), "name", "script"));
  BOOST_TEST(must(200, ann, "GET", token)["name"] == "script");
  must(404, admin, "GET", token);
  auto other = log_in_over_http("ann", "password of ann");
  auto session = must(200, other, "GET", "/me")["session"];
  auto path = "/sessions/" + std::to_string(session.get<std::uint64_t>());
  BOOST_TEST(must(200, ann, "GET", path)["id"] == session);
  must(204, ann, "DELETE", path);
  BOOST_TEST(tests::eventually(
    [&] { return ask(other, "GET", "/me").code() == "session_expired"; },
    people_test::time_limit));
}

BOOST_FIXTURE_TEST_CASE(says_why_it_refuses, fixture) {
  auto ann = hire_over_http("ann");
  BOOST_TEST(must(422, ann, "POST", "/tasks", json::object())["code"]
             == "required");
  must(201, admin, "POST", "/projects", {{"key", "OPS"}, {"name", "Ops"}});
  auto hidden
    = must(422, admin, "POST", "/tasks",
           {{"title", "x"}, {"project", "OPS"}, {"assignees", {"ann"}}});
  BOOST_TEST(hidden["code"] == "no_access");
  auto parent = json(nullptr);
  auto code = json(nullptr);
  for (auto depth = 1; depth <= 6 && code.is_null(); ++depth) {
    auto answer = ask(admin, "POST", "/tasks",
                      {{"title", "x"}, {"project", "OPS"}, {"parent", parent}});
    if (answer.status == 201)
      parent = answer.json()["id"];
    else
      code = answer.code();
  }
  BOOST_TEST(code == "too_deep");
  auto wrong = json{{"username", "ann"}, {"password", "a wrong one"}}.dump();
  auto answer = http_answer{};
  for (auto i = 0; i < 7 && answer.status != 429; ++i)
    answer = raw("POST", "/api/v1/auth/login", as_json, wrong);
  BOOST_TEST(answer.code() == "rate_limited");
  BOOST_TEST(!answer.header("retry-after").empty());
}

/// The other voters stand still, and the leader does not know it yet.
BOOST_FIXTURE_TEST_CASE(says_when_it_does_not_know_an_outcome, fixture) {
  auto code = std::string{};
  for (auto i = 0; i < 5 && code != "outcome_unknown"; ++i) {
    auto next = cluster.grow();
    cluster.start(next);
    auto leader = cluster.leader();
    for (auto id : {1U, 2U, 3U})
      if (id != leader)
        cluster.pause(id);
    auto answer
      = ask(admin, "POST", "/cluster/members",
            {{"id", next}, {"address", cluster.place(next).node_address}}, {},
            leader);
    code = answer.code();
    for (auto id : {1U, 2U, 3U})
      cluster.resume(id);
  }
  BOOST_TEST(code == "outcome_unknown");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_test
