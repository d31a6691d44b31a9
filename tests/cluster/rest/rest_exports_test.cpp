// Exports of any size, with real nodes.

#include "tests/cluster/rest/rest_fixture.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace taskraft::rest_exports_test {

using rest_test::json;

struct fixture : rest_test::fixture {
  /// Makes `count` tasks, of 2 KiB each.
  void make(std::size_t count) const {
    for (auto left = count; left > 0;) {
      auto items = json::array();
      for (auto most = std::min<std::size_t>(left, 200); most > 0; --most)
        items.push_back(
          {{"title", "before"}, {"description", std::string(2000, 'x')}});
      must(200, admin, "POST", "/tasks/batch", {{"items", items}});
      left -= items.size();
    }
  }

  std::string request(const std::string& format,
                      const std::string& token) const {
    return "GET /api/v1/export?format=" + format + " HTTP/1.1\r\nHost: "
           + address(1) + "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
  }

  std::string request(const std::string& format) const {
    return request(format, admin);
  }
};

BOOST_FIXTURE_TEST_SUITE(an_export, fixture)

BOOST_AUTO_TEST_CASE(is_of_one_position_while_others_write) {
  constexpr auto count = std::size_t{3000};
  make(count);
  auto slow = tests::http_connection{address(1)};
  slow.send(request("ndjson"));
  // More than a socket holds waits at the node, while all of it is changed.
  auto head = slow.read_head();
  BOOST_TEST_REQUIRE(head.has_value());
  BOOST_TEST(head->status == 200);
  for (auto first = std::size_t{1}; first <= count; first += 200) {
    auto ids = json::array();
    for (auto id = first; id < first + 200 && id <= count; ++id)
      ids.push_back(id);
    must(200, admin, "POST", "/tasks/bulk",
         {{"ids", ids}, {"patch", {{"title", "after"}}}});
  }
  make(10);
  auto length = std::stoull(head->header("content-length"));
  BOOST_TEST(length > count * 2000);
  auto body = slow.read_bytes(length).value_or("");
  BOOST_TEST_REQUIRE(body.size() == length);
  auto lines = std::istringstream{body};
  auto next = std::size_t{0};
  auto position = std::stoull(head->header("raft-index"));
  for (auto line = std::string{}; std::getline(lines, line);) {
    auto task = json::parse(line);
    ++next;
    if (task["id"] != next || task["title"] != "before"
        || task["rev"].get<std::uint64_t>() > position)
      BOOST_FAIL("task " << next << " is " << line.substr(0, 200));
  }
  BOOST_TEST(next == count);
  // The connection goes on, and a later export has it all.
  slow.send(request("json"));
  auto all = slow.read();
  BOOST_TEST_REQUIRE(all.has_value());
  auto tasks = all->json();
  BOOST_TEST_REQUIRE(tasks.size() == count + 10);
  BOOST_TEST(tasks[0]["title"] == "after");
  BOOST_TEST(std::stoull(raw("HEAD", "/api/v1/export?format=json",
                             {{"Authorization", "Bearer " + admin}})
                           .header("content-length"))
             == all->body.size());
}

BOOST_AUTO_TEST_CASE(waits_for_those_that_nobody_has_taken) {
  // More than sockets hold, so that they are under way until they are read.
  make(4000);
  auto connections = std::vector<std::unique_ptr<tests::http_connection>>{};
  for (auto i = 0; i < 2; ++i) {
    connections.push_back(std::make_unique<tests::http_connection>(address(1)));
    connections.back()->send(request("ndjson"));
    BOOST_TEST(connections.back()->read_head().value().status == 200);
  }
  auto refused = ask(admin, "GET", "/export");
  BOOST_TEST(refused.status == 503);
  BOOST_TEST(refused.code() == "overloaded");
  BOOST_TEST(refused.header("retry-after") != "");
  // Other nodes and other users have places of their own.
  BOOST_TEST(ask(admin, "GET", "/export", nullptr, {}, 2).status == 200);
  auto ann = hire_over_http("ann");
  auto hers = ask(ann, "GET", "/export");
  BOOST_TEST(hers.status == 200);
  BOOST_TEST(hers.body == "");
  // Who goes away leaves the place.
  connections.clear();
  BOOST_TEST(tests::eventually(
    [&] { return ask(admin, "GET", "/export").status == 200; },
    people_test::time_limit));
}

BOOST_AUTO_TEST_CASE(ends_when_its_reader_stands_still) {
  make(4000);
  auto boss = hire_over_http("boss");
  must(200, admin, "PATCH", "/users/boss", {{"role", "admin"}});
  auto ann = hire_over_http("ann");
  auto connections = std::vector<std::unique_ptr<tests::http_connection>>{};
  auto began = std::chrono::steady_clock::now();
  for (const auto& token : {admin, boss, admin, boss}) {
    connections.push_back(std::make_unique<tests::http_connection>(address(1)));
    connections.back()->send(request("ndjson", token));
  }
  auto length = std::uint64_t{0};
  for (const auto& each : connections) {
    auto head = each->read_head();
    BOOST_TEST_REQUIRE(head.has_value());
    BOOST_TEST(head->status == 200);
    length = std::stoull(head->header("content-length"));
  }
  // Four are under way, two of each of them: who has none gets none either.
  auto refused = ask(ann, "GET", "/export");
  BOOST_TEST(refused.status == 503);
  BOOST_TEST(refused.code() == "overloaded");
  BOOST_TEST(refused.header("retry-after") != "");
  // All of them stay open, and nobody reads.
  BOOST_TEST(
    tests::eventually([&] { return ask(ann, "GET", "/export").status == 200; },
                      std::chrono::seconds{60}));
  auto waited = std::chrono::steady_clock::now() - began;
  BOOST_TEST((waited >= std::chrono::seconds{29}));
  // Whose place she has got misses bytes.
  auto is_cut
    = [&](const auto& each) { return !each->read_bytes(length).has_value(); };
  BOOST_TEST(std::ranges::count_if(connections, is_cut) >= 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_exports_test
