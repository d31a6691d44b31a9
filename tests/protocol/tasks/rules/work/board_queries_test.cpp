// What is answered of nodes and settings, and what rules make of boards that
// cannot come of them.

#include "tests/protocol/tasks/rules/people_fixture.hpp"

namespace board_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

BOOST_FIXTURE_TEST_SUITE(a_board, people_fixture)

BOOST_AUTO_TEST_CASE(lists_its_nodes_for_everybody) {
  auto key = "public_key: '" + std::string(32, 'k') + "'";
  done("node",
       "announce_node { profile { id: 1 http: 'http://a.b' " + key + " } }");
  auto nodes = ask("ann", "list_nodes { }").nodes();
  BOOST_TEST_REQUIRE(nodes.nodes_size() == 1);
  BOOST_TEST(nodes.nodes(0).http() == "http://a.b");
  auto with = [&](const std::string& fields) {
    return why(tell("node", "announce_node { profile { " + fields + " } }"));
  };
  BOOST_TEST(with("id: 2 " + key) == "not_allowed /id");
  BOOST_TEST(with(key) == "not_allowed /id");
  BOOST_TEST(with("id: 1 http: 'a.b' " + key) == "invalid_value /http");
  BOOST_TEST(with("id: 1") == "invalid_value /public_key");
}

BOOST_AUTO_TEST_CASE(lists_its_settings_for_administrators) {
  done("admin", "change_settings { changes { name: 'labels' value: 9 } }");
  auto list = ask("admin", "list_settings { }").settings();
  auto found = std::uint64_t{0};
  for (const auto& each : list.settings())
    if (each.name() == "labels")
      found = each.value();
  BOOST_TEST(found == 9U);
  BOOST_TEST(why(ask("ann", "list_settings { }")) == "not_allowed");
}

BOOST_AUTO_TEST_CASE(answers_no_query_that_needs_another_order) {
  auto rows = map_reader{state};
  auto who = tasks::find_actor(state, as["ann"], index * 1000);
  for (const auto* text : {"", "list_tasks { }", "count_tasks { }"})
    BOOST_TEST(!tasks::answer(rows, parse<wire::Query>(text), who).has_value(),
               text);
}

BOOST_AUTO_TEST_CASE(takes_digests_for_administrators) {
  auto due = done("admin", "take_digest { }").digest_due();
  BOOST_TEST(due.index() == index);
  BOOST_TEST(why(tell("ann", "take_digest { }")) == "not_allowed");
  BOOST_TEST(!done("ann", "note_request { }").has_refusal());
}

BOOST_AUTO_TEST_CASE(notes_uses_that_are_short_and_few) {
  auto use = [&](const std::string& fields) {
    return why(tell("node", "note_use { uses { " + fields + " } }"));
  };
  const auto action = std::string{"action: 'login.failed' "};
  BOOST_TEST(use(action
                 + "actor: 'ann' subject: '7' outcome: 'x' "
                   "address: '::1' count: 3")
             == "");
  BOOST_TEST(state.find<wire::Change>(index, 0U)->actor() == "ann");
  BOOST_TEST(use("") == "invalid_value /uses");
  BOOST_TEST(use("action: '" + letters(65) + "'") == "invalid_value /uses");
  for (const auto* field : {"subject", "address", "actor", "outcome"})
    BOOST_TEST(use(action + field + ": '" + letters(65) + "'")
                 == "invalid_value /uses",
               field);
  BOOST_TEST(use(action + "subject: 'a\\nb'") == "invalid_value /uses");
  BOOST_TEST(why(tell("open", "note_use { uses { " + action + "} }"))
             == "not_allowed");
  auto many = std::string{};
  for (auto i = 0; i <= 100; ++i)
    many += "uses { " + action + "} ";
  BOOST_TEST(why(tell("node", "note_use { " + many + "}")) == "too_many /uses");
}

