// A store of an older program becomes one of the next program, and never the
// other way round.

#include "persistence/store/migration.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/next/migrated_store.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <string>
#include <vector>

namespace migration_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::dialect;

BOOST_AUTO_TEST_SUITE(a_migration)

BOOST_AUTO_TEST_CASE_TEMPLATE(adds_tables_and_columns_when_a_store_is_opened,
                              Medium, all_media) {
  auto medium = Medium{};
  auto log = board_log{};
  auto digest = fill_store(medium, log);
  check_migrated(medium, log, digest);
  // It is done once.
  auto loader = medium.open(next_schema())->open_loader();
  BOOST_REQUIRE(static_cast<bool>(loader));
  auto sticker = find_row<wire::Sticker>(**loader, 2, "red");
  BOOST_REQUIRE(sticker.has_value());
  BOOST_TEST(sticker->rev() == log.last().index.value);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(is_never_taken_back, Medium, all_media) {
  auto medium = Medium{};
  auto log = board_log{};
  auto digest = fill_store(medium, log);
  medium.open(next_schema());
  auto old = medium.try_open(persistence::own_schema());
  BOOST_REQUIRE(!old);
  BOOST_TEST(old.error().code == errc::outdated);
  BOOST_TEST(old.error().detail.ends_with(
               "needs a newer taskraftd: the store has schema version "
               + std::to_string(next_schema().version())
               + ", this program knows up to "
               + std::to_string(persistence::own_schema().version())),
             old.error().detail);
  // Nothing was harmed.
  check_migrated(medium, log, digest);
}

BOOST_AUTO_TEST_CASE(of_mysql_goes_on_after_any_of_its_statements) {
  auto found
    = persistence::found_tables{.version = persistence::own_schema().version(),
                                .columns = {},
                                .indexes = {}};
  for (const auto& each : persistence::own_schema().tables()) {
    for (const auto& column : each.columns)
      found.columns[std::string{each.name}].insert(
        described(column, dialect::mysql));
    for (const auto& columns : each.indexes)
      found.indexes.insert(index_name(each, columns));
  }
  auto statements
    = persistence::migration_from(found, next_schema(), dialect::mysql, "here");
  BOOST_REQUIRE(static_cast<bool>(statements));
  BOOST_TEST(statements->size() >= 3U);
  for (auto done = std::size_t{0}; done <= statements->size(); ++done) {
    auto medium = mysql_medium{};
    auto log = board_log{};
    auto digest = fill_store(medium, log);
    auto server = persistence::mysql::connection{medium.access()};
    for (auto i = std::size_t{0}; i < done; ++i)
      server.execute((*statements)[i]);
    check_migrated(medium, log, digest);
  }
}

BOOST_AUTO_TEST_CASE(refuses_tables_that_are_not_ours) {
  auto found
    = persistence::found_tables{.version = 1,
                                .columns = {{"tasks", {"id bigint NOT NULL"}}},
                                .indexes = {}};
  auto statements
    = persistence::migration_from(found, next_schema(), dialect::mysql, "here");
  BOOST_REQUIRE(!statements);
  BOOST_TEST(statements.error().code == errc::corrupted);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace migration_test
