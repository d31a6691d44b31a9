#include "bin/client/line/known_values.hpp"
#include "tests/bin/client/run_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <set>

namespace commands_complete_test {

using namespace taskraft;
using namespace taskraft::client;

wire::Answer labels(std::initializer_list<std::string> names) {
  auto answer = wire::Answer{};
  for (const auto& name : names)
    answer.mutable_labels()->add_labels()->set_name(name);
  return answer;
}

BOOST_FIXTURE_TEST_SUITE(completion_of_known_values, run_fixture)

BOOST_AUTO_TEST_CASE(prints_ids_with_titles) {
  auto answer = task_page_of(41, 3, "");
  answer.mutable_tasks()->mutable_tasks(1)->set_title(
    "Tabs\tand \x1b[31m colours, " + std::string(60, 'x'));
  cluster.answer(answer);
  BOOST_TEST(run_words({"__complete", "tasks", "4"}) == 0);
  BOOST_TEST(out.str().starts_with("41\tx\n42\tTabs and \uFFFD[31m colours, "));
  BOOST_TEST(out.str().ends_with("…\n43\tx\n"));
  BOOST_TEST(cluster.query().list_tasks().descending());
  BOOST_TEST(cluster.asked[0].consistency == protocol::consistency::stale);
}

BOOST_AUTO_TEST_CASE(prints_what_begins_as_it_was_typed) {
  cluster.answer(task_page_of(8, 5, ""));
  BOOST_TEST(run_words({"__complete", "deleted-tasks", "1"}) == 0);
  BOOST_TEST(out.str() == "10\tx\n11\tx\n12\tx\n");
  BOOST_TEST(cluster.query().list_tasks().deleted());
  cluster.answer(labels({"bug", "bugs\t", "big"}));
  BOOST_TEST(run_words({"__complete", "labels", "bu"}) == 0);
  BOOST_TEST(out.str() == "bug\n");
}

BOOST_AUTO_TEST_CASE(goes_on_to_further_labels) {
  auto first = labels({"a"});
  first.mutable_labels()->set_more(true);
  first.mutable_labels()->mutable_labels(0)->set_folded("a");
  cluster.answer(first);
  cluster.answer(labels({"b"}));
  BOOST_TEST(run_words({"__complete", "labels"}) == 0);
  BOOST_TEST(out.str() == "a\nb\n");
  BOOST_TEST(cluster.query(1).list_labels().after() == "a");
}

BOOST_AUTO_TEST_CASE(is_silent_when_something_fails) {
  cluster.outcomes.push_back({.kind = outcome_kind::refused,
                              .code = errc::unauthenticated,
                              .reason = "who are you"});
  BOOST_TEST(run_words({"__complete", "users"}) == 0);
  cluster.outcomes.push_back({.kind = outcome_kind::unavailable});
  BOOST_TEST(run_words({"__complete", "projects", "O"}) == 0);
  BOOST_TEST(run_words({"__complete", "frobnicate"}) == 0);
  BOOST_TEST(out.str() == "");
  BOOST_TEST(err.str() == "");
}

BOOST_AUTO_TEST_CASE(waits_a_second_at_most) {
  auto asked_with = settings{};
  connect = [&](const settings& x) -> client::cluster& {
    asked_with = x;
    return cluster;
  };
  cluster.answer(labels({}));
  variable = [](const std::string& name) -> std::optional<std::string> {
    return name == "TASKRAFT_TIMEOUT" ? std::optional<std::string>{"1h"}
                                      : std::nullopt;
  };
  BOOST_TEST(run_words({"__complete", "labels"}) == 0);
  BOOST_TEST(asked_with.timeout.count() == 1000);
}

// The scripts of the shells count arguments, so they must know which flags have
// values without knowing the command.
BOOST_AUTO_TEST_CASE(knows_flags_with_values_by_name) {
  auto switches = std::set<std::string_view>{};
  auto valued = std::set<std::string_view>{};
  for (const auto& command : command_table())
    for (const auto& flag : command.flags)
      (flag.value.empty() ? switches : valued).insert(flag.name);
  for (const auto& flag : common_flags())
    (flag.value.empty() ? switches : valued).insert(flag.name);
  for (const auto& name : switches)
    BOOST_TEST(!valued.contains(name), name);
}

BOOST_AUTO_TEST_CASE(asks_for_the_kind_that_stands_there) {
  auto known = [](std::string_view words, std::size_t number) {
    return find_command(words)->arguments.at(number).known;
  };
  BOOST_TEST(known("task assign", 0) == known_values::tasks);
  BOOST_TEST(known("task assign", 1) == known_values::users);
  BOOST_TEST(known("task restore", 0) == known_values::deleted_tasks);
  BOOST_TEST(known("project show", 0) == known_values::projects);
  BOOST_TEST(known("project create", 0) == known_values::none);
  BOOST_TEST(known("cluster remove", 0) == known_values::none);
  BOOST_TEST(known("comment delete", 0) == known_values::none);
  BOOST_TEST(known("kv get", 0) == known_values::none);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace commands_complete_test
