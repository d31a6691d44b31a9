// What users say of boards, relations and repetitions.

#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <nlohmann/json.hpp>

namespace commands_relation_test {

using namespace taskraft;
using namespace taskraft::client;

BOOST_FIXTURE_TEST_SUITE(the_board, run_fixture)

BOOST_AUTO_TEST_CASE(is_ordered_by_moves) {
  cluster.answer(task_result(7, "x"));
  BOOST_TEST(run_words({"task", "move", "7", "--before", "#9", "--status",
                        "in_progress", "--project", "OPS", "--rev", "3"})
             == 0);
  auto move = cluster.command().move_task();
  BOOST_TEST(move.id() == 7U);
  BOOST_TEST(move.before() == 9U);
  BOOST_TEST(move.status() == wire::STATUS_IN_PROGRESS);
  BOOST_TEST(move.project() == "OPS");
  BOOST_TEST(move.expected_rev() == 3U);
  cluster.answer(task_result(7, "x"));
  BOOST_TEST(
    run_words({"task", "move", "7", "--after", "9", "--project", "none"}) == 0);
  BOOST_TEST(cluster.command(1).move_task().after() == 9U);
  BOOST_TEST(cluster.command(1).move_task().has_project());
  BOOST_TEST(cluster.command(1).move_task().project() == "");
  cluster.answer(task_result(7, "x"));
  BOOST_TEST(run_words({"task", "move", "7", "--top"}) == 0);
  BOOST_TEST(cluster.command(2).move_task().top());
}

BOOST_AUTO_TEST_CASE(shows_a_card_where_a_move_is_printed_as_json) {
  cluster.answer(task_result(7, "x"));
  auto cards = wire::Answer{};
  *cards.mutable_tasks()->add_tasks() = task_result(7, "x").task();
  cards.mutable_tasks()->mutable_tasks(0)->mutable_card()->set_comments(5);
  cluster.answer(cards);
  BOOST_TEST(run_words({"task", "move", "7", "--bottom", "--json"}) == 0);
  BOOST_TEST(cluster.command().move_task().bottom());
  BOOST_TEST(cluster.query(1).list_cards().ids(0) == 7U);
  auto card = nlohmann::json::parse(out.str());
  BOOST_TEST(card["id"] == 7);
  BOOST_TEST(card["comment_count"] == 5);
  BOOST_TEST(!card.contains("description"));
}

BOOST_AUTO_TEST_CASE(says_that_a_move_was_made_whose_card_cannot_be_read) {
  cluster.answer(task_result(7, "x"));
  cluster.outcomes.push_back({.kind = outcome_kind::unavailable});
  BOOST_TEST(run_words({"task", "move", "7", "--top", "--json"}) == 1);
  BOOST_TEST(err.str().find("it was done") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(needs_one_place_to_move_to) {
  BOOST_TEST(run_words({"task", "move", "7"}) == 2);
  BOOST_TEST(run_words({"task", "move", "7", "--top", "--after", "1"}) == 2);
  BOOST_TEST(run_words({"task", "move", "7", "--before", "x"}) == 7);
  BOOST_TEST(cluster.asked.empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(relations, run_fixture)

BOOST_AUTO_TEST_CASE(are_made_and_taken_away) {
  style.terminal = true;
  cluster.answer(task_result(1, "x"));
  BOOST_TEST(run_words({"task", "block", "1", "#2"}) == 0);
  BOOST_TEST(cluster.command().block_task().task() == 1U);
  BOOST_TEST(cluster.command().block_task().other() == 2U);
  BOOST_TEST(!cluster.command().block_task().remove());
  BOOST_TEST(err.str() == "#1 blocks #2\n");
  cluster.answer(task_result(1, "x"));
  BOOST_TEST(run_words({"task", "unblock", "1", "2"}) == 0);
  BOOST_TEST(cluster.command(1).block_task().remove());
  BOOST_TEST(err.str() == "#1 does not block #2\n");
  style.terminal = false;
  cluster.answer(task_result(1, "x"));
  auto answer = wire::Answer{};
  *answer.mutable_relations()->add_blocks() = task_result(2, "y").task();
  cluster.answer(answer);
  BOOST_TEST(run_words({"task", "block", "1", "2", "--json"}) == 0);
  BOOST_TEST(nlohmann::json::parse(out.str())["blocks"][0]["id"] == 2);
  cluster.refuse_command(errc::cycle, "/other", "task 2 blocks task 1");
  BOOST_TEST(run_words({"task", "block", "1", "2"}) == 5);
}

BOOST_AUTO_TEST_CASE(are_listed_with_what_they_are) {
  auto answer = wire::Answer{};
  auto& found = *answer.mutable_relations();
  *found.mutable_parent() = task_result(1, "whole").task();
  *found.add_subtasks() = task_result(2, "part").task();
  found.mutable_subtasks(0)->mutable_card()->set_comments(5);
  *found.add_blocks() = task_result(3, "later").task();
  *found.add_blocked_by() = task_result(4, "first").task();
  found.set_hidden(2);
  cluster.answer(answer);
  BOOST_TEST(run_words({"task", "relations", "9"}) == 0);
  BOOST_TEST(cluster.query().list_relations().task() == 9U);
  BOOST_TEST(out.str()
             == "parent\t1\twhole\ttodo\n"
                "subtask\t2\tpart\ttodo\n"
                "blocks\t3\tlater\ttodo\n"
                "blocked by\t4\tfirst\ttodo\n");
  cluster.answer(answer);
  BOOST_TEST(run_words({"task", "relations", "9", "--json"}) == 0);
  auto json = nlohmann::json::parse(out.str());
  BOOST_TEST(json["parent"]["title"] == "whole");
  BOOST_TEST(!json["parent"].contains("description"));
  BOOST_TEST(json["blocked_by"][0]["id"] == 4);
  BOOST_TEST(json["subtasks"][0]["comment_count"] == 5);
  BOOST_TEST(json["hidden"] == 2);
  cluster.answer([] {
    auto none = wire::Answer{};
    none.mutable_relations();
    return none;
  }());
  BOOST_TEST(run_words({"task", "relations", "9", "--json"}) == 0);
  json = nlohmann::json::parse(out.str());
  BOOST_TEST(json["parent"].is_null());
  BOOST_TEST(json["subtasks"].empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(what_lets_users_in, run_fixture)

BOOST_AUTO_TEST_CASE(is_printed_as_json_like_the_api_shows_it) {
  auto roles = wire::Answer{};
  auto& role = *roles.mutable_roles()->add_roles();
  role.set_username("ann");
  role.set_role(wire::PROJECT_ROLE_MEMBER);
  auto wanted = nlohmann::json{
    {"username", "ann"}, {"display_name", ""}, {"role", "member"}};
  cluster.answer(task_result(1, "x"));
  cluster.answer(roles);
  BOOST_TEST(
    run_words({"task", "share", "1", "ann", "--role", "member", "--json"})
    == 0);
  BOOST_TEST(cluster.query(1).list_shares().task() == 1U);
  BOOST_TEST(nlohmann::json::parse(out.str()) == wanted);
  auto changed = wire::Result{};
  changed.mutable_project()->set_key("OPS");
  cluster.answer(changed);
  cluster.answer(roles);
  BOOST_TEST(run_words({"project", "member", "add", "OPS", "ann", "--json"})
             == 0);
  BOOST_TEST(cluster.query(3).list_members().project() == "OPS");
  BOOST_TEST(nlohmann::json::parse(out.str()) == wanted);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_task_for_ever, run_fixture)

BOOST_AUTO_TEST_CASE(repeats_by_a_rule) {
  auto made = task_result(1, "x");
  made.mutable_task()->set_repeat("FREQ=DAILY");
  cluster.answer(made);
  BOOST_TEST(run_words({"add", "x", "--due", "2026-12-01", "--repeat",
                        "FREQ=DAILY", "--json"})
             == 0);
  BOOST_TEST(cluster.command().create_task().repeat() == "FREQ=DAILY");
  BOOST_TEST(nlohmann::json::parse(out.str())["repeat"] == "FREQ=DAILY");
  cluster.answer(made);
  BOOST_TEST(run_words({"task", "edit", "1", "--repeat", "none"}) == 0);
  BOOST_TEST(cluster.command(1).update_task().has_repeat());
  BOOST_TEST(cluster.command(1).update_task().repeat() == "");
  auto shown = wire::Answer{};
  *shown.mutable_task() = made.task();
  cluster.answer(shown);
  BOOST_TEST(run_words({"task", "show", "1"}) == 0);
  BOOST_TEST(out.str().find("repeat\tFREQ=DAILY\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(is_purged_by_no_slip_on_a_terminal) {
  auto prompts = std::string{};
  auto answer = std::optional<std::string>{""};
  ask_line = [&](const std::string& prompt) {
    prompts += prompt;
    return answer;
  };
  style.terminal = true;
  BOOST_TEST(run_words({"task", "purge", "7"}) == 1);
  BOOST_TEST(prompts == "Remove task 7 for ever, with its subtasks? [y/N] ");
  BOOST_TEST(err.str() == "taskraft: nothing was done\n");
  BOOST_TEST(run_words({"task", "purge", "x"}) == 7);
  BOOST_TEST(cluster.asked.empty());
  answer = "y";
  cluster.answer(task_result(7, "x"));
  BOOST_TEST(run_words({"task", "purge", "7"}) == 0);
  prompts.clear();
  cluster.answer(task_result(7, "x"));
  BOOST_TEST(run_words({"task", "purge", "7", "--yes"}) == 0);
  style.terminal = false;
  cluster.answer(task_result(7, "x"));
  BOOST_TEST(run_words({"task", "purge", "7"}) == 0);
  BOOST_TEST(prompts == "");
}

BOOST_AUTO_TEST_CASE(is_gone_once_it_is_purged) {
  style.terminal = true;
  cluster.answer(task_result(7, "x"));
  BOOST_TEST(run_words({"task", "purge", "7", "--rev", "2"}) == 0);
  BOOST_TEST(cluster.command().purge_task().id() == 7U);
  BOOST_TEST(cluster.command().purge_task().expected_rev() == 2U);
  BOOST_TEST(err.str() == "#7 is gone for ever\n");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_relation_test
