#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace task_board_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

wire::Command rename(std::uint64_t id, const std::string& title,
                     std::uint64_t expected_rev) {
  auto x = wire::Command{};
  x.mutable_update_task()->set_id(id);
  x.mutable_update_task()->set_title(title);
  x.mutable_update_task()->set_expected_rev(expected_rev);
  return x;
}

wire::Command put_if(const std::string& key, const std::string& value,
                     std::uint64_t expected_rev) {
  auto x = put_key(key, value);
  x.mutable_put_key()->set_expected_rev(expected_rev);
  return x;
}

BOOST_AUTO_TEST_SUITE(the_task_board)

BOOST_AUTO_TEST_CASE_TEMPLATE(answers_once_evaluated_and_shows_once_committed,
                              Medium, all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto log = board_log{};
  auto node
    = protocol::principal{.kind = protocol::principal_kind::node, .id = 3};
  log.no_op({2}).command(7, create_task("Write"));
  log.command_of(node, 8, put_key("k", "v"));
  auto answers = evaluate(*board, log.take());
  BOOST_TEST_REQUIRE(answers.size() == 2U);
  auto created = parse_result(answers[0].result);
  BOOST_TEST(created.task().id() == 1U);
  BOOST_TEST(created.task().rev() == 2U);
  BOOST_TEST(answers[0].index == raft::log_index{2});
  BOOST_TEST(answers[1].request == request_numbered(8));
  BOOST_CHECK(answers[0].by == protocol::principal{});
  BOOST_CHECK(answers[1].by == node);
  BOOST_TEST(board->visible().index == raft::log_index{0});
  BOOST_TEST(get_key(*board, "k").has_refusal());
  commit(*board);
  BOOST_TEST(board->visible() == (raft::log_position{{3}, {1}}));
  BOOST_TEST(get_key(*board, "k").pair().value() == "v");
  BOOST_TEST(get_key(*board, "k").pair().rev() == 3U);
  BOOST_TEST(get_task(*board, 1).task().title() == "Write");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(evaluates_beside_a_commit, Medium, all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto log = board_log{};
  log.command(1, create_task("One")).command(2, put_key("k", "v"));
  auto first = evaluate(*board, log.take());
  auto work = board->begin_commit();
  log.command(3, rename(1, "Two", 1)).command(4, put_if("k", "w", 2));
  auto answers = evaluate(*board, log.command(1, create_task("Twice")).take());
  BOOST_TEST(parse_result(answers[0].result).task().rev() == 3U);
  BOOST_TEST(parse_result(answers[1].result).key().rev() == 4U);
  BOOST_TEST(answers[2].result == first[0].result);
  BOOST_REQUIRE(static_cast<bool>(work.run()));
  BOOST_TEST(board->visible().index == raft::log_index{0});
  work.finish();
  BOOST_TEST(board->visible().index == raft::log_index{2});
  BOOST_TEST(get_key(*board, "k").pair().value() == "v");
  commit(*board);
  BOOST_TEST(get_key(*board, "k").pair().value() == "w");
  BOOST_TEST(get_task(*board, 1).task().title() == "Two");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(sees_its_own_uncommitted_rows, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto log = board_log{};
  log.command(1, create_task("One")).command(2, rename(1, "Two", 1));
  auto answers = evaluate(*board, log.take());
  BOOST_TEST(parse_result(answers[1].result).task().title() == "Two");
  log.command(3, rename(1, "Three", 2)).command(4, put_if("k", "a", 0));
  answers = evaluate(*board, log.take());
  BOOST_TEST(parse_result(answers[0].result).task().title() == "Three");
  log.command(5, put_if("k", "b", 4)).command(6, delete_key("k"));
  log.command(7, delete_key("k"));
  answers = evaluate(*board, log.take());
  BOOST_TEST(parse_result(answers[0].result).key().rev() == 5U);
  BOOST_TEST(parse_result(answers[1].result).key().rev() == 6U);
  BOOST_TEST(parse_result(answers[2].result).has_refusal());
  commit(*board);
  BOOST_TEST(get_task(*board, 1).task().rev() == 3U);
  BOOST_TEST(get_key(*board, "k").has_refusal());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(sees_committed_rows, Medium, all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto log = board_log{};
  log.command(1, create_task("One")).command(2, put_key("k", "a"));
  apply(*board, log);
  log.command(3, rename(1, "Two", 1)).command(4, rename(1, "Never", 1));
  log.command(5, put_if("k", "b", 2)).command(6, put_if("k", "c", 2));
  auto answers = apply(*board, log);
  BOOST_TEST(parse_result(answers[0].result).task().rev() == 3U);
  BOOST_TEST(parse_result(answers[1].result).has_refusal());
  BOOST_TEST(parse_result(answers[2].result).key().rev() == 5U);
  BOOST_TEST(parse_result(answers[3].result).has_refusal());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(goes_on_where_the_store_is, Medium, all_media) {
  auto medium = Medium{};
  auto log = board_log{};
  log.membership("0123456789abcdef0123456789abcdef");
  log.command(1, create_task("First"));
  apply(*open_board(medium.open()), log);
  auto board = open_board(medium.open());
  BOOST_TEST(board->visible().index == raft::log_index{2});
  BOOST_TEST(board->cluster_id() == "0123456789abcdef0123456789abcdef");
  auto answers = apply(*board, log.command(2, create_task("Second")));
  BOOST_TEST(parse_result(answers[0].result).task().id() == 2U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(keeps_time_from_going_back, Medium, all_media) {
  auto medium = Medium{};
  auto log = board_log{};
  log.at(5'000).command(1, create_task("One"));
  log.at(3'000).command(2, create_task("Two"));
  auto answers = apply(*open_board(medium.open()), log);
  BOOST_TEST(parse_result(answers[0].result).task().created_at_us() == 5'000U);
  BOOST_TEST(parse_result(answers[1].result).task().created_at_us() == 5'000U);
  log.at(4'000).command(3, create_task("Three"));
  log.at(6'000).command(4, create_task("Four"));
  answers = apply(*open_board(medium.open()), log);
  BOOST_TEST(parse_result(answers[0].result).task().created_at_us() == 5'000U);
  BOOST_TEST(parse_result(answers[1].result).task().created_at_us() == 6'000U);
}

// HAZARDS 22: refusals are results, never failures.
BOOST_AUTO_TEST_CASE_TEMPLATE(answers_a_refusal_like_any_result, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto log = board_log{};
  log.command(1, create_task("")).raw_command(2, "\xff\xff");
  log.add(raft::entry_kind::command, "too short").command(3, put_key("k", "v"));
  auto answers = apply(*board, log);
  BOOST_TEST_REQUIRE(answers.size() == 4U);
  auto refusal = parse_result(answers[0].result).refusal();
  BOOST_TEST(refusal.pointer() == "/title");
  BOOST_TEST(answers[0].status == protocol::answer_status::done);
  BOOST_TEST(parse_result(answers[1].result).refusal().code()
             == static_cast<std::uint32_t>(errc::malformed));
  BOOST_TEST(answers[2].status == protocol::answer_status::malformed);
  BOOST_TEST(parse_result(answers[3].result).key().rev() == 4U);
  // The same refusal again, although the command would succeed by now.
  answers = apply(*board, log.command(1, create_task("Title")));
  BOOST_TEST(parse_result(answers[0].result).refusal().pointer() == "/title");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(fails_on_entries_that_no_leader_writes, Medium,
                              all_media) {
  auto medium = Medium{};
  for (auto kind : {raft::entry_kind::no_op, raft::entry_kind::membership}) {
    auto board = open_board(medium.open());
    auto log = board_log{};
    log.command(1, create_task("Title")).add(kind, "?");
    auto answers = board->evaluate(log.take());
    BOOST_REQUIRE(!answers);
    BOOST_TEST(answers.error().code == errc::corrupted);
    commit(*board);
    BOOST_TEST(board->visible().index == raft::log_index{0});
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_request_id)

BOOST_AUTO_TEST_CASE_TEMPLATE(gets_its_first_answer_within_one_batch, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto log = board_log{};
  log.command(1, create_task("One")).command(1, create_task("Other"));
  auto answers = evaluate(*board, log.take());
  BOOST_TEST(answers[0].result == answers[1].result);
  // The repeated command has the index of its first entry.
  BOOST_TEST(answers[1].index == raft::log_index{1});
  answers = evaluate(*board, log.command(1, create_task("One")).take());
  BOOST_TEST(parse_result(answers[0].result).task().rev() == 1U);
  commit(*board);
  BOOST_TEST(get_task(*board, 2).has_refusal());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(gets_its_first_answer_after_a_restart, Medium,
                              all_media) {
  auto medium = Medium{};
  auto log = board_log{};
  log.command(1, put_key("a", "1")).command(2, create_task("One"));
  auto first = apply(*open_board(medium.open()), log);
  auto board = open_board(medium.open());
  log.command(2, create_task("One")).command(1, put_key("a", "1"));
  auto again = apply(*board, log);
  BOOST_TEST(again[0].result == first[1].result);
  BOOST_TEST(again[1].result == first[0].result);
  BOOST_TEST(get_key(*board, "a").pair().rev() == 1U);
  BOOST_TEST(get_task(*board, 2).has_refusal());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(is_new_again_beyond_the_window, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open(), 10);
  auto log = board_log{};
  log.command(1, put_key("a", "first"));
  apply(*board, log);
  for (auto i = std::uint64_t{2}; i <= 9; ++i)
    log.command(100 + i, put_key("b", "filler"));
  apply(*board, log);
  log.command(1, put_key("a", "repeated"), {9});
  apply(*board, log);
  BOOST_TEST(get_key(*board, "a").pair().value() == "first");
  log.command(1, put_key("a", "new"), {9});
  apply(*board, log);
  BOOST_TEST(get_key(*board, "a").pair().value() == "new");
  BOOST_TEST(get_key(*board, "a").pair().rev() == 11U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(from_before_the_window_is_never_applied, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open(), 10);
  auto log = board_log{};
  for (auto i = std::uint64_t{1}; i <= 9; ++i)
    log.command(100 + i, put_key("b", "filler"));
  apply(*board, log);
  log.command(1, put_key("a", "late"), {0});
  auto answers = apply(*board, log);
  BOOST_TEST(answers[0].status == protocol::answer_status::outcome_unknown);
  BOOST_TEST(answers[0].result.empty());
  BOOST_TEST(get_key(*board, "a").has_refusal());
  log.command(2, put_key("a", "in time"), {2});
  answers = apply(*board, log);
  BOOST_TEST(answers[0].status == protocol::answer_status::done);
  // A request that is still remembered is answered, however old the index is
  // that its client has seen.
  log.command(109, put_key("b", "filler"), {0});
  answers = apply(*board, log);
  BOOST_TEST(parse_result(answers[0].result).key().rev() == 9U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(that_has_seen_what_comes_later_is_refused, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto log = board_log{};
  log.command(1, put_key("a", "1"), {1});
  log.command(2, put_key("a", "2"), {~std::uint64_t{0}});
  log.command(3, put_key("b", "3"), {2});
  auto answers = apply(*board, log);
  BOOST_TEST(answers[0].status == protocol::answer_status::malformed);
  BOOST_TEST(answers[1].status == protocol::answer_status::malformed);
  BOOST_TEST(answers[2].status == protocol::answer_status::done);
  BOOST_TEST(get_key(*board, "a").has_refusal());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace task_board_test
