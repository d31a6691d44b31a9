// Connections to a MySQL server that end at any moment.

#include "persistence/mysql/mysql_task_store.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/processes/mariadb_server.hpp"
#include "tests/support/stores/cutting_proxy.hpp"
#include "tests/support/unit_test.hpp"

#include <array>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace mysql_connection_test {

using namespace taskraft;
using namespace taskraft::tests;
using side = cutting_proxy::side;

/// A board whose connections can be lost at any statement.
struct cut_fixture {
  cut_fixture() {
    auto through = there;
    through.url = proxy.url();
    auto store = persistence::open_mysql_task_store(through, {{1}, "disk"});
    BOOST_REQUIRE_MESSAGE(store, (store ? "" : store.error().detail));
    board = open_board(std::move(*store));
    log.no_op({1}).command(1, create_task("one")).command(2, put_key("k", "1"));
    apply(*board, log);
  }

  /// Commits one more entry; the connection is lost at `text` once.
  void commit_with_cut(const std::string& text, side where) {
    log.command(3, create_task("two")).command(4, put_key("k", "2"));
    evaluate(*board, log.take());
    proxy.cut(text, where);
    auto work = board->begin_commit();
    auto first = work.run();
    BOOST_REQUIRE(!first);
    BOOST_TEST(first.error().code == errc::store_busy);
    BOOST_TEST(proxy.has_cut());
    auto second = work.run();
    BOOST_REQUIRE_MESSAGE(second, (second ? "" : second.error().detail));
    work.finish();
    BOOST_TEST(board->visible() == log.last());
    BOOST_TEST(get_task(*board, 2).task().title() == "two");
    BOOST_TEST(get_key(*board, "k").pair().value() == "2");
  }

  persistence::mysql::access there = shared_mariadb().fresh_schema();
  cutting_proxy proxy{there.url.substr(std::string{"unix://"}.size())};
  board_log log;
  std::unique_ptr<persistence::task_board> board;
};

BOOST_FIXTURE_TEST_SUITE(a_lost_mysql_connection, cut_fixture)

BOOST_AUTO_TEST_CASE(at_any_statement_of_a_commit_costs_nothing) {
  auto number = std::uint64_t{100};
  // The proxy finds the value in the statement that writes it.
  for (const auto* text : {"START TRANSACTION", "a value", "COMMIT"})
    for (auto where : {side::before, side::after}) {
      ++number;
      auto value = "a value " + std::to_string(number);
      log.command(number, put_key("k", value));
      evaluate(*board, log.take());
      proxy.cut(text, where);
      auto work = board->begin_commit();
      BOOST_TEST(work.run().error().code == errc::store_busy);
      BOOST_TEST(proxy.has_cut());
      auto again = work.run();
      BOOST_REQUIRE_MESSAGE(again, (again ? "" : again.error().detail));
      work.finish();
      BOOST_TEST(get_key(*board, "k").pair().value() == value);
    }
}

BOOST_AUTO_TEST_CASE(that_took_the_answer_to_a_commit_applies_nothing_twice) {
  commit_with_cut("COMMIT", side::after);
}

BOOST_AUTO_TEST_CASE(that_took_the_commit_itself_loses_nothing) {
  commit_with_cut("COMMIT", side::before);
}

// Each reader once failed one read after a restart of the server.
BOOST_AUTO_TEST_CASE(costs_no_read) {
  auto task = tasks::wire::Query{};
  task.mutable_get_task()->set_id(1);
  auto key = tasks::wire::Query{};
  key.mutable_get_key()->set_key("k");
  auto of_task = task.SerializeAsString();
  auto of_key = key.SerializeAsString();
  // The connection is lost at the begin of the view and inside of it: a
  // statement's text is sent when it is prepared.
  for (const auto* text : {"START TRANSACTION", "`kv`"})
    for (auto where : {side::before, side::after}) {
      auto reader = board->open_reader();
      BOOST_REQUIRE(static_cast<bool>((*reader)->answer({{of_task}}, 0)));
      proxy.cut(text, where);
      auto answers = (*reader)->answer({{of_task}, {of_key}}, 0);
      BOOST_REQUIRE_MESSAGE(answers, (answers ? "" : answers.error().detail));
      BOOST_TEST(proxy.has_cut(), text);
      for (const auto& each : *answers)
        BOOST_TEST(each.visible == board->visible().index);
    }
}

