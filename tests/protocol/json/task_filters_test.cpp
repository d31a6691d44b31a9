#include "protocol/json/task_filters.hpp"
#include "tests/support/unit_test.hpp"

#include <optional>
#include <string>

namespace task_filters_test {

using namespace taskraft;
namespace wire = taskraft::tasks::wire;

struct fixture {
  /// What is wrong with it; empty if nothing is.
  std::string add(std::string_view name, const std::string& value) {
    return reader->add(name, value).value_or("");
  }

  /// The filters so far, which are forgotten then.
  std::string taken() {
    auto text = list.ShortDebugString();
    list.Clear();
    reader.emplace(list);
    return text;
  }

  std::string order(std::string_view value) {
    auto to = wire::ListTasks{};
    if (auto wrong = json::set_task_order(to, value))
      return *wrong;
    return (to.descending() ? "-" : "")
           + wire::ListTasks::Sort_Name(to.sort()).substr(5);
  }

  wire::ListTasks list;
  std::optional<json::filter_reader> reader{list};
};

BOOST_FIXTURE_TEST_SUITE(a_filter_of_tasks, fixture)

BOOST_AUTO_TEST_CASE(is_of_words_between_commas) {
  BOOST_TEST(add("status", "todo,completed") == "");
  BOOST_TEST(taken() == "statuses: STATUS_TODO statuses: STATUS_COMPLETED");
  BOOST_TEST(add("priority", "urgent") == "");
  BOOST_TEST(taken() == "priorities: PRIORITY_URGENT");
  for (const auto* bad : {"", "todo,", ",todo", "done"})
    BOOST_TEST(add("status", bad)
                 == "must be of todo, in_progress, completed, cancelled",
               bad);
}

BOOST_AUTO_TEST_CASE(is_of_names_between_commas) {
  BOOST_TEST(add("project", "OPS,none") == "");
  BOOST_TEST(taken() == "projects: \"OPS\" projects: \"\"");
  BOOST_TEST(add("assignee", "me") == "");
  BOOST_TEST(add("creator", "none") == "");
  BOOST_TEST(taken() == "assignees: \"me\" creators: \"\"");
  BOOST_TEST(add("label", "none") == "");
  BOOST_TEST(taken() == "labels: \"none\"");
  BOOST_TEST(add("label", "a,,b") == "must be names between commas");
}

BOOST_AUTO_TEST_CASE(is_of_a_number) {
  BOOST_TEST(add("parent", "7") == "");
  BOOST_TEST(taken() == "parent: 7");
  BOOST_TEST(add("parent", "none") == "");
  BOOST_TEST(taken() == "parent: 0");
  BOOST_TEST(add("rev_after", "0") == "");
  BOOST_TEST(add("rev_after", "12") == "");
  taken();
  for (const auto* bad : {"", "0", "x", "7x", "-1", "99999999999999999999"})
    BOOST_TEST(add("parent", bad) == "must be a task's id or none", bad);
  for (const auto* bad : {"", "none", "1.5"})
    BOOST_TEST(add("rev_after", bad) == "must be a log index", bad);
}

BOOST_AUTO_TEST_CASE(is_of_when_a_task_is_due) {
  for (const auto* good : {"overdue", "today", "none", "0d", "7d", "36500d"}) {
    BOOST_TEST(add("due", good) == "", good);
    BOOST_TEST(taken() == "due: \"" + std::string{good} + "\"");
  }
  for (const auto* bad : {"", "d", "7", "36501d", "-1d", "tomorrow"})
    BOOST_TEST(add("due", bad)
                 == "must be overdue, today, none or a number of days like 7d",
               bad);
}

BOOST_AUTO_TEST_CASE(is_of_bounds) {
  BOOST_TEST(add("due_from", "1970-01-02") == "");
  BOOST_TEST(add("completed_before", "1970-01-01T00:00:01Z") == "");
  BOOST_TEST(taken()
             == "due_from { date: 1 } completed_before { instant_us: "
                "1000000 }");
  BOOST_TEST(add("created_from", "soon").starts_with("must be a date"));
}

BOOST_AUTO_TEST_CASE(is_of_what_is_so_or_not) {
  for (const auto* name : {"blocked", "watching", "shared", "deleted"}) {
    BOOST_TEST(add(name, "true") == "");
    BOOST_TEST(taken() == std::string{name} + ": true");
    BOOST_TEST(add(name, "yes") == "must be true or false");
  }
  taken();
  BOOST_TEST(add("blocked", "false") == "");
  BOOST_TEST(taken() == "blocked: false");
}

BOOST_AUTO_TEST_CASE(is_of_text_and_of_a_time_zone) {
  BOOST_TEST(add("text", "buy milk") == "");
  BOOST_TEST(add("tz", "Europe/Rome") == "");
  BOOST_TEST(taken() == "text: \"buy milk\" time_zone: \"Europe/Rome\"");
}

BOOST_AUTO_TEST_CASE(is_of_no_time_zone_without_a_name) {
  BOOST_TEST(add("tz", "") == "must be a time zone like Europe/Berlin");
}

BOOST_AUTO_TEST_CASE(holds_as_well_where_it_comes_again) {
  BOOST_TEST(add("label", "a") == "");
  BOOST_TEST(add("label", "b") == "");
  BOOST_TEST(add("label", "c") == "");
  BOOST_TEST(taken()
             == "labels: \"a\" also { labels: \"b\" } also { labels: \"c\" }");
  for (const auto* name : {"tz", "deleted"}) {
    BOOST_TEST(add(name, "true") == "");
    BOOST_TEST(add(name, "true") == "is given twice");
  }
}

BOOST_AUTO_TEST_CASE(is_one_of_those_that_there_are) {
  BOOST_TEST(add("colour", "red") == "is no filter");
  for (const auto& each : json::task_filters()) {
    BOOST_TEST(!each.values.empty());
    auto wrong = add(each.name, "x");
    BOOST_TEST(wrong != "is no filter", each.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(an_order_of_tasks, fixture)

BOOST_AUTO_TEST_CASE(is_a_word_or_one_after_a_hyphen) {
  for (auto name : json::task_orders()) {
    auto text = std::string{name};
    auto up = order(text);
    BOOST_TEST(order("-" + text) == "-" + up);
  }
  BOOST_TEST(order("due") == "DUE");
  BOOST_TEST(order("-completed") == "-COMPLETED");
  for (const auto* bad : {"", "-", "colour", "--due"})
    BOOST_TEST(order(bad).starts_with("must be one of id"), bad);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_filters_test