BOOST_AUTO_TEST_CASE(tells_which_way_a_command_came) {
  const auto doors = std::map<protocol::door, wire::Via>{
    {protocol::door::command_line, wire::VIA_COMMAND_LINE},
    {protocol::door::rest, wire::VIA_REST},
    {protocol::door::page, wire::VIA_PAGE},
    {protocol::door::system, wire::VIA_SYSTEM}};
  for (const auto& [door, via] : doors) {
    as["ann"].via = door;
    done("ann", "create_task { title: 'x' }");
    BOOST_TEST(state.find<wire::Change>(index, 0U)->via() == via);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_tree_that_is_too_deep, people_fixture)

/// Whether such a tree is refused for that.
bool is_refused(const wire::Result& x) {
  return people_fixture::why(x) == "too_many /id";
}

BOOST_AUTO_TEST_CASE(is_left_as_it_is) {
  done("ann", "create_project { key: 'OPS' name: 'Operations' }");
  done("ann", "create_task { title: 'in the trash' }");
  for (auto i = 2; i <= 7; ++i)
    done("ann", "create_task { title: 'x' }");
  done("ann", "delete_task { id: 1 }");
  for (auto i = std::uint64_t{1}; i < 7; ++i) {
    auto row = wire::Subtask{};
    row.set_parent(i);
    row.set_task(i + 1);
    state.put(std::move(row));
  }
  BOOST_TEST(is_refused(tell("ann", "restore_task { id: 1 }")));
  BOOST_TEST(is_refused(tell("ann", "purge_task { id: 1 }")));
  BOOST_TEST(is_refused(tell("ann", "delete_task { id: 2 }")));
  BOOST_TEST(is_refused(tell("ann", "update_task { id: 2 project: 'OPS' }")));
  BOOST_TEST(why(tell("ann", "delete_task { id: 3 }")) == "");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_parent, people_fixture)

BOOST_AUTO_TEST_CASE(is_a_task_of_the_project_outside_of_the_trash) {
  done("ann", "create_project { key: 'OPS' name: 'Operations' }");
  done("ann", "create_task { title: 'other' project: 'OPS' }");
  done("ann", "create_task { title: 'gone' }");
  done("ann", "delete_task { id: 2 }");
  BOOST_TEST(why(tell("ann", "create_task { title: 'x' parent: 1 }"))
             == "invalid_value /parent");
  BOOST_TEST(why(tell("ann", "create_task { title: 'x' parent: 2 }"))
             == "in_trash /parent");
  BOOST_TEST(why(tell("ann", "create_task { title: 'x' parent: 9 }"))
             == "unknown_reference /parent");
}

BOOST_AUTO_TEST_CASE(may_be_given_up) {
  done("ann", "create_task { title: 'parent' }");
  done("ann", "create_task { title: 'child' parent: 1 }");
  auto after = done("ann", "update_task { id: 2 parent: 0 }");
  BOOST_TEST(after.task().parent() == 0U);
  BOOST_TEST(state.count<wire::Subtask>() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(an_update_of_a_task, people_fixture)

BOOST_AUTO_TEST_CASE(moves_a_task_only_where_its_user_may) {
  done("ann", "create_project { key: 'OPS' name: 'Operations' }");
  done("ann", "create_task { title: 'own' }");
  done("ann", "share_task { task: 1 username: 'bob' "
              "role: PROJECT_ROLE_MEMBER }");
  const auto* to_ops = "update_task { id: 1 project: 'OPS' }";
  BOOST_TEST(why(tell("bob", to_ops)) == "not_allowed");
  BOOST_TEST(why(tell("ann", "update_task { id: 1 project: 'NO' }"))
             == "unknown_reference /project");
  done("ann", "update_task { id: 1 assignees { names: 'eve' } }");
  BOOST_TEST(why(tell("ann", to_ops)) == "no_access /project");
  done("ann", "update_task { id: 1 assignees { } }");
  BOOST_TEST(why(tell("ann", to_ops)) == "");
  BOOST_TEST(
    why(tell("ann", "update_task { id: 1 assignees { names: 'eve' } }"))
    == "no_access /assignees");
}

BOOST_AUTO_TEST_CASE(keeps_the_rev_where_nothing_changes) {
  done("ann", "create_label { name: 'bug' }");
  auto made = done("ann", "create_task { title: 'x' labels: 'bug' }").task();
  auto update = [&](const std::string& fields) {
    return done("ann", "update_task { id: 1 " + fields + " }").task().rev();
  };
  BOOST_TEST(update("title: 'x'") == made.rev());
  BOOST_TEST(update("labels { names: 'BUG' }") == made.rev());
  BOOST_TEST(update("assignees { }") == made.rev());
  BOOST_TEST(update("labels { }") > made.rev());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(many_tasks, people_fixture)

BOOST_AUTO_TEST_CASE(change_together_in_fields_and_links) {
  done("ann", "create_label { name: 'bug' }");
  for (auto i = 0; i < 2; ++i)
    done("ann", "create_task { title: 'x' assignees: 'bob' }");
  auto rev = std::to_string(state.find<wire::Task>(std::uint64_t{1})->rev());
  auto bulk = [&](const std::string& fields) {
    return done("ann", "bulk_tasks { " + fields + " }").bulk();
  };
  auto items = bulk("targets { id: 1 expected_rev: " + rev
                    + " } targets { id: 2 expected_rev: 1 } trash: true");
  BOOST_TEST(why(items.items(0)) == "");
  BOOST_TEST(why(items.items(1)) == "stale_revision /expected_rev");
  items = bulk("targets { id: 2 } add { labels: 'bug' assignees: 'eve' } "
               "remove { assignees: 'bob' }");
  BOOST_TEST(why(items.items(0)) == "");
  auto task = ask("ann", "get_task { id: 2 }").task();
  BOOST_TEST_REQUIRE(task.assignees_size() == 1);
  BOOST_TEST(task.assignees(0) == "eve");
  BOOST_TEST(task.labels_size() == 1);
  items = bulk("targets { id: 2 } patch { assignees { names: 'bob' } } "
               "add { assignees: 'ann' } remove { labels: 'bug' }");
  task = ask("ann", "get_task { id: 2 }").task();
  BOOST_TEST(task.assignees_size() == 2);
  BOOST_TEST(task.labels_size() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace board_queries_test