BOOST_AUTO_TEST_CASE(that_cannot_be_made_again_fails_a_read_until_it_can) {
  auto reader = board->open_reader();
  auto question = tasks::wire::Query{};
  question.mutable_get_task()->set_id(1);
  auto query = question.SerializeAsString();
  BOOST_REQUIRE(static_cast<bool>((*reader)->answer({{query}}, 0)));
  proxy.refuse(true);
  for (auto i = 0; i < 2; ++i)
    BOOST_TEST((*reader)->answer({{query}}, 0).error().code
               == errc::store_busy);
  proxy.refuse(false);
  BOOST_TEST(static_cast<bool>((*reader)->answer({{query}}, 0)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_mysql_session)

/// Defaults of a server, each of which once broke a node.
constexpr auto odd_defaults = std::array{
  "sql_safe_updates = 1",
  "tx_read_only = 1",
  "max_join_size = 1",
  "sql_select_limit = 3",
  "completion_type = 2",
  "group_concat_max_len = 4",
  "sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,PAD_CHAR_TO_FULL_LENGTH'",
  "time_zone = '+05:00'",
  "tx_isolation = 'READ-UNCOMMITTED'",
  "max_statement_time = 0.5",
  "idle_transaction_timeout = 1",
  "idle_write_transaction_timeout = 1",
  "wait_timeout = 1",
  "check_constraint_checks = 0",
  "foreign_key_checks = 0",
  "low_priority_updates = 1",
  "max_sort_length = 64",
  "autocommit = 0",
};

/// A server whose variables tests may set.
mariadb_server& odd_server() {
  static auto server = mariadb_server{};
  return server;
}

std::map<std::string, std::string>
session_of(const persistence::mysql::access& to) {
  auto found = std::map<std::string, std::string>{};
  auto there = persistence::mysql::connection{to};
  auto row = there.ask("SHOW SESSION VARIABLES");
  while (row->next())
    found[row->getString(1).asStdString()] = row->getString(2).asStdString();
  return found;
}

BOOST_AUTO_TEST_CASE(is_the_same_whatever_the_server_has_as_its_defaults) {
  auto to = odd_server().access();
  auto usual = session_of(to);
  auto changed = 0;
  for (const auto* each : odd_defaults) {
    auto name = std::string{each}.substr(0, std::string{each}.find(' '));
    auto before = odd_server().ask("SELECT @@global." + name);
    odd_server().execute(std::string{"SET GLOBAL "} + each);
    changed += odd_server().ask("SELECT @@global." + name) != before ? 1 : 0;
  }
  BOOST_TEST(changed == static_cast<int>(odd_defaults.size()));
  auto odd = session_of(to);
  for (const auto* each : odd_defaults) {
    auto name = std::string{each}.substr(0, std::string{each}.find(' '));
    BOOST_TEST(usual.contains(name), name);
    BOOST_TEST(odd[name] == usual[name], name);
  }
  // And everything works: tables are made, rows written, joined and read.
  auto store = persistence::open_mysql_task_store(odd_server().fresh_schema(),
                                                  {{1}, "disk"});
  BOOST_REQUIRE_MESSAGE(store, (store ? "" : store.error().detail));
  auto board = open_board(std::move(*store));
  auto log = board_log{};
  log.no_op({1});
  for (auto i = std::uint64_t{1}; i <= 8; ++i)
    log.command(i, create_task("task " + std::to_string(i)));
  apply(*board, log);
  auto tasks = tasks::wire::Query{};
  tasks.mutable_list_tasks()->set_limit(50);
  auto reader = board->open_reader();
  auto answers = (*reader)->answer({{tasks.SerializeAsString()}}, 0);
  BOOST_REQUIRE_MESSAGE(answers, (answers ? "" : answers.error().detail));
  BOOST_TEST(get_task(*board, 8).task().title() == "task 8");
}

BOOST_AUTO_TEST_CASE(takes_for_passing_what_passes) {
  auto schema = shared_mariadb().fresh_schema();
  auto session = persistence::mysql::session{schema};
  auto run = [&](const std::string& sql) {
    return session.run([&](auto& to) -> status {
      to.ask(sql);
      return done{};
    });
  };
  BOOST_TEST(static_cast<bool>(run("SELECT 1")));
  auto before = shared_mariadb().ask("SELECT @@global.max_prepared_stmt_count");
  shared_mariadb().execute("SET GLOBAL max_prepared_stmt_count = 0");
  auto refused = run("SELECT 2");
  shared_mariadb().execute("SET GLOBAL max_prepared_stmt_count = " + before);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().code == errc::store_busy, refused.error().detail);
  BOOST_TEST(refused.error().detail.find("1461") != std::string::npos);
  BOOST_TEST(static_cast<bool>(run("SELECT 2")));
}

struct changing_password {
  changing_password() {
    server.execute("CREATE USER changing@localhost IDENTIFIED BY 'old'");
    server.execute("GRANT ALL ON *.* TO changing@localhost");
    to.user = "changing";
    to.read_password = [this] { return password; };
  }
  ~changing_password() {
    server.execute("DROP USER changing@localhost");
  }

  /// Changes the password on the server and kills all connections.
  void change_password(const std::string& fresh) {
    server.execute("ALTER USER changing@localhost IDENTIFIED BY '" + fresh
                   + "'");
    server.execute("KILL USER changing@localhost");
  }

  static status greet(persistence::mysql::session& session) {
    return session.run([](auto& to) -> status {
      to.ask("SELECT 1");
      return done{};
    });
  }

  errc code_of(persistence::mysql::session& session) const {
    auto greeted = greet(session);
    return greeted ? errc::none : greeted.error().code;
  }

  mariadb_server& server = shared_mariadb();
  persistence::mysql::access to = server.fresh_schema();
  result<std::string> password = std::string{"old"};
};

BOOST_FIXTURE_TEST_CASE(asks_for_the_password_at_each_connection,
                        changing_password) {
  auto session = persistence::mysql::session{to};
  BOOST_TEST(code_of(session) == errc::none);
  change_password("new");
  password = std::string{"new"};
  // The lost connection is noticed; the next one uses the new password.
  BOOST_TEST(code_of(session) == errc::store_busy);
  BOOST_TEST(code_of(session) == errc::none);
}

// Each node on such a server once ended with exit code 2.
BOOST_FIXTURE_TEST_CASE(waits_where_it_was_let_in_before, changing_password) {
  auto session = persistence::mysql::session{to};
  BOOST_TEST(code_of(session) == errc::none);
  change_password("new");
  auto other = persistence::mysql::session{to};
  for (auto i = 0; i < 3; ++i) {
    BOOST_TEST(code_of(session) == errc::store_busy);
    BOOST_TEST(code_of(other) == errc::store_busy);
  }
  password = failure{errc::invalid_value, "the file is being written"};
  BOOST_TEST(code_of(session) == errc::store_busy);
  password = std::string{"new"};
  BOOST_TEST(code_of(session) == errc::none);
  BOOST_TEST(code_of(other) == errc::none);
}

BOOST_FIXTURE_TEST_CASE(does_not_wait_where_it_never_was_let_in,
                        changing_password) {
  password = std::string{"wrong"};
  auto session = persistence::mysql::session{to};
  BOOST_TEST(code_of(session) == errc::not_allowed);
  password = failure{errc::invalid_value, "no such file"};
  BOOST_TEST(code_of(session) == errc::invalid_value);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace mysql_connection_test
