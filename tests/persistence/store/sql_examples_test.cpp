// The queries of docs/sql.md, on both stores.

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/store/statements.hpp"
#include "tests/support/stores/task_store_media.hpp"
#include "tests/support/unit_test.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace sql_examples_test {

using namespace taskraft;
using namespace taskraft::tests;

std::vector<std::string> blocks() {
  auto text = std::stringstream{};
  text << std::ifstream{TASKRAFT_DOCS "/sql.md"}.rdbuf();
  auto rest = text.str();
  auto found = std::vector<std::string>{};
  constexpr auto fence = std::string_view{"```sql\n"};
  for (auto at = rest.find(fence); at != std::string::npos;
       at = rest.find(fence, at)) {
    at += fence.size();
    found.push_back(rest.substr(at, rest.find("```", at) - at));
  }
  return found;
}

/// Each is one statement.
std::vector<std::string> examples() {
  auto found = std::vector<std::string>{};
  for (const auto& sql : blocks())
    if (sql.starts_with("SELECT"))
      found.push_back(sql.substr(0, sql.find(';')));
  return found;
}

/// What lets a user of this schema read.
std::string grants(const std::string& schema) {
  auto script = blocks().front();
  constexpr auto example = std::string_view{"taskraft_1"};
  for (auto at = script.find(example); at != std::string::npos;
       at = script.find(example, at + schema.size()))
    script.replace(at, example.size(), schema);
  return script;
}

status ask_all(persistence::mysql::session& session,
               const std::vector<std::string>& statements) {
  for (const auto& sql : statements) {
    auto ran = session.run([&](persistence::mysql::connection& to) -> status {
      BOOST_TEST(!to.ask(sql)->next());
      return done{};
    });
    if (!ran)
      return ran;
  }
  return done{};
}

BOOST_AUTO_TEST_SUITE(the_queries_of_the_guide)

BOOST_AUTO_TEST_CASE(are_five) {
  BOOST_TEST(examples().size() == 5U);
}

BOOST_AUTO_TEST_CASE(run_on_sqlite) {
  auto database = SQLite::Database{":memory:", SQLite::OPEN_READWRITE};
  database.exec(persistence::print_schema(persistence::dialect::sqlite));
  for (const auto& sql : examples())
    BOOST_TEST(!SQLite::Statement(database, sql).executeStep());
}

BOOST_AUTO_TEST_CASE(run_on_mysql) {
  auto medium = mysql_medium{};
  medium.open();
  auto session = persistence::mysql::session{medium.access()};
  BOOST_TEST(static_cast<bool>(ask_all(session, examples())));
}

BOOST_AUTO_TEST_CASE(need_a_user_of_mysql_who_reads_no_hashes) {
  auto medium = mysql_medium{};
  medium.open();
  auto there = medium.access();
  auto& server = shared_mariadb();
  BOOST_TEST_REQUIRE(server.import("mysql", grants(there.schema)) == 0);
  there.user = "reader";
  there.password = "choose a password";
  auto session = persistence::mysql::session{there};
  BOOST_TEST(static_cast<bool>(ask_all(session, examples())));
  for (const std::string secret : {"credentials", "sessions", "session_secrets",
                                   "sessions_of_users", "request_ids"}) {
    BOOST_TEST(!ask_all(session, {"SELECT * FROM " + secret}), secret);
    // There is such a table.
    auto admin = persistence::mysql::session{medium.access()};
    BOOST_TEST(static_cast<bool>(ask_all(admin, {"SELECT * FROM " + secret})));
  }
  server.execute("DROP USER 'reader'@'%'");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace sql_examples_test
