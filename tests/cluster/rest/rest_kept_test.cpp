// A write that comes again shows what it showed the first time, also where the
// log keeps less of it than that.

#include "tests/cluster/rest/rest_fixture.hpp"

namespace taskraft::rest_test {

struct kept_fixture : fixture {
  kept_fixture() {
    ann = hire_over_http("ann");
    must(201, admin, "POST", "/projects", {{"key", "OPS"}, {"name", "Ops"}});
    must(201, admin, "PUT", "/projects/OPS/members/ann", {{"role", "member"}});
    for (const auto* title : {"a", "b"})
      must(201, admin, "POST", "/tasks",
           {{"title", title}, {"project", "OPS"}});
    must(201, admin, "POST", "/projects", {{"key", "TWO"}, {"name", "Two"}});
    must(201, admin, "PUT", "/projects/TWO/members/ann", {{"role", "member"}});
    must(201, admin, "POST", "/tasks", {{"title", "c"}, {"project", "TWO"}});
  }

  /// With the path for its key.
  http_answer once(const std::string& method, const std::string& path,
                   const json& body = nullptr, std::uint64_t node = 1) const {
    return ask(ann, method, path, body, {{"Idempotency-Key", method + path}},
               node);
  }

  void check_repeated(const http_answer& first, const std::string& method,
                      const std::string& path,
                      const json& body = nullptr) const {
    for (auto node : cluster.ids()) {
      auto again = once(method, path, body, node);
      BOOST_TEST(again.status == first.status);
      BOOST_TEST(again.body == first.body);
      BOOST_TEST(again.header("idempotency-replayed") == "true");
    }
  }

  std::string ann;
};

BOOST_AUTO_TEST_SUITE(the_resources_of_the_api)

BOOST_FIXTURE_TEST_CASE(are_told_again_as_they_were, kept_fixture) {
  auto to_top = json{{"to", "top"}};
  auto moved = once("POST", "/tasks/2/move", to_top);
  auto blocked = once("PUT", "/tasks/1/blocks/2");
  auto zone = json{{"time_zone", "Asia/Tokyo"}};
  auto self = once("PATCH", "/me", zone);
  auto read = once("POST", "/notifications/read", {{"up_to", 1000}});
  BOOST_TEST(moved.status == 200);
  BOOST_TEST(blocked.json()["blocks"].size() == 1U);
  BOOST_TEST(self.json()["time_zone"] == "Asia/Tokyo");
  BOOST_TEST(read.json()["unread"] == 0);

  must(200, admin, "POST", "/tasks/2/move", {{"to", "bottom"}});
  must(201, admin, "POST", "/tasks/2/comments", {{"text", "@ann, look"}});
  must(200, admin, "DELETE", "/tasks/1/blocks/2");
  must(200, ann, "PATCH", "/me", {{"time_zone", "UTC"}});
  BOOST_TEST(must(200, ann, "GET", "/me")["unread"] == 2);

  check_repeated(moved, "POST", "/tasks/2/move", to_top);
  check_repeated(blocked, "PUT", "/tasks/1/blocks/2");
  check_repeated(self, "PATCH", "/me", zone);
  check_repeated(read, "POST", "/notifications/read", {{"up_to", 1000}});
  cluster.kill(cluster.leader());
  auto left = cluster.is_running(1) ? 1U : 2U;
  BOOST_TEST(once("PUT", "/tasks/1/blocks/2", nullptr, left).body
             == blocked.body);
}

BOOST_FIXTURE_TEST_CASE(are_told_again_with_the_revision_that_was_there,
                        kept_fixture) {
  auto rename = [&](std::uint64_t node) {
    return ask(ann, "PATCH", "/tasks/1", {{"title", "mine"}},
               {{"Idempotency-Key", "k"}, {"If-Match", "\"1\""}}, node);
  };
  auto stale = rename(1);
  BOOST_TEST(stale.status == 412);
  BOOST_TEST(stale.json()["current"]["title"] == "a");
  must(200, admin, "PATCH", "/tasks/1", {{"title", "theirs"}});
  for (auto node : cluster.ids())
    BOOST_TEST(rename(node).body == stale.body);
  must(204, admin, "DELETE", "/tasks/1?permanent=true");
  BOOST_TEST(rename(1).body.find("theirs") == std::string::npos);
  BOOST_TEST(rename(1).body.find("\"a\"") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(are_not_told_again_to_who_may_see_them_no_more,
                        kept_fixture) {
  auto first = once("PUT", "/tasks/1/blocks/3");
  BOOST_TEST(first.json()["blocks"][0]["title"] == "c");
  must(204, admin, "DELETE", "/projects/TWO/members/ann");
  auto again = once("PUT", "/tasks/1/blocks/3");
  BOOST_TEST(again.status == 200);
  BOOST_TEST(again.json()["blocks"].empty());
  BOOST_TEST(again.json()["hidden"] == 1);
  must(204, admin, "DELETE", "/projects/OPS/members/ann");
  BOOST_TEST(once("PUT", "/tasks/1/blocks/3").status == 404);
  BOOST_TEST(once("POST", "/tasks/2/move", {{"to", "top"}}).status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_test
