// Queries that are answered together, as clients' reads come in.

#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <vector>

namespace query_batches_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

std::string get_task_bytes(std::uint64_t id) {
  auto query = wire::Query{};
  query.mutable_get_task()->set_id(id);
  return query.SerializeAsString();
}

std::string get_key_bytes(const std::string& key) {
  auto query = wire::Query{};
  query.mutable_get_key()->set_key(key);
  return query.SerializeAsString();
}

std::string list_bytes() {
  auto query = wire::Query{};
  query.mutable_list_tasks()->set_limit(1);
  return query.SerializeAsString();
}

std::vector<wire::Answer> answers_to(persistence::task_board& board,
                                     const std::vector<std::string>& queries) {
  auto reader = board.open_reader();
  BOOST_REQUIRE(static_cast<bool>(reader));
  auto views = std::vector<persistence::query_view>{};
  for (const auto& query : queries)
    views.push_back({query});
  auto found = (*reader)->answer(views, 0);
  BOOST_REQUIRE(static_cast<bool>(found));
  auto answers = std::vector<wire::Answer>{};
  for (const auto& one : *found)
    BOOST_REQUIRE(answers.emplace_back().ParseFromString(one.answer));
  return answers;
}

/// Tasks 1 to `count`, and a key named after each.
void fill(persistence::task_board& board, std::uint64_t count) {
  auto log = board_log{};
  for (auto i = std::uint64_t{1}; i <= count; ++i) {
    log.command(i, create_task("task " + std::to_string(i)));
    log.command(count + i, put_key(std::to_string(i), "v" + std::to_string(i)));
  }
  apply(board, log);
}

BOOST_AUTO_TEST_SUITE(queries_that_come_together)

BOOST_AUTO_TEST_CASE_TEMPLATE(are_answered_in_their_order, Medium, all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  fill(*board, 3);
  auto answers = answers_to(
    *board, {get_key_bytes("3"), get_task_bytes(2), "\xff", get_key_bytes("no"),
             get_task_bytes(9), list_bytes(), get_key_bytes("1"),
             get_task_bytes(2), get_key_bytes("3")});
  BOOST_TEST_REQUIRE(answers.size() == 9U);
  BOOST_TEST(answers[0].pair().key() == "3");
  BOOST_TEST(answers[0].pair().value() == "v3");
  BOOST_TEST(answers[1].task().title() == "task 2");
  BOOST_TEST(answers[2].refusal().code()
             == static_cast<std::uint32_t>(errc::malformed));
  BOOST_TEST(answers[3].refusal().pointer() == "/key");
  BOOST_TEST(answers[4].refusal().message() == "task 9 does not exist");
  BOOST_TEST(answers[5].tasks().tasks(0).id() == 1U);
  BOOST_TEST(answers[6].pair().value() == "v1");
  // Both queries get an answer when two ask for the same row.
  BOOST_TEST(answers[7].task().title() == "task 2");
  BOOST_TEST(answers[8].pair().value() == "v3");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(may_be_more_than_one_statement_holds, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  constexpr auto count = std::uint64_t{300};
  fill(*board, count);
  auto queries = std::vector<std::string>{};
  for (auto i = count + 1; i > 0; --i) {
    queries.push_back(get_key_bytes(std::to_string(i)));
    queries.push_back(get_task_bytes(i));
  }
  auto answers = answers_to(*board, queries);
  BOOST_TEST_REQUIRE(answers.size() == queries.size());
  BOOST_TEST(answers[0].has_refusal());
  BOOST_TEST(answers[1].has_refusal());
  for (auto i = std::uint64_t{1}; i <= count; ++i) {
    auto at = 2 * (count + 1 - i);
    BOOST_TEST(answers[at].pair().value() == "v" + std::to_string(i));
    BOOST_TEST(answers[at + 1].task().id() == i);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace query_batches_test
