// Events, with real nodes.

#include "tests/cluster/rest/event_stream.hpp"

#include <chrono>
#include <set>

namespace taskraft::events_test {

using rest_test::json;
using rest_test::stream;

BOOST_AUTO_TEST_SUITE(the_events_of_a_cluster)

BOOST_FIXTURE_TEST_CASE(tell_what_changes_on_every_node, rest_test::fixture) {
  auto listener = stream{address(2), admin};
  BOOST_TEST(listener.head.status == 200);
  BOOST_TEST(listener.head.header("content-type") == "text/event-stream");
  auto first = listener.next();
  BOOST_TEST_REQUIRE(first.has_value());
  BOOST_TEST(first->type == "position");
  BOOST_TEST(first->data["quorum"] == true);
  BOOST_TEST(first->id == first->data["index"].dump());
  auto task = must(201, admin, "POST", "/tasks", {{"title", "x"}});
  auto made = listener.change();
  BOOST_TEST(made.type == "task.created");
  BOOST_TEST(made.id == task["rev"].dump());
  BOOST_TEST(made.data["task"]["title"] == "x");
  BOOST_TEST(made.data["actor"] == "admin");
  BOOST_TEST(!made.data["task"].contains("description"));
  BOOST_TEST(made.data["as_of"] >= made.data["index"]);
  must(200, admin, "PATCH", "/tasks/1", {{"status", "completed"}});
  auto changed = listener.change();
  BOOST_TEST(changed.type == "task.updated");
  auto status
    = json{{"field", "status"}, {"from", "todo"}, {"to", "completed"}};
  auto fields = changed.data["changes"];
  BOOST_TEST((std::find(fields.begin(), fields.end(), status) != fields.end()));
  must(204, admin, "DELETE", "/tasks/1");
  BOOST_TEST(listener.change().type == "task.deleted");
}

BOOST_FIXTURE_TEST_CASE(go_on_at_another_node, rest_test::fixture) {
  auto position = std::string{};
  {
    auto listener = stream{address(1), admin};
    position = listener.next()->id;
  }
  auto wanted = std::vector<int>{};
  for (auto i = 1; i <= 120; ++i) {
    must(201, admin, "POST", "/tasks", {{"title", std::to_string(i)}});
    wanted.push_back(i);
  }
  auto listener = stream{address(3), admin, "", position};
  auto ids = std::vector<int>{};
  auto seen = std::set<std::string>{};
  while (ids.size() < wanted.size()) {
    auto found = listener.change();
    BOOST_TEST_REQUIRE(found.type == "task.created");
    BOOST_TEST(seen.insert(found.id).second);
    ids.push_back(found.data["task"]["id"].get<int>());
  }
  BOOST_TEST((ids == wanted));
}

BOOST_FIXTURE_TEST_CASE(say_what_cannot_be_resumed, rest_test::fixture) {
  auto listener = stream{address(1), admin, "", "999999999"};
  auto first = listener.next();
  BOOST_TEST(first->type == "position");
  auto reset = listener.next();
  BOOST_TEST(reset->type == "reset");
  BOOST_TEST(reset->data["reason"] == "unknown");
  BOOST_TEST(reset->data["index"] == first->data["index"]);
  // Only who has heard of the reset goes on after it.
  BOOST_TEST(first->id == "999999999");
  BOOST_TEST(reset->id == reset->data["index"].dump());
  BOOST_TEST(stream(address(1), admin, "", "x").head.status == 400);
  // Who has seen nothing yet is somewhere, too.
  auto all = stream{address(1), admin, "", "0"}.next();
  BOOST_TEST(all->type == "position");
  BOOST_TEST(all->id == "0");
  BOOST_TEST(stream(address(1), "", "").head.status == 401);
}

BOOST_FIXTURE_TEST_CASE(are_for_who_may_know, rest_test::fixture) {
  auto ann = hire_over_http("ann");
  must(201, admin, "POST", "/projects", {{"key", "OPS"}, {"name", "x"}});
  auto listener = stream{address(1), ann};
  auto only_labels = stream{address(1), admin, "?types=label.*"};
  must(201, admin, "POST", "/tasks", {{"title", "x"}, {"project", "OPS"}});
  must(201, admin, "POST", "/labels", {{"name", "all"}});
  BOOST_TEST(listener.change().type == "label.created");
  BOOST_TEST(only_labels.change().data["label"]["name"] == "all");
  must(201, admin, "PUT", "/projects/OPS/members/ann", {{"role", "member"}});
  auto access = listener.change();
  auto member = listener.change();
  if (access.type != "access.changed")
    std::swap(access, member);
  BOOST_TEST(access.type == "access.changed");
  BOOST_TEST(member.type == "member.created");
  must(200, admin, "PUT", "/tasks/1/assignees/ann");
  auto types = std::set{listener.change().type, listener.change().type};
  BOOST_TEST(
    (types == std::set<std::string>{"task.updated", "notification.created"}));
  must(201, admin, "POST", "/labels", {{"name", "bug"}});
  BOOST_TEST(only_labels.change().data["label"]["name"] == "bug");
  must(200, admin, "PATCH", "/users/ann", {{"disabled", true}});
  auto last = listener.change();
  while (last.type == "label.created")
    last = listener.change();
  BOOST_TEST(last.type == "session.ended");
  BOOST_TEST(!listener.next());
}

BOOST_FIXTURE_TEST_CASE(tell_of_a_task_that_leaves_ones_sight_only_that,
                        rest_test::fixture) {
  auto ann = hire_over_http("ann");
  for (auto key : {"OPS", "SEC"})
    must(201, admin, "POST", "/projects", {{"key", key}, {"name", "x"}});
  must(201, admin, "PUT", "/projects/OPS/members/ann", {{"role", "member"}});
  must(201, admin, "POST", "/tasks", {{"title", "x"}, {"project", "OPS"}});
  must(201, admin, "POST", "/tasks", {{"title", "own"}});
  must(200, admin, "PUT", "/tasks/2/assignees/ann");
  auto listener = stream{address(2), ann, "?types=task.*,access.changed"};
  listener.next();
  must(200, admin, "PATCH", "/tasks/1", {{"project", "SEC"}});
  auto moved = listener.change();
  BOOST_TEST(moved.type == "access.changed");
  BOOST_TEST(moved.data["actor"].is_null());
  BOOST_TEST(moved.data["project"].is_null());
  BOOST_TEST(moved.data["changes"].empty());
  BOOST_TEST(!moved.data.contains("task"));
  BOOST_TEST(moved.id == moved.data["index"].dump());
  must(200, admin, "PATCH", "/tasks/1", {{"title", "secret"}});
  must(200, admin, "DELETE", "/tasks/2/assignees/ann");
  auto unassigned = listener.change();
  BOOST_TEST(unassigned.type == "access.changed");
  BOOST_TEST(unassigned.id > moved.id);
  must(201, admin, "PUT", "/tasks/1/shares/ann", {{"role", "viewer"}});
  BOOST_TEST(listener.change().type == "access.changed");
  must(204, admin, "DELETE", "/tasks/1/shares/ann");
  BOOST_TEST(listener.change().type == "access.changed");
  must(204, admin, "DELETE", "/projects/OPS/members/ann");
  auto left = listener.change();
  BOOST_TEST(left.type == "access.changed");
  // Who resumes hears of it, too.
  auto again = stream{address(3), ann, "?types=access.changed", moved.id};
  BOOST_TEST(again.change().id == unassigned.id);
}

BOOST_FIXTURE_TEST_CASE(carry_the_object, rest_test::fixture) {
  auto ann = hire_over_http("ann");
  must(201, admin, "POST", "/projects", {{"key", "OPS"}, {"name", "x"}});
  for (auto title : {"one", "two"})
    must(201, admin, "POST", "/tasks", {{"title", title}, {"project", "OPS"}});
  auto listener = stream{address(2), admin};
  listener.next();
  auto next = [&](const char* type) {
    auto found = listener.change();
    BOOST_TEST(found.type == type);
    return found.data;
  };
  must(201, admin, "PUT", "/projects/OPS/members/ann", {{"role", "viewer"}});
  BOOST_TEST(next("member.created")["member"]["role"] == "viewer");
  must(204, admin, "DELETE", "/projects/OPS/members/ann");
  auto gone = next("member.deleted");
  BOOST_TEST(gone["member"].is_null());
  BOOST_TEST(gone["subject"] == "ann");
  must(200, admin, "PUT", "/tasks/1/blocks/2");
  auto relation = next("relation.created")["relation"];
  BOOST_TEST(relation["task"] == 1);
  BOOST_TEST(relation["blocks"] == 2);
  must(201, admin, "POST", "/tasks/1/comments", {{"text", "well"}});
  BOOST_TEST(next("comment.created")["comment"]["text"] == "well");
}

BOOST_FIXTURE_TEST_CASE(tell_of_notifications_and_that_they_are_read,
                        rest_test::fixture) {
  auto ann = hire_over_http("ann");
  auto types = "?types=notification.*";
  auto listener = stream{address(2), ann, types};
  auto other = stream{address(2), admin, types};
  listener.next();
  other.next();
  must(201, admin, "POST", "/tasks",
       {{"title", "x"}, {"assignees", json::array({"ann"})}});
  auto created = listener.change();
  BOOST_TEST(created.type == "notification.created");
  BOOST_TEST(created.data["unread"] == 1);
  auto begin = std::chrono::steady_clock::now();
  must(200, ann, "POST", "/notifications/read",
       {{"up_to", created.data["index"]}, {"read", true}});
  auto read = listener.change();
  // At once, and not with the next position.
  BOOST_TEST(
    (std::chrono::steady_clock::now() - begin < std::chrono::seconds{8}));
  BOOST_TEST(read.type == "notification.read");
  BOOST_TEST(read.data["unread"] == 0);
  BOOST_TEST(read.id == read.data["index"].dump());
  // Nobody else hears of it, administrators least of all.
  auto hers = must(201, ann, "POST", "/tasks",
                   {{"title", "y"}, {"assignees", json::array({"admin"})}});
  BOOST_TEST(other.change().data["notification"]["task"]["id"] == hers["id"]);
}

BOOST_FIXTURE_TEST_CASE(tell_all_notifications_to_who_resumes,
                        rest_test::fixture) {
  auto ann = hire_over_http("ann");
  auto position = std::string{};
  {
    auto listener = stream{address(1), ann};
    position = listener.next()->id;
  }
  auto wanted = std::set<int>{};
  for (auto i = 1; i <= 130; ++i) {
    must(201, admin, "POST", "/tasks",
         {{"title", "x"}, {"assignees", json::array({"ann"})}});
    wanted.insert(i);
  }
  auto listener = stream{address(3), ann, "?types=notification.*", position};
  auto told = std::set<int>{};
  for (auto i = 0; i < 130; ++i)
    told.insert(
      listener.change().data["notification"]["task"]["id"].get<int>());
  BOOST_TEST((told == wanted));
}

BOOST_FIXTURE_TEST_CASE(catch_up_for_four_streams_of_a_user,
                        rest_test::fixture) {
  // A session that waits for what is not there holds a place.
  auto far = std::to_string(1'000'000'000);
  auto waiting = std::vector<std::unique_ptr<tests::http_connection>>{};
  for (auto i = 0; i < 5; ++i) {
    waiting.push_back(std::make_unique<tests::http_connection>(address(1)));
    waiting.back()->send("GET /api/v1/me?consistency=session HTTP/1.1\r\nHost: "
                         + address(1) + "\r\nAuthorization: Bearer " + admin
                         + "\r\nMin-Index: " + far + "\r\n\r\n");
  }
  auto codes = std::multiset<std::string>{};
  for (const auto& each : waiting)
    codes.insert(each->read()->code());
  BOOST_TEST(codes.count("overloaded") == 1U);
  BOOST_TEST(codes.count("not_ready") == 4U);
  // And gives it back.
  BOOST_TEST(
    ask(admin, "GET", "/me?consistency=session", nullptr, {{"Min-Index", "1"}})
      .status
    == 200);
}

BOOST_FIXTURE_TEST_CASE(say_goodbye_when_the_node_stops, rest_test::fixture) {
  auto listener = stream{address(2), admin};
  listener.next();
  BOOST_TEST(cluster.stop(2) == 0);
  auto last = listener.change();
  BOOST_TEST(last.type == "bye");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::events_test
