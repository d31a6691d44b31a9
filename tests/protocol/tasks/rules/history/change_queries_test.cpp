// What is answered of changes: histories, the audit, and what is new.

#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace change_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

struct fixture : people_fixture {
  fixture() {
    done("ann", "create_project { key: 'OPS' name: 'Operations' }");
    let_in("bob");
    task = make("ann", "project: 'OPS'");
    begin = index;
  }

  void let_in(const std::string& user) {
    done("ann", "set_member { project: 'OPS' username: '" + user
                  + "' role: PROJECT_ROLE_MEMBER }");
  }

  std::string make(const std::string& user, const std::string& fields) {
    auto made = done(user, "create_task { title: 'one' " + fields + " }");
    return std::to_string(made.task().id());
  }

  void update(const std::string& user, const std::string& fields) {
    done(user, "update_task { id: " + task + " " + fields + " }");
  }

  static std::string told(const wire::Answer& answer) {
    BOOST_TEST_REQUIRE(answer.has_changes(), why(answer));
    auto text = std::string{};
    for (const auto& each : answer.changes().changes())
      text += each.action() + " ";
    return text + (answer.changes().more() ? "..." : ".");
  }

  std::string history(const std::string& fields) {
    return told(
      ask("bob", "list_history { task: " + task + " " + fields + " }"));
  }

  std::string audit(const std::string& fields) {
    return told(ask("admin", "list_audit { " + fields + " }"));
  }

  /// What is new to the user since the fixture was made.
  std::string news(const std::string& user, const std::string& fields = {}) {
    return told(ask(user, "list_changes { after: " + std::to_string(begin) + " "
                            + fields + " }"));
  }

  std::string task;
  std::uint64_t begin = 0;
};

BOOST_FIXTURE_TEST_SUITE(a_history, fixture)

BOOST_AUTO_TEST_CASE(is_the_newest_first_and_comes_in_pages) {
  update("bob", "title: 'two'");
  done("bob", "delete_task { id: " + task + " }");
  BOOST_TEST(history("") == "task.deleted task.updated task.created .");
  BOOST_TEST(history("limit: 2") == "task.deleted task.updated ...");
  BOOST_TEST(history("limit: 2 before: " + std::to_string(index - 1))
             == "task.created .");
}

BOOST_AUTO_TEST_CASE(is_for_who_sees_the_task) {
  BOOST_TEST(why(ask("eve", "list_history { task: " + task + " }"))
             == "not_found /task");
  BOOST_TEST(why(ask("bob", "list_history { task: 99 }")) == "not_found /task");
  BOOST_TEST(why(ask("bob", "list_history { limit: 201 }"))
             == "invalid_value /limit");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_audit, fixture)

BOOST_AUTO_TEST_CASE(is_for_administrators) {
  BOOST_TEST(why(ask("ann", "list_audit {}")) == "not_allowed");
  BOOST_TEST(why(ask("admin", "list_audit { limit: 201 }"))
             == "invalid_value /limit");
}

BOOST_AUTO_TEST_CASE(is_chosen_by_actor_action_and_time) {
  update("bob", "title: 'two'");
  update("ann", "title: 'three'");
  BOOST_TEST(audit("actor: 'bob'") == "task.updated session.created .");
  BOOST_TEST(audit("action: 'task.updated'") == "task.updated task.updated .");
  BOOST_TEST(audit("action: 'task.updated' actor: 'ann'") == "task.updated .");
  BOOST_TEST(audit("from_us: " + std::to_string(index * 1000))
             == "task.updated .");
}

