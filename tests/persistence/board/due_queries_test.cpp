// What a node finds in its state that has become due.

#include "protocol/tasks/limits.hpp"
#include "tests/support/board_fixture.hpp"
#include "tests/support/memory_task_store.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <string>

namespace due_queries_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

constexpr auto start_us = std::uint64_t{1'000'000'000'000};

wire::DueCommands due_at(persistence::task_board& board, std::uint64_t now_us) {
  auto query = wire::Query{};
  query.mutable_list_due()->set_now_us(now_us);
  auto bytes = query.SerializeAsString();
  auto reader = board.open_reader();
  BOOST_REQUIRE(static_cast<bool>(reader));
  auto node = protocol::principal{
    .kind = protocol::principal_kind::node, .made_by_node = true, .id = 1};
  auto answers = (*reader)->answer({{bytes, node}}, now_us);
  BOOST_REQUIRE(static_cast<bool>(answers));
  auto answer = wire::Answer{};
  BOOST_REQUIRE(answer.ParseFromString(answers->front().answer));
  return answer.due();
}

BOOST_AUTO_TEST_SUITE(what_is_due)

BOOST_AUTO_TEST_CASE(is_found_by_its_time) {
  auto board = open_board(
    std::make_unique<memory_task_store>(std::make_shared<memory_disk>()));
  auto log = board_log{};
  log.at(start_us);
  auto create = wire::Command{};
  create.mutable_create_task()->set_title("One");
  auto away = wire::Command{};
  away.mutable_delete_task()->set_id(1);
  auto upload = wire::Command{};
  upload.mutable_begin_upload()->set_task(2);
  upload.mutable_begin_upload()->set_name("x");
  apply(*board,
        log.command(1, create).command(2, create).command(3, away).command(
          4, upload));
  BOOST_TEST(due_at(*board, start_us).commands_size() == 0);
  auto hour_later = due_at(*board, start_us + tasks::upload_idle_us + 1);
  BOOST_TEST_REQUIRE(hour_later.commands_size() == 1);
  BOOST_TEST(hour_later.commands(0).cancel_upload().upload() == 1U);
  auto month_later = due_at(*board, start_us + tasks::trash_us + 1);
  BOOST_TEST_REQUIRE(month_later.commands_size() == 2);
  BOOST_TEST(month_later.commands(0).purge_task().id() == 1U);
  BOOST_TEST(month_later.commands(0).purge_task().expected_rev() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace due_queries_test
