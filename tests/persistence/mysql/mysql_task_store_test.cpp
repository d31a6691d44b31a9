// Cases of the MySQL store alone: unusual settings of a server, and other users
// of a schema.

#include "persistence/mysql/mysql_task_store.hpp"
#include "persistence/store/schema.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/processes/mariadb_server.hpp"
#include "tests/support/unit_test.hpp"

#include <atomic>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

namespace mysql_task_store_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::mysql::connection;
using persistence::mysql::owner;

const auto node_1 = owner{{1}, "disk-1"};

persistence::change_set key_change(std::uint64_t from, const std::string& key) {
  auto x = persistence::change_set{};
  x.before = {from};
  x.after.applied = {{from + 1}, {1}};
  x.rows.put(key_row(key, "value", from + 1));
  return x;
}

struct schema_fixture {
  std::unique_ptr<persistence::task_store> open(const owner& self = node_1) {
    auto store = persistence::open_mysql_task_store(there, self);
    BOOST_REQUIRE_MESSAGE(store, (store ? "" : store.error().detail));
    return std::move(*store);
  }

  /// Whether opening fails with this code and names the schema.
  bool is_refused(errc code, const owner& self = node_1) {
    auto store = persistence::open_mysql_task_store(there, self);
    if (store)
      return false;
    BOOST_TEST_MESSAGE(store.error().detail);
    return store.error().code == code
           && store.error().detail.find(there.schema) != std::string::npos;
  }

  void change(const std::string& sql) {
    connection{there}.execute(sql);
  }

  mariadb_server& server = shared_mariadb();
  persistence::mysql::access there = server.fresh_schema();
};

/// Sets a variable of the server for as long as it lives.
class changed_setting {
public:
  changed_setting(std::string name, const std::string& value)
    : name_(std::move(name)) {
    set(value);
  }
  changed_setting(const changed_setting&) = delete;
  changed_setting& operator=(const changed_setting&) = delete;
  ~changed_setting() {
    set("DEFAULT");
  }

private:
  void set(const std::string& value) {
    shared_mariadb().execute("SET GLOBAL " + name_ + " = " + value);
  }

  std::string name_;
};

BOOST_FIXTURE_TEST_SUITE(a_mysql_schema, schema_fixture)

BOOST_AUTO_TEST_CASE(is_printed_as_a_script_that_the_servers_shell_runs) {
  auto script = persistence::print_schema(persistence::dialect::mysql);
  BOOST_TEST(server.import(there.schema, script) == 0);
  // Importing it twice does no harm.
  BOOST_TEST(server.import(there.schema, script) == 0);
  auto store = open();
  BOOST_TEST(*store->load_meta() == persistence::store_meta{});
}

BOOST_AUTO_TEST_CASE(has_real_types_keys_and_indexes) {
  open();
  auto of_tasks = [&](const std::string& what, const std::string& from,
                      const std::string& where) {
    return server.ask("SELECT GROUP_CONCAT(" + what + " ORDER BY 1) FROM "
                      + "information_schema." + from + " WHERE table_schema = '"
                      + there.schema + "' AND table_name = 'tasks' AND "
                      + where);
  };
  BOOST_TEST(of_tasks("column_name", "columns", "column_type = 'datetime(6)'")
             == "completed_at,created_at,deleted_at,due_instant,updated_at");
  BOOST_TEST(of_tasks("column_name", "columns", "column_type = 'date'")
             == "due_date");
  BOOST_TEST(of_tasks("column_name", "columns", "column_type = 'mediumtext'")
             == "description");
  BOOST_TEST(of_tasks("column_name", "columns", "data_type = 'varbinary'")
             == "creator,owner,project,repeat,title_order");
  BOOST_TEST(server.ask("SELECT column_type FROM information_schema.columns "
                        "WHERE column_name = 'key' AND table_name = 'kv' AND "
                        "table_schema = '"
                        + there.schema + "'")
             == "varbinary(512)");
  BOOST_TEST(of_tasks("referenced_table_name", "key_column_usage",
                      "referenced_table_name IS NOT NULL")
             == "task_priority,task_status");
  BOOST_TEST(of_tasks("column_name", "statistics", "index_name <> 'PRIMARY'")
             == "completed_at,created_at,deleted_at,due_order_us,due_order_us,"
                "owner,parent,priority,priority,project,project,project,"
                "project,project,project,project,project,status,status,"
                "title_order,title_order,updated_at,updated_at");
  BOOST_CHECK_THROW(
    change("INSERT INTO tasks VALUES (1, 1, 't', '', 9, 1, NULL, NULL, 0, '', "
           "NOW(), NOW(), NULL, NULL, NULL, NULL, NULL, '', '', '', '')"),
    sql::SQLException);
}

