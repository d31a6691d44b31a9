// What is answered of a task and of its links, and what is refused of these.

#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace task_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  fixture() : task(make("ann", "")) {
  }

  std::string make(const std::string& user, const std::string& fields) {
    auto made = done(user, "create_task { title: 'one' " + fields + " }");
    return std::to_string(made.task().id());
  }

  wire::Result share(const std::string& user, const std::string& fields) {
    return tell(user, "share_task { task: " + task + " " + fields + " }");
  }

  wire::Result assign(const std::string& fields) {
    return tell("ann", "assign_task { task: " + task + " " + fields + " }");
  }

  wire::Result label(const std::string& fields) {
    return tell("ann", "label_task { task: " + task + " " + fields + " }");
  }

  std::string task;
};

BOOST_FIXTURE_TEST_SUITE(a_task_that_is_shown, fixture)

BOOST_AUTO_TEST_CASE(comes_with_its_links) {
  done("ann", "create_label { name: 'Bug' }");
  task = make("ann", "labels: 'bug' assignees: 'bob' assignees: 'ann'");
  auto shown = ask("bob", "get_task { id: " + task + " }").task();
  BOOST_TEST_REQUIRE(shown.labels_size() == 1);
  BOOST_TEST(shown.labels(0) == "Bug");
  BOOST_TEST_REQUIRE(shown.assignees_size() == 2);
  BOOST_TEST(shown.assignees(0) == "ann");
  BOOST_TEST(why(ask("eve", "get_task { id: " + task + " }"))
             == "not_found /id");
  BOOST_TEST(why(ask("ann", "get_task { id: 99 }")) == "not_found /id");
}

BOOST_AUTO_TEST_CASE(hides_a_parent_that_its_reader_does_not_see) {
  auto child = make("ann", "assignees: 'bob' parent: " + task);
  auto parent = [&](const std::string& user) {
    auto answer = ask(user, "get_task { id: " + child + " }");
    return std::to_string(answer.task().parent());
  };
  BOOST_TEST(parent("ann") == task);
  BOOST_TEST(parent("bob") == "0");
}

BOOST_AUTO_TEST_CASE(is_refused_with_a_label_that_does_not_exist) {
  BOOST_TEST(why(tell("ann", "create_task { title: 'x' labels: 'none' }"))
             == "unknown_reference /labels");
}

BOOST_AUTO_TEST_CASE(may_have_so_many_links_and_no_more) {
  auto labels = std::string{};
  auto users = std::string{};
  for (auto i = 0; i < 51; ++i) {
    done("ann", "create_label { name: 'l" + std::to_string(i) + "' }");
    labels += "labels: 'l" + std::to_string(i) + "' ";
  }
  for (auto i = 0; i < 21; ++i)
    users += "assignees: 'u" + std::to_string(i) + "' ";
  BOOST_TEST(why(tell("ann", "create_task { title: 'x' " + labels + " }"))
             == "invalid_value /labels");
  BOOST_TEST(why(tell("ann", "create_task { title: 'x' " + users + " }"))
             == "invalid_value /assignees");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_share_of_a_task, fixture)

BOOST_AUTO_TEST_CASE(is_for_a_user_as_viewer_or_member) {
  BOOST_TEST(why(share("ann", "username: 'zoe'"))
             == "unknown_reference /username");
  BOOST_TEST(why(share("ann", "username: 'bob' role: PROJECT_ROLE_MANAGER"))
             == "invalid_value /role");
  auto first = share("ann", "username: 'bob'");
  BOOST_TEST(first.created());
  BOOST_TEST(!share("ann", "username: 'bob'").created());
  BOOST_TEST(
    !share("ann", "username: 'bob' role: PROJECT_ROLE_MEMBER").created());
  auto id = std::stoull(task);
  BOOST_TEST(state.find<wire::Share>(id, "bob")->role()
             == wire::PROJECT_ROLE_MEMBER);
}

BOOST_AUTO_TEST_CASE(is_taken_back_from_a_disabled_user_too) {
  share("ann", "username: 'bob'");
  done("admin", "update_user { username: 'bob' disabled: true }");
  done("admin", "update_user { username: 'eve' disabled: true }");
  BOOST_TEST(why(share("ann", "username: 'eve'"))
             == "unknown_reference /username");
  BOOST_TEST(why(share("ann", "username: 'bob' remove: true")) == "");
  BOOST_TEST(!share("ann", "username: 'bob' remove: true").created());
  BOOST_TEST(state.count<wire::Share>() == 0U);
}

BOOST_AUTO_TEST_CASE(is_not_handed_on) {
  share("ann", "username: 'bob' role: PROJECT_ROLE_MEMBER");
  BOOST_TEST(why(share("bob", "username: 'eve'")) == "not_allowed");
  share("ann", "username: 'eve'");
  BOOST_TEST(why(share("eve", "username: 'bob'")) == "not_allowed");
}

