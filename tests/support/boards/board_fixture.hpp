// A task board on any medium, with a log to feed it.

#pragma once

#include "persistence/board/task_board.hpp"
#include "protocol/crypto/sha256.hpp"
#include "tests/support/boards/board_log.hpp"
#include "tests/support/stores/task_store_media.hpp"
#include "tests/support/unit_test.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

inline std::unique_ptr<persistence::task_board>
open_board(std::unique_ptr<persistence::task_store> store,
           std::uint64_t window = 1000) {
  auto board = persistence::task_board::open(std::move(store), window);
  BOOST_REQUIRE_MESSAGE(board, "the board cannot be opened");
  return std::move(*board);
}

inline std::vector<protocol::evaluated_command>
evaluate(persistence::task_board& board, const raft::entry_batch& entries) {
  auto answers = board.evaluate(entries);
  BOOST_REQUIRE_MESSAGE(answers, "the batch was not evaluated");
  return *answers;
}

inline void commit(persistence::task_board& board) {
  BOOST_REQUIRE_MESSAGE(board.commit(), "the commit failed");
}

/// Evaluates and commits all entries of `log`.
inline std::vector<protocol::evaluated_command>
apply(persistence::task_board& board, board_log& log) {
  auto answers = evaluate(board, log.take());
  commit(board);
  return answers;
}

inline tasks::wire::Answer ask(persistence::task_board& board,
                               const tasks::wire::Query& query) {
  auto reader = board.open_reader();
  BOOST_REQUIRE(static_cast<bool>(reader));
  auto bytes = query.SerializeAsString();
  auto answers = (*reader)->answer({{bytes}}, 0);
  BOOST_REQUIRE(static_cast<bool>(answers));
  BOOST_TEST(answers->front().visible == board.visible().index);
  auto answer = tasks::wire::Answer{};
  BOOST_REQUIRE(answer.ParseFromString(answers->front().answer));
  return answer;
}

inline tasks::wire::Answer get_key(persistence::task_board& board,
                                   const std::string& key) {
  auto query = tasks::wire::Query{};
  query.mutable_get_key()->set_key(key);
  return ask(board, query);
}

inline tasks::wire::Answer get_task(persistence::task_board& board,
                                    std::uint64_t id) {
  auto query = tasks::wire::Query{};
  query.mutable_get_task()->set_id(id);
  return ask(board, query);
}

/// In a form that a failed test can print.
inline std::string digest_of(persistence::task_board& board) {
  auto digest = board.digest();
  BOOST_REQUIRE(static_cast<bool>(digest));
  return protocol::hex(*digest);
}

} // namespace taskraft::tests
