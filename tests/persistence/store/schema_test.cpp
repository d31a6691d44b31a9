#include "persistence/store/statements.hpp"
#include "tests/support/unit_test.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>

namespace schema_test {

using namespace taskraft;

SQLite::Database printed_database() {
  auto script = persistence::print_schema(persistence::dialect::sqlite);
  auto database = SQLite::Database{":memory:", SQLite::OPEN_READWRITE};
  database.exec("PRAGMA foreign_keys = ON");
  database.exec(script);
  return database;
}

constexpr auto insert_task
  = "INSERT INTO tasks VALUES (1, 1, 't', '', 1, 1, NULL, NULL, 0, '', 0, 0, "
    "NULL, NULL, NULL, NULL, NULL, NULL, '', x'', x'', '')";

BOOST_AUTO_TEST_SUITE(the_schema)

BOOST_AUTO_TEST_CASE(is_printed_as_a_script_that_sqlite_runs) {
  auto database = printed_database();
  for (const auto* table : {"tasks", "task_status", "task_priority", "kv",
                            "request_ids", "leader", "counters", "meta"})
    BOOST_TEST(database.tableExists(table));
}

BOOST_AUTO_TEST_CASE(names_the_numbers_of_status_and_priority) {
  auto database = printed_database();
  auto name_of = [&](const std::string& table, int id) {
    return database
      .execAndGet("SELECT name FROM " + table
                  + " WHERE id = " + std::to_string(id))
      .getString();
  };
  BOOST_TEST(name_of("task_status", 2) == "in_progress");
  BOOST_TEST(name_of("task_status", 4) == "cancelled");
  BOOST_TEST(name_of("task_priority", 1) == "none");
  BOOST_TEST(name_of("task_priority", 5) == "urgent");
}

BOOST_AUTO_TEST_CASE(refuses_a_task_of_an_unknown_status) {
  auto database = printed_database();
  BOOST_TEST(database.exec(insert_task) == 1);
  BOOST_CHECK_THROW(database.exec("UPDATE tasks SET status = 9"),
                    SQLite::Exception);
  BOOST_CHECK_THROW(database.exec("UPDATE tasks SET priority = 9"),
                    SQLite::Exception);
}

BOOST_AUTO_TEST_CASE(has_indexes_for_the_orders_of_lists) {
  auto database = printed_database();
  for (const auto* column :
       {"status", "priority", "due_order_us", "title_order"}) {
    auto plan = SQLite::Statement{
      database, "EXPLAIN QUERY PLAN SELECT id FROM tasks WHERE "
                  + std::string{column} + " = 1"};
    BOOST_REQUIRE(plan.executeStep());
    BOOST_TEST(
      plan.getColumn(3).getString().find("tasks_by_" + std::string{column})
      != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace schema_test
