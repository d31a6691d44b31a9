// A store of this program that the next program opens and migrates.

#pragma once

#include "persistence/store/migration.hpp"
#include "protocol/raft/rules_level.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/next/next_program.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

inline std::unique_ptr<persistence::task_board>
open_next(std::unique_ptr<persistence::task_store> store) {
  auto board
    = persistence::task_board::open(std::move(store), 1000, next_rules());
  BOOST_REQUIRE_MESSAGE(board, (board ? "" : board.error().detail));
  return std::move(*board);
}

/// More tasks than are written again at once.
inline constexpr auto task_count = persistence::refreshed_at_once + 3;

inline std::string title_of(std::uint64_t id) {
  return std::string(id % 7 + 1, 't') + std::to_string(id);
}

/// Fills a store of this program; returns its digest.
template <class Medium>
std::string fill_store(Medium& medium, board_log& log) {
  auto board = open_board(medium.open());
  log.no_op({1});
  for (auto id = std::uint64_t{1}; id <= task_count; ++id)
    log.command(id, create_task(title_of(id)));
  apply(*board, log.command(5000, put_key("k", "v")));
  return digest_of(*board);
}

/// Ids in the order of the column that only the next schema has.
inline std::vector<std::uint64_t>
ids_by_length(persistence::task_store& store) {
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

inline std::vector<std::uint64_t> expected_by_length() {
  auto ids = std::vector<std::uint64_t>{};
  for (auto id = std::uint64_t{1}; id <= task_count; ++id)
    ids.push_back(id);
  std::ranges::stable_sort(ids, {},
                           [](auto id) { return title_of(id).size(); });
  return ids;
}

/// Checks what the next program finds, and can do, in a store of this one.
template <class Medium>
void check_migrated(Medium& medium, board_log& log, const std::string& digest) {
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

} // namespace taskraft::tests