BOOST_AUTO_TEST_CASE(is_listed_for_who_sees_the_task) {
  share("ann", "username: 'bob'");
  auto roles = ask("bob", "list_shares { task: " + task + " }").roles();
  BOOST_TEST_REQUIRE(roles.roles_size() == 1);
  BOOST_TEST(roles.roles(0).username() == "bob");
  BOOST_TEST(roles.roles(0).role() == wire::PROJECT_ROLE_VIEWER);
  BOOST_TEST(why(ask("eve", "list_shares { task: " + task + " }"))
             == "not_found /task");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(one_link_of_a_task, fixture)

BOOST_AUTO_TEST_CASE(is_an_assignee_among_20) {
  for (auto i = 0; i < 20; ++i) {
    auto name = "u" + std::to_string(i);
    user(name);
    BOOST_TEST_REQUIRE(why(assign("username: '" + name + "'")) == "");
  }
  BOOST_TEST(why(assign("username: 'bob'")) == "too_many /assignees");
  BOOST_TEST(why(assign("username: 'u3' remove: true")) == "");
  BOOST_TEST(state.find_all<wire::Assignment>(std::stoull(task)).size() == 19U);
  BOOST_TEST(why(assign("username: 'bob'")) == "");
}

BOOST_AUTO_TEST_CASE(is_a_label_among_50) {
  for (auto i = 0; i < 51; ++i) {
    auto name = "name: 'l" + std::to_string(i) + "'";
    done("ann", "create_label { " + name + " }");
    BOOST_TEST(why(label(name)) == (i == 50 ? "too_many /labels" : ""));
  }
  BOOST_TEST(why(label("name: 'l3' remove: true")) == "");
  BOOST_TEST(state.find<wire::Label>("l3")->uses() == 0U);
  BOOST_TEST(why(label("name: 'l50'")) == "");
  BOOST_TEST(why(label("name: 'none'")) == "unknown_reference /labels");
}

BOOST_AUTO_TEST_CASE(keeps_the_rev_where_it_changes_nothing) {
  auto rev = state.find<wire::Task>(std::stoull(task))->rev();
  BOOST_TEST(assign("username: 'bob' remove: true").task().rev() == rev);
  done("ann", "create_label { name: 'Bug' }");
  BOOST_TEST(label("name: 'bug' remove: true").task().rev() == rev);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_trash, fixture)

BOOST_AUTO_TEST_CASE(takes_nothing_from_those_with_whom_a_task_is_shared) {
  share("ann", "username: 'bob' role: PROJECT_ROLE_MEMBER");
  BOOST_TEST(why(tell("bob", "delete_task { id: " + task + " }"))
             == "not_allowed");
  done("ann", "delete_task { id: " + task + " }");
  BOOST_TEST(why(tell("bob", "restore_task { id: " + task + " }"))
             == "not_allowed");
  BOOST_TEST(why(tell("bob", "purge_task { id: " + task + " }"))
             == "not_allowed");
}

BOOST_AUTO_TEST_CASE(is_closed_for_archived_projects) {
  done("ann", "create_project { key: 'OPS' name: 'Operations' }");
  task = make("ann", "project: 'OPS'");
  auto gone = make("ann", "project: 'OPS'");
  done("ann", "delete_task { id: " + gone + " }");
  done("ann", "update_project { key: 'OPS' archived: true }");
  BOOST_TEST(why(tell("ann", "delete_task { id: " + task + " }"))
             == "archived /project");
  BOOST_TEST(why(tell("ann", "restore_task { id: " + gone + " }"))
             == "archived /project");
  BOOST_TEST(why(tell("ann", "purge_task { id: " + gone + " }"))
             == "archived /project");
}

BOOST_AUTO_TEST_CASE(keeps_what_was_there_before_its_parent) {
  auto child = make("ann", "parent: " + task);
  done("ann", "delete_task { id: " + child + " }");
  auto rev = state.find<wire::Task>(std::stoull(child))->rev();
  done("ann", "delete_task { id: " + task + " }");
  BOOST_TEST(state.find<wire::Task>(std::stoull(child))->rev() == rev);
  BOOST_TEST(why(tell("ann", "restore_task { id: " + child + " }"))
             == "in_trash /id");
  done("ann", "restore_task { id: " + task + " }");
  BOOST_TEST(state.find<wire::Task>(std::stoull(child))->deleted_at_us() != 0U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(keys_and_values, fixture)

BOOST_AUTO_TEST_CASE(are_shown_alone_and_by_a_prefix) {
  for (const auto* key : {"a", "b/1", "b/2", "b/3", "c"})
    done("ann", "put_key { key: '" + std::string{key} + "' value: 'v' }");
  BOOST_TEST(ask("bob", "get_key { key: 'a' }").pair().value() == "v");
  BOOST_TEST(why(ask("bob", "get_key { key: 'd' }")) == "not_found /key");
  auto keys = [&](const std::string& fields) {
    auto answer = ask("bob", "list_keys { " + fields + " }").pairs();
    auto text = std::string{};
    for (const auto& each : answer.pairs())
      text += each.key() + " ";
    return text + (answer.more() ? "..." : ".");
  };
  BOOST_TEST(keys("") == "a b/1 b/2 b/3 c .");
  BOOST_TEST(keys("prefix: 'b/' limit: 2") == "b/1 b/2 ...");
  BOOST_TEST(keys("prefix: 'b/' limit: 2 after: 'b/2'") == "b/3 .");
  BOOST_TEST(why(ask("bob", "list_keys { limit: 201 }"))
             == "invalid_value /limit");
}

BOOST_AUTO_TEST_CASE(say_that_they_are_new_where_that_is_asked_for) {
  auto put = [&](const std::string& fields) {
    return done("ann", "put_key { key: 'k' " + fields + " }").created();
  };
  BOOST_TEST(put("says_created: true"));
  BOOST_TEST(!put("says_created: true"));
  done("ann", "delete_key { key: 'k' }");
  BOOST_TEST(!put(""));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_queries_test
