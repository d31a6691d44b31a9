// Events, with real nodes.

#include "tests/cluster/rest_fixture.hpp"

#include <optional>
#include <set>

namespace taskraft::events_test {

using rest_test::json;

struct event {
  std::string type;
  std::string id;
  json data;
};

/// A stream of events at one node.
class stream {
public:
  stream(const std::string& address, const std::string& token,
         const std::string& query = {}, const std::string& last = {})
    : connection_(address) {
    connection_.send("GET /api/v1/events" + query + " HTTP/1.1\r\nHost: "
                     + address + "\r\nAuthorization: Bearer " + token + "\r\n"
                     + (last.empty() ? "" : "Last-Event-ID: " + last + "\r\n")
                     + "\r\n");
    head = connection_.read_head().value_or(tests::http_answer{});
  }

  std::optional<event> next() {
    auto block = connection_.read_block();
    if (!block)
      return std::nullopt;
    auto found = event{};
    for (auto at = std::size_t{0}; at < block->size();) {
      auto end = std::min(block->find('\n', at), block->size());
      auto line = block->substr(at, end - at);
      at = end + 1;
      auto value = line.substr(std::min(line.find(':') + 2, line.size()));
      if (line.starts_with("event:"))
        found.type = value;
      if (line.starts_with("id:"))
        found.id = value;
      if (line.starts_with("data:"))
        found.data = json::parse(value, nullptr, false);
    }
    return found;
  }

  /// The next that tells more than where the node is.
  event change() {
    while (auto found = next())
      if (found->type != "position")
        return *found;
    return {};
  }

  tests::http_answer head;

private:
  tests::http_connection connection_;
};

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
  BOOST_TEST(first->type == "reset");
  BOOST_TEST(first->data["reason"] == "unknown");
  BOOST_TEST(stream(address(1), admin, "", "x").head.status == 400);
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

BOOST_FIXTURE_TEST_CASE(say_goodbye_when_the_node_stops, rest_test::fixture) {
  auto listener = stream{address(2), admin};
  listener.next();
  BOOST_TEST(cluster.stop(2) == 0);
  auto last = listener.change();
  BOOST_TEST(last.type == "bye");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace taskraft::events_test
