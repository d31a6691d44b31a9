// The queries of docs/sql.md, on both stores.

#include "persistence/mysql/mysql_connection.hpp"
#include "persistence/store/statements.hpp"
#include "tests/support/task_store_media.hpp"
#include "tests/support/unit_test.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace sql_examples_test {

using namespace taskraft;
using namespace taskraft::tests;

std::vector<std::string> examples() {
  auto text = std::stringstream{};
  text << std::ifstream{TASKRAFT_DOCS "/sql.md"}.rdbuf();
  auto rest = text.str();
  auto found = std::vector<std::string>{};
  constexpr auto fence = std::string_view{"```sql\n"};
  for (auto at = rest.find(fence); at != std::string::npos;
       at = rest.find(fence, at)) {
    at += fence.size();
    auto sql = rest.substr(at, rest.find("```", at) - at);
    found.push_back(sql.substr(0, sql.find(';')));
  }
  return found;
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
  for (const auto& sql : examples()) {
    auto ran = session.run([&](persistence::mysql::connection& to) -> status {
      BOOST_TEST(!to.ask(sql)->next());
      return done{};
    });
    BOOST_TEST_REQUIRE(static_cast<bool>(ran), sql);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace sql_examples_test
