#include "bin/client/commands/task_requests.hpp"
#include "bin/client/text/cli_error.hpp"
#include "protocol/json/task_filters.hpp"
#include "tests/support/unit_test.hpp"

namespace task_requests_test {

using namespace taskraft::client;
namespace wire = taskraft::tasks::wire;

invocation parse(const std::vector<std::string>& words) {
  return parse_command_line(words);
}

wire::Command create(const std::vector<std::string>& words) {
  return create_task_command(parse(words));
}

wire::Command change(const std::vector<std::string>& words) {
  return change_task_command(parse(words));
}

wire::ListTasks list(const std::vector<std::string>& words) {
  return list_tasks_query(parse(words)).list_tasks();
}

auto with(exit_code code) {
  return [code](const cli_error& x) { return x.code() == code; };
}

BOOST_AUTO_TEST_SUITE(a_request)

BOOST_AUTO_TEST_CASE(creates_a_task_with_all_its_fields) {
  auto task
    = create({"add", "Buy milk", "--description", "two", "--status",
              "in_progress", "--priority", "high", "--due", "2026-12-01"})
        .create_task();
  BOOST_TEST(task.title() == "Buy milk");
  BOOST_TEST(task.description() == "two");
  BOOST_TEST(task.status() == wire::STATUS_IN_PROGRESS);
  BOOST_TEST(task.priority() == wire::PRIORITY_HIGH);
  BOOST_TEST(task.due().date() == 20788);
}

BOOST_AUTO_TEST_CASE(leaves_the_rules_to_the_state_machine) {
  auto task = create({"add", ""}).create_task();
  BOOST_TEST(task.title() == "");
  BOOST_TEST(task.status() == wire::STATUS_UNSPECIFIED);
  BOOST_TEST(!task.has_due());
}

BOOST_AUTO_TEST_CASE(refuses_values_it_cannot_read) {
  auto invalid = with(exit_code::invalid_value);
  BOOST_CHECK_EXCEPTION(create({"add", "x", "--due", "soon"}), cli_error,
                        invalid);
  BOOST_CHECK_EXCEPTION(create({"add", "x", "--priority", "huge"}), cli_error,
                        invalid);
  BOOST_CHECK_EXCEPTION(create({"add", "\xff"}), cli_error, invalid);
  BOOST_CHECK_EXCEPTION(change({"task", "done", "first"}), cli_error, invalid);
  BOOST_CHECK_EXCEPTION(change({"task", "done", "1", "--rev", "x"}), cli_error,
                        invalid);
}

BOOST_AUTO_TEST_CASE(changes_only_the_fields_that_are_given) {
  auto command = change({"task", "edit", "#42", "--title", "y", "--rev", "7"});
  const auto& update = command.update_task();
  BOOST_TEST(update.id() == 42U);
  BOOST_TEST(update.expected_rev() == 7U);
  BOOST_TEST(update.title() == "y");
  BOOST_TEST(!update.has_description());
  BOOST_TEST(!update.has_status());
  BOOST_TEST(!update.has_priority());
  BOOST_TEST(!update.has_due());
}

BOOST_AUTO_TEST_CASE(takes_a_due_date_away) {
  auto command = change({"task", "edit", "1", "--due", "none"});
  BOOST_TEST(command.update_task().has_due());
  BOOST_TEST(command.update_task().due().form_case()
             == wire::Due::FORM_NOT_SET);
}

BOOST_AUTO_TEST_CASE(is_wrong_usage_if_nothing_changes) {
  BOOST_CHECK_EXCEPTION(change({"task", "edit", "1", "--rev", "2"}), cli_error,
                        with(exit_code::usage));
}

BOOST_AUTO_TEST_CASE(moves_a_task_through_its_life) {
  BOOST_TEST(change({"task", "start", "1"}).update_task().status()
             == wire::STATUS_IN_PROGRESS);
  BOOST_TEST(change({"task", "done", "1"}).update_task().status()
             == wire::STATUS_COMPLETED);
  BOOST_TEST(change({"task", "reopen", "1"}).update_task().status()
             == wire::STATUS_TODO);
  BOOST_TEST(
    change({"task", "delete", "1", "--rev", "3"}).delete_task().expected_rev()
    == 3U);
  BOOST_TEST(change({"task", "restore", "5"}).restore_task().id() == 5U);
}

BOOST_AUTO_TEST_CASE(lists_what_the_filters_say) {
  auto x = list({"task", "list", "--status", "todo,cancelled", "--priority",
                 "low", "--text", "milk", "--sort", "-due", "--limit", "7"});
  BOOST_TEST(x.statuses_size() == 2);
  BOOST_TEST(x.statuses(1) == wire::STATUS_CANCELLED);
  BOOST_TEST(x.priorities(0) == wire::PRIORITY_LOW);
  BOOST_TEST(x.text() == "milk");
  BOOST_TEST(x.sort() == wire::ListTasks::SORT_DUE);
  BOOST_TEST(x.descending());
  BOOST_TEST(x.limit() == 7U);
  BOOST_TEST(!x.deleted());
}

BOOST_AUTO_TEST_CASE(lists_what_a_filter_says_that_is_given_again) {
  auto x = list({"task", "list", "--label", "bug,red", "--label", "home",
                 "--label", "new", "--text", "a"});
  BOOST_TEST(x.labels_size() == 2);
  BOOST_TEST_REQUIRE(x.also_size() == 2);
  BOOST_TEST(x.also(0).labels(0) == "home");
  BOOST_TEST(x.also(1).labels(0) == "new");
  BOOST_CHECK_THROW(list({"task", "list", "--tz", "UTC", "--tz", "UTC"}),
                    cli_error);
}

BOOST_AUTO_TEST_CASE(lists_50_rows_or_pages_of_200) {
  BOOST_TEST(list({"task", "list"}).limit() == 50U);
  BOOST_TEST(list({"task", "list", "--all"}).limit() == page_rows);
  BOOST_TEST(list({"task", "list", "--limit", "1000"}).limit() == page_rows);
  BOOST_CHECK_EXCEPTION(list({"task", "list", "--limit", "0"}), cli_error,
                        with(exit_code::invalid_value));
  BOOST_CHECK_EXCEPTION(list({"task", "list", "--limit", "1", "--all"}),
                        cli_error, with(exit_code::usage));
}

BOOST_AUTO_TEST_CASE(has_a_flag_for_every_filter) {
  auto x = list(
    {"task",           "list",          "--due",        "7d",
     "--due-from",     "2026-12-01",    "--due-before", "2026-12-01T15:00Z",
     "--created-from", "1970-01-02",    "--blocked",    "false",
     "--watching",     "true",          "--rev-after",  "9",
     "--tz",           "Europe/Berlin", "--label",      "bug,ui",
     "--deleted"});
  BOOST_TEST(x.due() == "7d");
  BOOST_TEST(x.due_from().has_date());
  BOOST_TEST(x.due_before().has_instant_us());
  BOOST_TEST(x.created_from().date() == 1);
  BOOST_TEST(x.has_blocked());
  BOOST_TEST(!x.blocked());
  BOOST_TEST(x.watching());
  BOOST_TEST(!x.has_shared());
  BOOST_TEST(x.rev_after() == 9U);
  BOOST_TEST(x.time_zone() == "Europe/Berlin");
  BOOST_TEST(x.labels_size() == 2);
  BOOST_TEST(x.deleted());
  // Each filter of the contract is a flag, and is refused if it means nothing.
  for (const auto& [name, values, is_list] : taskraft::json::task_filters()) {
    auto flag = "--" + std::string{name};
    std::ranges::replace(flag, '_', '-');
    if (name == "text" || name == "tz" || name == "deleted")
      continue;
    BOOST_CHECK_EXCEPTION(list({"task", "list", flag, ","}), cli_error,
                          with(exit_code::invalid_value));
  }
  for (auto text : {"d", "-1d", "week", "99999999d", ""})
    BOOST_CHECK_EXCEPTION(list({"task", "list", "--due", text}), cli_error,
                          with(exit_code::invalid_value));
}

BOOST_AUTO_TEST_CASE(has_titles_of_one_line) {
  BOOST_TEST(create_task_command(parse({"add", " x \n"})).create_task().title()
             == "x");
  for (auto words : {std::vector<std::string>{"add", "a\nb"},
                     {"add", "\x1b[2J"},
                     {"task", "create", "a\xe2\x80\xa8z"}})
    BOOST_CHECK_EXCEPTION(create_task_command(parse(words)), cli_error,
                          with(exit_code::invalid_value));
}

BOOST_AUTO_TEST_CASE(speaks_of_keys) {
  auto put
    = put_key_command(parse({"kv", "put", "k", "v", "--rev", "2"}), "k", "v")
        .put_key();
  BOOST_TEST(put.key() == "k");
  BOOST_TEST(put.value() == "v");
  BOOST_TEST(put.expected_rev() == 2U);
  BOOST_TEST(delete_key_command(parse({"kv", "delete", "k"})).delete_key().key()
             == "k");
  BOOST_TEST(get_key_query("k").get_key().key() == "k");
  auto keys = list_keys_query(parse({"kv", "list", "pre"})).list_keys();
  BOOST_TEST(keys.prefix() == "pre");
  BOOST_TEST(keys.limit() == 50U);
}

// To the rules 0 means that there is no parent.
BOOST_AUTO_TEST_CASE(names_no_parent_0) {
  auto none = with(exit_code::invalid_value);
  BOOST_CHECK_EXCEPTION(create({"add", "x", "--parent", "0"}), cli_error, none);
  BOOST_CHECK_EXCEPTION(change({"task", "edit", "1", "--parent", "#0"}),
                        cli_error, none);
  auto parted = change({"task", "edit", "1", "--parent", "none"});
  BOOST_TEST(parted.update_task().has_parent());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_requests_test
