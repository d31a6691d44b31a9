#include "persistence/sqlite_task_store.hpp"
#include "persistence/task_board.hpp"
#include "tests/support/board_log.hpp"
#include "tests/support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

namespace {

struct board_fixture {
  std::unique_ptr<persistence::task_board> open(std::uint64_t window = 1000) {
    auto store
      = persistence::open_sqlite_task_store(folder.path() / "s.sqlite");
    BOOST_REQUIRE_MESSAGE(store, "cannot open the store");
    auto board = persistence::task_board::open(std::move(*store), window);
    BOOST_REQUIRE_MESSAGE(board, "cannot open the board");
    return std::move(*board);
  }

  /// Evaluates what `log` holds and gives the answers.
  static std::vector<protocol::evaluated_command>
  evaluate(persistence::task_board& board, board_log& log) {
    auto answers = board.evaluate(log.take());
    BOOST_REQUIRE_MESSAGE(answers, "the batch was not evaluated");
    return *answers;
  }

  static wire::Answer ask(persistence::task_board& board,
                          const wire::Query& query) {
    auto reader = board.open_reader();
    BOOST_REQUIRE(static_cast<bool>(reader));
    auto bytes = query.SerializeAsString();
    auto answers = (*reader)->answer({bytes});
    BOOST_REQUIRE(static_cast<bool>(answers));
    auto answer = wire::Answer{};
    BOOST_REQUIRE(answer.ParseFromString(answers->front().answer));
    return answer;
  }

  static wire::Answer get_key(persistence::task_board& board,
                              const std::string& key) {
    auto query = wire::Query{};
    query.mutable_get_key()->set_key(key);
    return ask(board, query);
  }

  temporary_folder folder;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(the_task_board, board_fixture)

BOOST_AUTO_TEST_CASE(answers_once_evaluated_and_shows_once_committed) {
  auto board = open();
  auto log = board_log{};
  auto answers = evaluate(*board, log.no_op({2})
                                    .command(7, create_task("Write"))
                                    .command(8, put_key("k", "v")));
  BOOST_REQUIRE(answers.size() == 2U);
  auto created = parse_result(answers[0].result);
  BOOST_TEST(created.task().id() == 1U);
  BOOST_TEST(created.task().rev() == 2U);
  BOOST_TEST((answers[1].request == request_numbered(8)));
  BOOST_TEST(board->visible().index == raft::log_index{0});
  BOOST_TEST(get_key(*board, "k").has_refusal());
  BOOST_REQUIRE(static_cast<bool>(board->commit()));
  BOOST_TEST(board->visible().index == raft::log_index{3});
  BOOST_TEST(get_key(*board, "k").pair().value() == "v");
  BOOST_TEST(get_key(*board, "k").pair().rev() == 3U);
}

BOOST_AUTO_TEST_CASE(goes_on_where_the_store_is) {
  auto log = board_log{};
  {
    auto board = open();
    evaluate(*board, log.command(1, create_task("First")));
    BOOST_REQUIRE(static_cast<bool>(board->commit()));
  }
  auto board = open();
  BOOST_TEST(board->visible().index == raft::log_index{1});
  BOOST_TEST(board->durable() == raft::log_index{1});
  auto answers = evaluate(*board, log.command(2, create_task("Second")));
  BOOST_TEST(parse_result(answers[0].result).task().id() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
