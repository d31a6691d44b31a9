// What the lists, counts and reports of a project read on a MariaDB server
// grows with the project, and not with all that others do. The server counts
// the rows that it reads: with statistics of its own, it chooses the indexes.

#include "tests/support/boards/people_board.hpp"
#include "tests/support/stores/task_store_media.hpp"

#include <functional>
#include <string>

namespace query_cost_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;
using request = wire::ListTasks;

constexpr auto of_the_project = 60;
constexpr auto of_others = 3000;
/// Each task of the project is read a few times: in its index, as a row, and
/// with what hangs on it; a scan of a table reads all.
constexpr auto most_read = std::uint64_t{900};

struct crowded : people<mysql_medium> {
  crowded() {
    auto x = wire::Command{};
    x.mutable_set_member()->set_project("WEB");
    x.mutable_set_member()->set_username("bob");
    x.mutable_set_member()->set_role(wire::PROJECT_ROLE_MEMBER);
    run(x);
    // Who makes a task watches it.
    add("OPS", of_the_project, {});
    add("WEB", of_others, bob);
    apply(*board, log);
    for (const auto* table : {"tasks", "changes", "task_labels", "assignments"})
      server.execute("ANALYZE TABLE `" + medium.access().schema + "`." + table);
  }

  /// To the log; all of it is applied at once.
  void add(const char* project, int count, const protocol::principal& by) {
    for (auto i = 0; i < count; ++i) {
      auto x = create_task("Task " + std::to_string(i * 7919 % count));
      auto& task = *x.mutable_create_task();
      task.set_project(project);
      task.set_status(static_cast<wire::Status>(1 + i % 3));
      task.set_priority(static_cast<wire::Priority>(1 + i % 4));
      task.mutable_due()->set_date(20'000 + i);
      if (i % 4 == 0)
        task.add_labels("bug");
      if (i % 4 == 1)
        task.add_assignees(by == bob ? "bob" : "admin");
      log.command_of(by, ++number, x);
    }
  }

  std::uint64_t rows_read() {
    auto sum = std::uint64_t{0};
    for (const auto* counter :
         {"Handler_read_first", "Handler_read_key", "Handler_read_next",
          "Handler_read_prev", "Handler_read_rnd", "Handler_read_rnd_next"})
      sum += std::stoull(server.status(counter));
    return sum;
  }

  void check(const std::string& what, const wire::Query& query) {
    auto before = rows_read();
    auto answer = ask_as({}, query, at("2027-01-01"));
    auto read = rows_read() - before;
    BOOST_TEST(!answer.has_refusal(), what << answer.refusal().message());
    BOOST_TEST(read <= most_read, what << " reads " << read << " rows");
  }
  void check_list(const std::string& what,
                  const std::function<void(request&)>& fill) {
    auto query = wire::Query{};
    query.mutable_list_tasks()->add_projects("OPS");
    query.mutable_list_tasks()->set_limit(50);
    fill(*query.mutable_list_tasks());
    check(what, query);
    auto counting = wire::Query{};
    *counting.mutable_count_tasks()->mutable_filter() = query.list_tasks();
    counting.mutable_count_tasks()->mutable_filter()->clear_limit();
    check("the count of " + what, counting);
  }

  mariadb_server& server = shared_mariadb();
};

BOOST_FIXTURE_TEST_SUITE(what_a_project_costs, crowded)

BOOST_AUTO_TEST_CASE(is_its_own) {
  for (auto sort = 0; sort <= request::SORT_COMPLETED; ++sort)
    for (auto descending : {false, true})
      check_list("order " + std::to_string(sort), [&](request& x) {
        x.set_sort(static_cast<request::Sort>(sort));
        x.set_descending(descending);
      });
  check_list("a label", [](request& x) { x.add_labels("bug"); });
  check_list("an assignee", [](request& x) { x.add_assignees("admin"); });
  check_list("nobody", [](request& x) { x.add_assignees(""); });
  check_list("what is due", [](request& x) { x.set_due("overdue"); });
  check_list("what is watched", [](request& x) { x.set_watching(true); });
  check_list("a status", [](request& x) { x.add_statuses(wire::STATUS_TODO); });
  check_list("a word", [](request& x) { x.set_text("word"); });
  for (const auto* name : {"completion", "throughput", "ageing", "lead-time",
                           "workload", "productivity", "overdue"}) {
    auto query = wire::Query{};
    query.mutable_get_report()->set_name(name);
    query.mutable_get_report()->set_project("OPS");
    check(name, query);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace query_cost_test