BOOST_AUTO_TEST_CASE(needs_no_more_privileges_than_the_guide_says) {
  auto guide = std::ostringstream{};
  guide << std::ifstream{TASKRAFT_DOCS "/mysql.md"}.rdbuf();
  auto text = guide.str();
  auto begin = text.find("```sql\n") + 7;
  auto script = text.substr(begin, text.find("```", begin) - begin);
  BOOST_TEST_REQUIRE(server.import("mysql", script) == 0);
  auto tables = persistence::print_schema(persistence::dialect::mysql);
  BOOST_TEST_REQUIRE(server.import("taskraft_1", tables) == 0);
  there.schema = "taskraft_1";
  there.user = "taskraft";
  there.password = "choose a password";
  auto left_behind = open();
  auto board = open_board(open());
  auto log = board_log{};
  apply(*board, log.no_op({1}).command(1, create_task("one")));
  BOOST_TEST(static_cast<bool>(board->make_durable()));
  BOOST_TEST(get_task(*board, 1).task().title() == "one");
  // An installation removes what was there.
  auto store = open();
  BOOST_TEST(static_cast<bool>(store->begin_install()));
  BOOST_TEST(static_cast<bool>(store->finish_install({})));
}

BOOST_AUTO_TEST_CASE(that_was_created_in_part_is_completed) {
  const auto& tables = persistence::own_schema().tables();
  for (auto i = std::size_t{0}; i + 2 < tables.size(); ++i)
    change(create_statements(tables[i], persistence::dialect::mysql).front());
  BOOST_TEST(*open()->load_meta() == persistence::store_meta{});
}

BOOST_AUTO_TEST_CASE(of_somebody_else_is_corrupted_and_left_alone) {
  change("CREATE TABLE recipes (name TEXT)");
  BOOST_TEST(is_refused(errc::corrupted));
  BOOST_TEST(server.ask("SELECT COUNT(*) FROM information_schema.tables WHERE "
                        "table_schema = '"
                        + there.schema + "'")
             == "1");
}

BOOST_AUTO_TEST_CASE(with_other_columns_is_corrupted) {
  open();
  change("ALTER TABLE tasks MODIFY title TEXT CHARACTER SET latin1 NOT NULL");
  BOOST_TEST(is_refused(errc::corrupted));
}

BOOST_AUTO_TEST_CASE(in_another_engine_is_corrupted) {
  open();
  change("ALTER TABLE kv ENGINE = MyISAM");
  BOOST_TEST(is_refused(errc::corrupted));
}

BOOST_AUTO_TEST_CASE(of_a_newer_version_is_outdated) {
  open();
  change("UPDATE meta SET schema_version = 99");
  BOOST_TEST(is_refused(errc::outdated));
}

BOOST_AUTO_TEST_CASE(without_its_meta_row_is_corrupted) {
  BOOST_REQUIRE(static_cast<bool>(open()->commit(key_change(0, "k"))));
  change("DELETE FROM meta");
  BOOST_TEST(is_refused(errc::corrupted));
}

