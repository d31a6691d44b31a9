// Pages and files with more than a few hundred kilobytes.

#include "tests/cluster/rest/rest_fixture.hpp"

#include <chrono>
#include <memory>
#include <set>

namespace taskraft::rest_test {

struct large_answers : fixture {
  http_headers own() const {
    return {{"Authorization", "Bearer " + admin}};
  }

  /// Fails unless answers that nobody takes are too many in the end, while
  /// small ones are given, and are forgotten with their connections.
  void check_room(const std::string& path) const {
    auto get = "GET " + path
               + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
               + admin + "\r\n\r\n";
    auto silent = std::vector<std::unique_ptr<tests::http_connection>>{};
    auto ask_again = [&] { return raw("GET", path, own()).status; };
    // The system takes some megabytes of each.
    auto is_full = tests::eventually(
      [&] {
        silent.push_back(std::make_unique<tests::http_connection>(address(1)));
        for (auto i = 0; i < 3; ++i)
          silent.back()->send(get);
        return ask_again() == 503;
      },
      std::chrono::seconds{60});
    BOOST_TEST(is_full);
    BOOST_TEST(raw("GET", "/api/v1/tasks?limit=1", own()).status == 200);
    silent.clear();
    BOOST_TEST(tests::eventually([&] { return ask_again() == 200; },
                                 people_test::time_limit));
  }
};

struct long_tasks : large_answers {
  static constexpr auto count = 90;

  long_tasks() {
    // Quotes take two bytes in JSON.
    auto text = std::string(50'000, 'x') + std::string(5'000, '"');
    for (auto i = 0; i < count / 6; ++i) {
      auto items = json::array();
      for (auto k = 0; k < 6; ++k)
        items.push_back({{"title", "long"}, {"description", text}});
      must(200, admin, "POST", "/tasks/batch", {{"items", items}});
    }
  }
};

BOOST_AUTO_TEST_SUITE(the_resources_of_the_api)

BOOST_FIXTURE_TEST_CASE(come_in_pages_of_four_megabytes, long_tasks) {
  auto seen = std::set<int>{};
  auto first = raw("GET", "/api/v1/tasks?limit=200", own());
  BOOST_TEST(first.body.size() <= 4096U * 1024);
  BOOST_TEST(first.body.size() > 4000U * 1024);
  auto page = first.json();
  for (const auto& each : page["items"])
    seen.insert(each["id"].get<int>());
  auto rest
    = must(200, admin, "GET",
           "/tasks?limit=200&cursor=" + page["next_cursor"].get<std::string>());
  BOOST_TEST(rest["next_cursor"] == nullptr);
  for (const auto& each : rest["items"])
    seen.insert(each["id"].get<int>());
  BOOST_TEST(seen.size() == static_cast<std::size_t>(count));
}

BOOST_FIXTURE_TEST_CASE(wait_in_memory_only_as_far_as_it_goes, long_tasks) {
  check_room("/api/v1/tasks?limit=200");
}

// Each silent reader of a file held ten megabytes.
BOOST_FIXTURE_TEST_CASE(files_wait_in_memory_only_as_far_as_it_goes,
                        large_answers) {
  must(201, admin, "POST", "/tasks", {{"title", "x"}});
  auto file = raw("POST", "/api/v1/tasks/1/attachments?name=f", own(),
                  std::string(10UL << 20U, 'x'));
  BOOST_TEST_REQUIRE(file.status == 201);
  check_room("/api/v1/attachments/" + file.json()["id"].dump());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_test
