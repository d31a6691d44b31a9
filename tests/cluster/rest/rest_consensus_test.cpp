// What nodes show of consensus: their logs, and what they see.

#include "tests/cluster/rest/event_stream.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace taskraft::rest_test {

BOOST_AUTO_TEST_SUITE(the_consensus_of_a_cluster)

BOOST_FIXTURE_TEST_CASE(is_shown_by_its_log, fixture) {
  auto ann = hire_over_http("ann");
  auto task = must(201, ann, "POST", "/tasks", {{"title", "x"}});
  auto index = task["rev"].get<std::uint64_t>();
  BOOST_TEST(tests::eventually(
    [&] {
      auto newest = must(200, admin, "GET", "/cluster/log?limit=1", nullptr, {},
                         2)["items"];
      return !newest.empty() && newest[0]["index"] >= index;
    },
    people_test::time_limit));
  auto path = "/cluster/log?limit=5&before=" + std::to_string(index + 1);
  auto page = must(200, admin, "GET", path, nullptr, {}, 2);
  BOOST_TEST_REQUIRE(page["items"].size() == 5U);
  auto entry = page["items"][0];
  BOOST_TEST(entry["index"] == index);
  BOOST_TEST(entry["kind"] == "command");
  BOOST_TEST(entry["actor"] == "ann");
  BOOST_TEST(entry["action"] == "create_task");
  BOOST_TEST(entry["bytes"].get<int>() > 32);
  BOOST_TEST(page["items"][4]["index"] == index - 4);
  // The next page goes on where this one ends.
  auto cursor = page["next_cursor"].get<std::string>();
  auto next
    = must(200, admin, "GET", path + "&cursor=" + cursor, nullptr, {}, 2);
  BOOST_TEST(next["items"][0]["index"] == index - 5);
  // All of it, down to the first entry.
  auto all = must(200, admin, "GET", "/cluster/log?limit=200")["items"];
  BOOST_TEST(all.back()["index"] == 1);
  BOOST_TEST(all.back()["kind"] == "membership");
  // Who is no administrator does not hear who has done what.
  auto seen = must(200, ann, "GET", path, nullptr, {}, 2)["items"][0];
  BOOST_TEST(seen["index"] == index);
  BOOST_TEST(seen["actor"].is_null());
  BOOST_TEST(seen["action"].is_null());
  must(400, ann, "GET", "/cluster/log?before=x");
  BOOST_TEST(raw("GET", "/api/v1/cluster/log").status == 401);
}

BOOST_FIXTURE_TEST_CASE(is_seen_as_it_happens, fixture) {
  auto status = must(200, admin, "GET", "/cluster/status");
  auto leader = status["leader"].get<std::uint64_t>();
  auto to_come = leader % 3 + 1;
  auto watching = stream{address(leader), admin, {}, {}, "/cluster/stream"};
  BOOST_TEST(watching.head.header("content-type") == "text/event-stream");
  auto first = watching.next();
  BOOST_TEST_REQUIRE(first.has_value());
  BOOST_TEST(first->type == "sample");
  BOOST_TEST(first->data["id"] == leader);
  BOOST_TEST(first->data["role"] == "leader");
  BOOST_TEST(first->data.contains("at"));
  must(201, admin, "POST", "/tasks", {{"title", "x"}});
  auto seen = std::map<std::string, json>{};
  auto look_for = [&](const std::set<std::string>& types) {
    auto is_seen = [&](const auto& each) { return seen.contains(each); };
    while (!std::ranges::all_of(types, is_seen)) {
      auto found = watching.next();
      BOOST_TEST_REQUIRE(found.has_value());
      seen.emplace(found->type, found->data);
    }
  };
  look_for({"append"});
  BOOST_TEST(seen["append"]["from"] == leader);
  BOOST_TEST(seen["append"]["first"] <= seen["append"]["last"]);
  must(200, admin, "POST", "/cluster/transfer-leader", {{"to", to_come}});
  look_for({"vote", "role"});
  BOOST_TEST(seen["vote"]["term"] > status["term"]);
  BOOST_TEST(seen["vote"]["to"] == to_come);
  BOOST_TEST(seen["role"]["node"] == leader);
  BOOST_TEST(seen["role"]["role"] == "follower");
  BOOST_TEST(!seen["role"]["why"].get<std::string>().empty());
}

BOOST_FIXTURE_TEST_CASE(is_told_ten_times_a_second, fixture) {
  auto status = must(200, admin, "GET", "/cluster/status");
  auto leader = status["leader"].get<std::uint64_t>();
  auto watching = stream{address(leader), admin, {}, {}, "/cluster/stream"};
  auto begin = std::chrono::steady_clock::now();
  auto count = 0;
  while (count < 25 && watching.next()) {
    ++count;
    must(201, admin, "POST", "/tasks", {{"title", "x"}});
  }
  auto took = std::chrono::steady_clock::now() - begin;
  BOOST_TEST((took >= std::chrono::milliseconds{2300}));
  // It ends with the login.
  must(204, admin, "POST", "/auth/logout");
  auto last = std::string{};
  while (auto found = watching.next())
    last = found->type;
  BOOST_TEST(last == "session.ended");
}

// They went on for up to five seconds: as many samples.
BOOST_FIXTURE_TEST_CASE(ends_at_once_for_who_is_disabled, fixture) {
  auto ann = hire_over_http("ann");
  auto watching = stream{address(1), ann, {}, {}, "/cluster/stream"};
  auto hearing = stream{address(1), ann};
  BOOST_TEST_REQUIRE(watching.next().has_value());
  BOOST_TEST_REQUIRE(hearing.next().has_value());
  must(200, admin, "PATCH", "/users/ann", {{"disabled", true}});
  auto samples = 0;
  auto last = std::string{};
  while (auto found = watching.next()) {
    samples += found->type == "sample" ? 1 : 0;
    last = found->type;
  }
  BOOST_TEST(last == "session.ended");
  BOOST_TEST(samples < 3);
  while (auto found = hearing.next())
    last = found->type + ' ' + found->id;
  BOOST_TEST(last == "session.ended ");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::rest_test