BOOST_AUTO_TEST_CASE(of_another_node_is_refused) {
  open();
  BOOST_TEST(is_refused(errc::identity_refused, {{2}, "disk-2"}));
}

BOOST_AUTO_TEST_CASE(of_a_wiped_data_directory_is_refused) {
  open();
  BOOST_TEST(is_refused(errc::identity_refused, {{1}, "another"}));
}

BOOST_AUTO_TEST_CASE(that_another_node_is_about_to_begin_is_refused) {
  auto other = connection{there};
  other.execute("DO GET_LOCK(SHA1(CONCAT('taskraft ', DATABASE())), 0)");
  BOOST_TEST(is_refused(errc::identity_refused));
}

BOOST_AUTO_TEST_CASE(is_taken_over_from_a_connection_that_its_owner_left) {
  auto left_behind = open();
  auto store = open();
  BOOST_TEST(static_cast<bool>(store->commit(key_change(0, "k"))));
}

BOOST_AUTO_TEST_CASE(without_a_way_in_is_not_allowed) {
  there.user = "nobody";
  BOOST_TEST(is_refused(errc::not_allowed));
}

BOOST_AUTO_TEST_CASE(of_a_server_that_is_down_is_busy) {
  there.url = "unix:///nowhere/mysql";
  BOOST_TEST(is_refused(errc::store_busy));
}

BOOST_AUTO_TEST_CASE(is_refused_where_a_power_cut_takes_commits) {
  {
    auto with = changed_setting{"innodb_flush_log_at_trx_commit", "2"};
    BOOST_TEST(is_refused(errc::storage_failed));
  }
  auto store = open();
  auto with = changed_setting{"innodb_flush_log_at_trx_commit", "0"};
  // The same after a change while the node runs.
  BOOST_TEST(store->make_durable().error().code == errc::storage_failed);
}

BOOST_AUTO_TEST_CASE(is_refused_with_a_binary_log_that_does_not_sync) {
  auto logging = mariadb_server{{"--log-bin=binlog", "--sync-binlog=0"}};
  there = logging.fresh_schema();
  BOOST_TEST(is_refused(errc::storage_failed));
  logging.execute("SET GLOBAL sync_binlog = 1");
  open();
}

BOOST_AUTO_TEST_CASE(does_not_mind_what_the_server_is_set_to) {
  auto mode = changed_setting{"sql_mode", "'ANSI_QUOTES,PAD_CHAR_TO_FULL_"
                                          "LENGTH,NO_ZERO_DATE'"};
  auto zone = changed_setting{"time_zone", "'+05:00'"};
  auto letters = changed_setting{"character_set_server", "latin1"};
  auto size = changed_setting{"max_sort_length", "64"};
  auto isolation = changed_setting{"tx_isolation", "'READ-UNCOMMITTED'"};
  auto commits = changed_setting{"autocommit", "OFF"};
  auto board = open_board(open());
  auto log = board_log{};
  auto command = create_task("\xc3\xa9 \xf0\x9f\x8c\xb1");
  command.mutable_create_task()->mutable_due()->set_instant_us(1);
  apply(*board, log.no_op({1}).command(1, command));
  auto task = get_task(*board, 1).task();
  BOOST_TEST(task.title() == "\xc3\xa9 \xf0\x9f\x8c\xb1");
  BOOST_TEST(task.due().instant_us() == 1);
  BOOST_TEST(task.created_at_us() == 1'000'000U);
  // A view stays what it was.
  auto store = open();
  auto reader = store->open_reader();
  BOOST_REQUIRE(static_cast<bool>((*reader)->begin()));
  BOOST_REQUIRE(static_cast<bool>(store->commit(key_change(2, "k"))));
  BOOST_TEST(!find_key(**reader, "k").has_value());
  (*reader)->end();
  BOOST_REQUIRE(static_cast<bool>((*reader)->begin()));
  BOOST_TEST(find_key(**reader, "k").has_value());
}

