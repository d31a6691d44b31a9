#include "protocol/json/event_objects.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace event_objects_test {

using namespace taskraft;
namespace wire = taskraft::tasks::wire;

wire::Change change(const std::string& action, const std::string& subject,
                    std::uint64_t task = 0, const std::string& project = "") {
  auto x = wire::Change{};
  x.set_action(action);
  x.set_subject(subject);
  x.set_task(task);
  x.set_project(project);
  x.set_index(90);
  x.set_at_us(1'796'137'200'000'000);
  x.set_actor("ann");
  return x;
}

/// What the query of a change is; "none" if nothing is to be read.
std::string asked(const wire::Change& x) {
  auto found = json::object_of(x);
  return found ? found->query.ShortDebugString() : "none";
}

/// The object that an answer has for this change.
json::object told(const wire::Change& x, const wire::Answer& answer) {
  auto about = json::object_of(x);
  BOOST_TEST_REQUIRE(about.has_value());
  auto found = json::found_objects{};
  found[about->key] = {json::object_in(answer, *about), 95};
  auto event = json::event_of(x, found);
  BOOST_TEST(event["as_of"] == 95);
  return event[x.action().substr(0, x.action().find('.'))];
}

BOOST_AUTO_TEST_SUITE(an_event)

BOOST_AUTO_TEST_CASE(is_about_what_its_change_names) {
  BOOST_TEST(asked(change("comment.created", "7", 42))
             == "get_comment { id: 7 }");
  BOOST_TEST(asked(change("attachment.created", "8", 42))
             == "get_attachment { id: 8 }");
  BOOST_TEST(asked(change("project.updated", "OPS"))
             == "get_project { key: \"OPS\" }");
  BOOST_TEST(asked(change("member.added", "bob", 0, "OPS"))
             == "list_members { project: \"OPS\" }");
  BOOST_TEST(asked(change("view.updated", "3")) == "get_view { id: 3 }");
  BOOST_TEST(asked(change("label.created", "red"))
             == "get_label { name: \"red\" }");
  for (const auto* action :
       {"comment.deleted", "view.deleted", "label.deleted", "task.updated",
        "relation.added", "access.changed", "notification.created"})
    BOOST_TEST(asked(change(action, "7", 42)) == "none", action);
}

BOOST_AUTO_TEST_CASE(tells_what_was_read) {
  auto answer = wire::Answer{};
  answer.mutable_comment()->set_id(7);
  BOOST_TEST(told(change("comment.created", "7", 42), answer)["id"] == 7);
  answer.mutable_attachment()->set_id(8);
  BOOST_TEST(told(change("attachment.created", "8", 42), answer)["id"] == 8);
  answer.mutable_project()->set_key("OPS");
  BOOST_TEST(told(change("project.updated", "OPS"), answer)["key"] == "OPS");
  answer.mutable_view()->set_id(3);
  BOOST_TEST(told(change("view.updated", "3"), answer)["id"] == 3);
  answer.mutable_label()->set_name("red");
  BOOST_TEST(told(change("label.created", "red"), answer)["name"] == "red");
  auto& roles = *answer.mutable_roles();
  roles.add_roles()->set_username("ann");
  roles.add_roles()->set_username("bob");
  auto member = change("member.added", "bob", 0, "OPS");
  BOOST_TEST(told(member, answer)["username"] == "bob");
  // Who has left since is nobody.
  member.set_subject("eve");
  BOOST_TEST(told(member, answer).is_null());
  answer.mutable_refusal();
  BOOST_TEST(told(change("label.created", "red"), answer).is_null());
}

BOOST_AUTO_TEST_CASE(of_a_task_shows_it_as_a_card) {
  auto list = wire::TaskPage{};
  list.add_tasks()->set_id(42);
  auto found = json::found_objects{};
  json::add_tasks(found, {41, 42}, list, 95);
  auto event = json::event_of(change("task.updated", "42", 42), found);
  BOOST_TEST(event["task"]["id"] == 42);
  BOOST_TEST(event["as_of"] == 95);
  BOOST_TEST(!event.contains("subject"));
  event = json::event_of(change("task.purged", "41", 41), found);
  BOOST_TEST(event["task"].is_null());
  // Nobody has looked: it is as old as the change.
  event = json::event_of(change("task.updated", "43", 43), found);
  BOOST_TEST(event["task"].is_null());
  BOOST_TEST(event["as_of"] == 90);
  BOOST_TEST(json::task_of(change("task.updated", "42", 42)) == 42U);
  BOOST_TEST(json::task_of(change("task.purged", "42", 42)) == 0U);
  BOOST_TEST(json::task_of(change("comment.created", "7", 42)) == 0U);
}

BOOST_AUTO_TEST_CASE(names_both_tasks_of_a_block) {
  auto event = json::event_of(change("relation.added", "43", 42), {});
  BOOST_TEST(event["relation"].dump() == R"({"task":42,"blocks":43})");
  BOOST_TEST(event["task_id"] == 42);
  BOOST_TEST(event["subject"] == "43");
}

BOOST_AUTO_TEST_CASE(of_a_notification_says_how_many_are_unread) {
  auto x = change("notification.read", "ann");
  BOOST_TEST(json::event_of(x, {})["unread"].is_null());
  auto fields = wire::FieldChanges{};
  fields.add_fields()->mutable_after()->set_number(4);
  x.set_fields(fields.SerializeAsString());
  auto event = json::event_of(x, {});
  BOOST_TEST(event["unread"] == 4);
  BOOST_TEST(!event.contains("changes"));
}

BOOST_AUTO_TEST_CASE(of_access_says_no_more_than_that) {
  auto event = json::event_of(change("access.changed", "OPS", 42), {});
  BOOST_TEST(!event.contains("subject"));
  BOOST_TEST(!event.contains("as_of"));
}

BOOST_AUTO_TEST_CASE(is_for_users_if_they_may_know_of_it) {
  for (const auto* action : {"task.created", "comment.updated", "view.deleted",
                             "relation.removed", "access.changed"})
    BOOST_TEST(json::is_told(change(action, "1")), action);
  for (const auto* action : {"session.started", "user.updated", "kv.put"})
    BOOST_TEST(!json::is_told(change(action, "1")), action);
  // The audit names the subject of these.
  auto event = json::event_of(change("user.updated", "bob"), {});
  BOOST_TEST(event["subject"] == "bob");
  BOOST_TEST(!event.contains("as_of"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace event_objects_test
