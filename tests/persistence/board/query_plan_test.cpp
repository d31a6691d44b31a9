// No list or count of a project reads a table that grows from its beginning, as
// SQLite plans it.

#include "persistence/board/queries/report_frame.hpp"
#include "persistence/board/queries/task_list.hpp"
#include "persistence/store/statements.hpp"
#include "tests/support/unit_test.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace query_plan_test {

using namespace taskraft;
using persistence::dialect;
namespace wire = taskraft::tasks::wire;
using request = wire::ListTasks;

/// A store that has a project and keeps the statements it is asked for.
struct asked_reader final : persistence::task_reader {
  result<persistence::loaded_rows>
  load(const persistence::wanted_rows& x) override {
    auto rows = persistence::loaded_rows{};
    if (x.type == &tasks::row_type_of<wire::Project>()) {
      auto project = std::make_shared<wire::Project>();
      project->set_key("OPS");
      rows.push_back(std::move(project));
    }
    return rows;
  }
  result<raft::log_index> find(const persistence::wanted_rows&,
                               const row_visitor&) override {
    return raft::log_index{};
  }
  result<raft::log_index> begin() override {
    return raft::log_index{};
  }
  void end() override {
  }
  status list(const persistence::listing& x, const row_visitor&) override {
    statements.push_back(persistence::list_statement(x, dialect::sqlite));
    return done{};
  }
  status list_cells(const persistence::listing& x,
                    std::span<const persistence::column* const> wanted,
                    const cell_visitor&) override {
    statements.push_back(
      persistence::list_statement(x, wanted, dialect::sqlite));
    return done{};
  }
  result<std::uint64_t> count(const persistence::listing& x) override {
    statements.push_back(persistence::count_statement(x, dialect::sqlite));
    return 0U;
  }
  status scan(const tasks::row_type&, const persistence::key_range&,
              const row_visitor&) override {
    return done{};
  }
  const persistence::schema& tables() const override {
    return persistence::own_schema();
  }
  result<persistence::store_meta> load_meta() override {
    return persistence::store_meta{};
  }

  std::vector<std::string> statements;
};

struct planned {
  planned() {
    database.exec(persistence::print_schema(dialect::sqlite));
    member.username = "ann";
  }

  std::vector<std::string> plan_of(const std::string& sql) {
    auto lines = std::vector<std::string>{};
    auto plan = SQLite::Statement{database, "EXPLAIN QUERY PLAN " + sql};
    while (plan.executeStep())
      lines.push_back(plan.getColumn(3).getString());
    return lines;
  }

  /// Nothing may be scanned but an index in its order, and nothing sorted.
  void check(const std::string& sql, bool may_sort = false) {
    auto text = std::string{};
    for (const auto& line : plan_of(sql)) {
      auto is_scan
        = line.starts_with("SCAN") && line.find("USING") == std::string::npos;
      auto is_sort = !may_sort && line.find("TEMP B-TREE") != std::string::npos;
      if (is_scan || is_sort)
        text += line + "; ";
    }
    BOOST_TEST(text == "", text << " in " << sql);
  }

  const persistence::schema& tables = persistence::own_schema();
  SQLite::Database database{":memory:", SQLite::OPEN_READWRITE};
  tasks::actor member;
};

BOOST_FIXTURE_TEST_SUITE(the_plan_of_a_list_of_a_project, planned)

BOOST_AUTO_TEST_CASE(follows_an_index_in_every_order) {
  for (auto sort = 0; sort <= request::SORT_COMPLETED; ++sort)
    for (auto descending : {false, true}) {
      auto x = request{};
      x.add_projects("OPS");
      x.set_sort(static_cast<request::Sort>(sort));
      x.set_descending(descending);
      // Titles have no index, and rows that are equal in the order but for
      // their ids are sorted when the order falls.
      auto may_sort = sort == request::SORT_TITLE
                      || (descending && sort != request::SORT_RANK);
      for (auto& list : persistence::listings_of(x, member, tables, {}))
        for (auto is_next : {false, true}) {
          if (is_next)
            list.after = persistence::listing::place{
              .order = persistence::cell::of(std::int64_t{7}),
              .key = tasks::key_from(tasks::row_type_of<wire::Task>(),
                                     std::uint64_t{7})};
          check(persistence::list_statement(list, dialect::sqlite), may_sort);
        }
    }
}

BOOST_AUTO_TEST_CASE(needs_no_scan_with_any_filter) {
  auto filters = std::vector<request>(9);
  filters[0].add_labels("bug");
  filters[1].add_assignees("ann");
  filters[2].add_assignees("");
  filters[3].set_due("overdue");
  filters[4].set_watching(true);
  filters[5].set_watching(false);
  filters[6].set_shared(true);
  filters[7].add_statuses(wire::STATUS_TODO);
  filters[8].set_text("word");
  for (auto& x : filters) {
    x.add_projects("OPS");
    auto lists = persistence::listings_of(x, member, tables, {});
    for (const auto& list : lists) {
      check(persistence::list_statement(list, dialect::sqlite), true);
      check(persistence::count_statement(list, dialect::sqlite), true);
    }
  }
}

BOOST_AUTO_TEST_CASE(needs_no_scan_for_a_report) {
  member.is_admin = true;
  for (const auto* name : {"completion", "throughput", "ageing", "lead-time",
                           "workload", "productivity", "overdue"}) {
    auto rows = asked_reader{};
    auto hot = persistence::hot_rows{};
    auto view = persistence::rows_of_view{rows, hot};
    auto x = wire::GetReport{};
    x.set_name(name);
    x.set_project("OPS");
    x.set_time_zone("UTC");
    auto context = persistence::query_context{.who = member,
                                              .rows = rows,
                                              .view = view,
                                              .now_us = 1'800'000'000'000'000};
    auto answer = persistence::get_report(context, x);
    BOOST_TEST_REQUIRE(static_cast<bool>(answer));
    BOOST_TEST(answer->has_report(), answer->refusal().message());
    BOOST_TEST(!rows.statements.empty(), name);
    for (const auto& each : rows.statements)
      check(each, true);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace query_plan_test