BOOST_AUTO_TEST_CASE(is_written_in_few_statements_of_many_rows) {
  auto statement
    = persistence::upsert_statement(persistence::own_schema().table_named("kv"),
                                    persistence::dialect::mysql, 2);
  BOOST_TEST(statement
             == "INSERT INTO `kv` (`key`, `value`, `rev`) VALUES (?, ?, ?), "
                "(?, ?, ?) ON DUPLICATE KEY UPDATE `value` = VALUES(`value`), "
                "`rev` = VALUES(`rev`)");
  auto store = open();
  auto executed = [&] { return std::stoi(server.status("Com_stmt_execute")); };
  auto x = key_change(0, "k");
  for (auto i = 0; i < 1000; ++i)
    x.rows.put(key_row("k" + std::to_string(i), "value", 1));
  auto before = executed();
  BOOST_REQUIRE(static_cast<bool>(store->commit(x)));
  auto used = executed() - before;
  BOOST_TEST(used >= 4);
  BOOST_TEST(used < 20);
}

BOOST_AUTO_TEST_CASE(takes_changes_larger_than_a_packet) {
  auto small = mariadb_server{{"--max-allowed-packet=2M"}};
  there = small.fresh_schema();
  auto store = open();
  auto x = persistence::change_set{};
  x.after.applied = {{64}, {1}};
  for (auto i = std::uint64_t{1}; i <= 64; ++i) {
    x.rows.put(key_row("key " + std::to_string(i),
                       std::string(tasks::max_value_bytes, 'v'), i));
    x.requests.push_back(
      {{i}, request_numbered(i), std::string(tasks::max_value_bytes, 'r')});
  }
  BOOST_REQUIRE(static_cast<bool>(store->commit(x)));
  BOOST_TEST(small.ask("SELECT COUNT(*) FROM " + there.schema + ".kv") == "64");
}

BOOST_AUTO_TEST_CASE(of_a_server_with_tiny_packets_is_refused) {
  auto packets = changed_setting{"max_allowed_packet", "1048576"};
  BOOST_TEST(is_refused(errc::storage_failed));
}

BOOST_AUTO_TEST_CASE(is_busy_while_somebody_else_holds_its_rows) {
  auto store = open();
  auto other = connection{there};
  other.execute("START TRANSACTION");
  other.execute("UPDATE meta SET clock_us = 1");
  auto outcome = store->commit(key_change(0, "k"));
  BOOST_REQUIRE(!outcome);
  BOOST_TEST(outcome.error().code == errc::store_busy);
  other.execute("ROLLBACK");
  BOOST_TEST(static_cast<bool>(store->commit(key_change(0, "k"))));
}

BOOST_AUTO_TEST_CASE(is_busy_after_a_deadlock) {
  auto store = open();
  auto other = connection{there};
  other.execute("START TRANSACTION");
  // The server rolls back the transaction that has changed fewer rows.
  for (auto i = 0; i < 20; ++i)
    other.execute("INSERT INTO leader VALUES (" + std::to_string(i)
                  + ", 1, '2026-01-01')");
  other.execute("INSERT INTO kv VALUES ('k', '', 1)");
  auto outcome = status{done{}};
  auto ended = std::atomic<bool>{false};
  auto commit = std::thread{[&] {
    outcome = store->commit(key_change(0, "k"));
    ended = true;
  }};
  // Waits for the commit, which holds the meta row and waits for the key.
  while (!ended && server.status("Innodb_row_lock_current_waits") == "0")
    std::this_thread::yield();
  other.execute("UPDATE meta SET clock_us = 1");
  commit.join();
  other.execute("ROLLBACK");
  BOOST_REQUIRE(!outcome);
  BOOST_TEST(outcome.error().code == errc::store_busy);
  BOOST_TEST(outcome.error().detail.find("1213") != std::string::npos);
  BOOST_TEST(static_cast<bool>(store->commit(key_change(0, "k"))));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace mysql_task_store_test
