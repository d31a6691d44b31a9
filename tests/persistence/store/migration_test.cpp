// A store of an older program becomes one of the next program, and never the
// other way round.

#include "persistence/store/migration.hpp"
#include "protocol/raft/rules_level.hpp"
#include "tests/support/board_fixture.hpp"
#include "tests/support/next/next_program.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <string>
#include <vector>

namespace migration_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::dialect;

std::unique_ptr<persistence::task_board>
open_next(std::unique_ptr<persistence::task_store> store) {
  auto board
    = persistence::task_board::open(std::move(store), 1000, next_rules());
  BOOST_REQUIRE_MESSAGE(board, (board ? "" : board.error().detail));
  return std::move(*board);
}

/// More tasks than are written again at once.
constexpr auto task_count = persistence::refreshed_at_once + 3;

std::string title_of(std::uint64_t id) {
  return std::string(id % 7 + 1, 't') + std::to_string(id);
}

/// Gives the digest of what is there.
template <class Medium>
std::uint64_t fill(Medium& medium, board_log& log) {
  auto board = open_board(medium.open());
  log.no_op({1});
  for (auto id = std::uint64_t{1}; id <= task_count; ++id)
    log.command(id, create_task(title_of(id)));
  apply(*board, log.command(5000, put_key("k", "v")));
  return digest_of(*board);
}

/// Ids in the order of the column that only the next schema has.
std::vector<std::uint64_t> ids_by_length(persistence::task_store& store) {
  const auto& table
    = store.tables().table_of(tasks::row_type_of<tasks::wire::Task>());
  auto list = persistence::listing{};
  list.of = &table;
  list.order = &table.column_named("title_length");
  list.limit = 2 * task_count;
  auto reader = store.open_reader();
  BOOST_REQUIRE(static_cast<bool>(reader));
  BOOST_REQUIRE(static_cast<bool>((*reader)->begin()));
  auto ids = std::vector<std::uint64_t>{};
  auto listed = (*reader)->list(list, [&](const tasks::row_message& row) {
    ids.push_back(static_cast<const tasks::wire::Task&>(row).id());
    return true;
  });
  (*reader)->end();
  BOOST_REQUIRE(static_cast<bool>(listed));
  return ids;
}

std::vector<std::uint64_t> expected_by_length() {
  auto ids = std::vector<std::uint64_t>{};
  for (auto id = std::uint64_t{1}; id <= task_count; ++id)
    ids.push_back(id);
  std::ranges::stable_sort(ids, {},
                           [](auto id) { return title_of(id).size(); });
  return ids;
}

/// What the next program finds, and can do, in a store of this one.
template <class Medium>
void check_migrated(Medium& medium, board_log& log, std::uint64_t digest) {
  BOOST_TEST(
    (ids_by_length(*medium.open(next_schema())) == expected_by_length()));
  auto board = open_next(medium.open(next_schema()));
  BOOST_TEST(digest_of(*board) == digest);
  BOOST_TEST(get_task(*board, 2).task().title() == title_of(2));
  log.add(raft::entry_kind::level, raft::encode(raft::rules_level{next_level}));
  log.raw_command(6000, add_sticker(2, "red"));
  auto answers = apply(*board, log);
  BOOST_TEST(parse_result(answers[0].result).has_key());
  BOOST_TEST(digest_of(*board) != digest);
}

BOOST_AUTO_TEST_SUITE(a_migration)

BOOST_AUTO_TEST_CASE_TEMPLATE(adds_tables_and_columns_when_a_store_is_opened,
                              Medium, all_media) {
  auto medium = Medium{};
  auto log = board_log{};
  auto digest = fill(medium, log);
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
  auto digest = fill(medium, log);
  medium.open(next_schema());
  auto old = medium.try_open(persistence::own_schema());
  BOOST_REQUIRE(!old);
  BOOST_TEST((old.error().code == errc::outdated));
  BOOST_TEST(old.error().detail.ends_with(
               "needs a newer taskraftd: the store has schema version 2, this "
               "program knows up to 1"),
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
    auto digest = fill(medium, log);
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
  BOOST_TEST((statements.error().code == errc::corrupted));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace migration_test