BOOST_AUTO_TEST_CASE(goes_on_after_a_change_in_the_middle_of_a_command) {
  done("ann", "create_tasks { items { title: 'a' } items { title: 'b' } }");
  BOOST_TEST(audit("limit: 1") == "task.created ...");
  auto place = [&](int position) {
    return "limit: 1 actor: 'ann' before_index: " + std::to_string(index)
           + " before_position: " + std::to_string(position);
  };
  auto rows = ask("admin", "list_audit { " + place(1) + " }");
  BOOST_TEST_REQUIRE(rows.changes().changes_size() == 1);
  BOOST_TEST(rows.changes().changes(0).index() == index);
  BOOST_TEST(rows.changes().changes(0).position() == 0U);
  rows = ask("admin", "list_audit { " + place(0) + " }");
  BOOST_TEST(rows.changes().changes(0).index() < index);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(news, fixture)

BOOST_AUTO_TEST_CASE(are_of_what_a_user_sees) {
  update("ann", "title: 'two'");
  done("ann", "create_label { name: 'Bug' }");
  done("ann", "update_user { username: 'ann' display_name: 'Ann' }");
  done("ann", "create_task { title: 'own' }");
  BOOST_TEST(news("bob") == "task.updated label.created .");
  BOOST_TEST(news("eve") == "label.created .");
  BOOST_TEST(news("ann") == "task.updated label.created task.created .");
  BOOST_TEST(news("admin")
             == "task.updated label.created user.updated task.created .");
}

BOOST_AUTO_TEST_CASE(are_those_of_one_project_where_that_is_asked_for) {
  update("ann", "title: 'two'");
  done("ann", "create_label { name: 'Bug' }");
  BOOST_TEST(news("ann", "project: 'OPS'") == "task.updated .");
  BOOST_TEST(news("ann", "project: 'DEV'") == ".");
}

BOOST_AUTO_TEST_CASE(come_in_pages_that_divide_no_entry) {
  done("ann", "create_tasks { items { title: 'a' } items { title: 'b' } }");
  done("ann", "create_label { name: 'Bug' }");
  BOOST_TEST(news("ann", "limit: 1") == "task.created task.created ...");
  auto answer = ask("ann", "list_changes { limit: 1 after: "
                             + std::to_string(begin + 1) + " }");
  BOOST_TEST(told(answer) == "label.created .");
  BOOST_TEST(answer.changes().seen_index() == index);
  BOOST_TEST(why(ask("ann", "list_changes { limit: 201 }"))
             == "invalid_value /limit");
}

BOOST_AUTO_TEST_CASE(begin_with_the_first_change_of_all) {
  BOOST_TEST(
    told(ask("ann", "list_changes {}")).starts_with("project.created "));
}

BOOST_AUTO_TEST_CASE(end_where_an_answer_has_looked_at_enough) {
  for (auto i = 0; i < 401; ++i)
    done("eve", "create_task { title: 'hers' }");
  auto answer
    = ask("bob", "list_changes { after: " + std::to_string(begin) + " }");
  BOOST_TEST(told(answer) == "...");
  BOOST_TEST(answer.changes().seen_index() == begin + 400);
}

BOOST_AUTO_TEST_CASE(tell_nothing_of_what_was_refused) {
  BOOST_TEST(why(tell("bob", "set_member { project: 'OPS' username: 'eve' "
                             "role: PROJECT_ROLE_VIEWER }"))
             == "not_allowed");
  BOOST_TEST(news("admin") == ".");
  BOOST_TEST(audit("actor: 'bob'") == "set_member session.created .");
}

BOOST_AUTO_TEST_CASE(say_that_a_user_sees_more_or_less) {
  let_in("eve");
  BOOST_TEST(news("eve").starts_with("access.changed "));
  BOOST_TEST(news("bob").find("access.changed") == std::string::npos);
  begin = index;
  done("ann", "remove_member { project: 'OPS' username: 'eve' }");
  BOOST_TEST(news("eve") == "access.changed .");
  begin = index;
  done("ann", "share_task { task: " + task + " username: 'eve' }");
  BOOST_TEST(news("eve").starts_with("access.changed "));
}

BOOST_AUTO_TEST_CASE(say_that_a_task_left_with_an_assignment) {
  task = make("ann", "assignees: 'eve' assignees: 'bob'");
  begin = index;
  update("ann", "title: 'two'");
  update("ann", "assignees { names: 'bob' }");
  BOOST_TEST(news("eve") == "task.updated access.changed .");
  BOOST_TEST(news("bob") == "task.updated task.updated .");
}

BOOST_AUTO_TEST_CASE(say_that_a_task_left_with_its_project) {
  done("ann", "create_project { key: 'DEV' name: 'Development' }");
  begin = index;
  update("ann", "project: 'DEV'");
  BOOST_TEST(news("bob") == "access.changed .");
  BOOST_TEST(news("eve") == ".");
}

BOOST_AUTO_TEST_CASE(say_that_a_task_of_ones_own_went_to_a_project) {
  task = make("bob", "assignees: 'ann'");
  done("ann", "create_project { key: 'DEV' name: 'Development' }");
  done("ann", "set_member { project: 'DEV' username: 'bob' "
              "role: PROJECT_ROLE_MEMBER }");
  done("bob", "update_task { id: " + task + " project: 'DEV' }");
  begin = index - 1;
  done("ann", "remove_member { project: 'DEV' username: 'bob' }");
  BOOST_TEST(news("bob") == "access.changed access.changed .");
  done("admin", "purge_task { id: " + task + " }");
  BOOST_TEST(news("bob") == "access.changed .");
}

// SECURITY 10: ids of parents and of blocked tasks stood in the changes of a
// task that was shared.
BOOST_AUTO_TEST_CASE(name_no_task_that_a_user_does_not_see) {
  auto hidden = make("ann", "project: 'OPS'");
  auto shown = make("ann", "project: 'OPS'");
  done("ann", "share_task { task: " + task + " username: 'eve' }");
  done("ann", "share_task { task: " + shown + " username: 'eve' }");
  begin = index;
  update("ann", "title: 'two' parent: " + hidden);
  update("ann", "parent: " + shown);
  done("ann", "block_task { task: " + task + " other: " + hidden + " }");
  done("ann", "block_task { task: " + task + " other: " + shown + " }");
  auto changes_to = [&](const std::string& user, const std::string& query) {
    auto answer = ask(user, query);
    BOOST_TEST_REQUIRE(answer.has_changes(), why(answer));
    auto text = std::string{};
    for (const auto& each : answer.changes().changes()) {
      if (each.index() <= begin)
        continue;
      text += each.action() + " " + each.subject() + ":";
      auto changed = wire::FieldChanges{};
      BOOST_TEST(changed.ParseFromString(each.fields()));
      for (const auto& field : changed.fields())
        text += " " + field.field() + " "
                + std::to_string(field.before().number()) + "-"
                + std::to_string(field.after().number());
      text += "; ";
    }
    return text;
  };
  auto after = "list_changes { after: " + std::to_string(begin) + " }";
  auto whole = "task.updated " + task + ": title 0-0 parent 0-" + hidden
               + "; task.updated " + task + ": parent " + hidden + "-" + shown
               + "; relation.created " + hidden + ":; relation.created " + shown
               + ":; ";
  BOOST_TEST(changes_to("bob", after) == whole);
  BOOST_TEST(changes_to("eve", after)
             == "task.updated " + task + ": title 0-0; task.updated " + task
                  + ": parent 0-" + shown + "; relation.created " + shown
                  + ":; ");
  auto history = "list_history { task: " + task + " }";
  BOOST_TEST(changes_to("eve", history)
             == "relation.created " + shown + ":; relation.created :; "
                  + "task.updated " + task + ": parent 0-" + shown
                  + "; task.updated " + task + ": title 0-0; ");
  BOOST_TEST(changes_to("bob", history).find("parent 0-" + hidden)
             != std::string::npos);
}

BOOST_AUTO_TEST_CASE(say_that_a_user_administers_from_now_on) {
  done("admin", "update_user { username: 'eve' role: SITE_ROLE_ADMIN }");
  BOOST_TEST(news("eve") == "access.changed user.updated .");
  begin = index;
  done("eve", "update_user { username: 'eve' display_name: 'Eve' }");
  BOOST_TEST(news("eve") == "user.updated .");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(leaders, fixture)

BOOST_AUTO_TEST_CASE(are_the_newest_first_and_come_in_pages) {
  for (auto term = 1U; term <= 3; ++term) {
    auto row = wire::Leadership{};
    row.set_term(term);
    row.set_node(term * 10);
    state.put(std::move(row));
  }
  auto nodes = [&](const std::string& fields) {
    auto answer = ask("ann", "list_leaders { " + fields + " }").leaders();
    auto text = std::string{};
    for (const auto& each : answer.leaders())
      text += std::to_string(each.node()) + " ";
    return text + (answer.more() ? "..." : ".");
  };
  BOOST_TEST(nodes("") == "30 20 10 .");
  BOOST_TEST(nodes("limit: 2") == "30 20 ...");
  BOOST_TEST(nodes("limit: 2 before: 2") == "10 .");
  BOOST_TEST(why(ask("ann", "list_leaders { limit: 201 }"))
             == "invalid_value /limit");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace change_queries_test
