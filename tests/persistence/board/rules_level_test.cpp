// The rules level as part of the state: an entry raises it, and a program that
// does not know it stops before that entry.

#include "persistence/board/known_level.hpp"
#include "protocol/raft/rules_level.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/next/next_program.hpp"
#include "tests/support/unit_test.hpp"

#include <memory>
#include <string>
#include <utility>

namespace rules_level_test {

using namespace taskraft;
using namespace taskraft::tests;
using persistence::snapshot_file;
using persistence::task_board;

constexpr auto cluster = "0123456789abcdef0123456789abcdef";

constexpr auto raised_level = raft::rules_level{next_level};
const auto next_text = std::to_string(next_level);
const auto own_text = std::to_string(tasks::newest_rules_level);

board_log& raise(board_log& log, std::uint64_t level) {
  return log.add(raft::entry_kind::level,
                 raft::encode(raft::rules_level{level}));
}

/// A board of the program after this one, which knows one more level.
std::unique_ptr<task_board>
open_next(std::unique_ptr<persistence::task_store> store) {
  auto board = task_board::open(std::move(store), 1000, next_rules());
  BOOST_REQUIRE_MESSAGE(board, (board ? "" : board.error().detail));
  return std::move(*board);
}

/// A board of this program.
result<std::unique_ptr<task_board>>
open_this(std::unique_ptr<persistence::task_store> store) {
  return task_board::open(std::move(store), 1000);
}

bool is_refused(const protocol::evaluated_command& x) {
  return parse_result(x.result).has_refusal();
}

/// Whether `why` is the failure of an old program.
void check_outdated(const failure& why, const std::string& in_force,
                    const std::string& known) {
  BOOST_TEST(why.code == errc::outdated);
  BOOST_TEST(why.detail
             == "needs a newer taskraftd: the cluster is at rules level "
                  + in_force + ", this program knows up to " + known);
}

BOOST_AUTO_TEST_SUITE(the_rules_level_of_a_board)

BOOST_AUTO_TEST_CASE_TEMPLATE(is_1_until_an_entry_raises_it, Medium,
                              all_media) {
  auto medium = Medium{};
  auto board = open_next(medium.open(next_schema()));
  auto log = board_log{};
  BOOST_TEST(board->level() == raft::rules_level{1});
  log.no_op({1}).command(1, create_task("x"));
  log.raw_command(2, add_sticker(1, "red"));
  raise(log, next_level).raw_command(3, add_sticker(1, "red"));
  auto answers = apply(*board, log);
  BOOST_REQUIRE(answers.size() == 3U);
  BOOST_TEST(parse_result(answers[1].result).refusal().code()
             == static_cast<std::uint32_t>(errc::not_ready));
  BOOST_TEST(!is_refused(answers[2]));
  BOOST_TEST(board->level() == raised_level);
  // The level is in the store, as the applied index is.
  board.reset();
  board = open_next(medium.open(next_schema()));
  BOOST_TEST(board->level() == raised_level);
  answers = apply(*board, log.raw_command(4, add_sticker(1, "blue")));
  BOOST_TEST(!is_refused(answers[0]));
}

// Otherwise nodes of two versions would store different results.
BOOST_AUTO_TEST_CASE(makes_a_command_wait_alike_in_old_and_new_programs) {
  auto log = board_log{};
  auto batch = log.no_op({1})
                 .command(1, create_task("x"))
                 .raw_command(2, add_sticker(1, "red"))
                 .raw_command(3, "\xc2\x3e\x01\xff")
                 .take();
  auto old = open_board(memory_medium{}.open());
  auto fresh = open_next(memory_medium{}.open(next_schema()));
  auto answers = evaluate(*old, batch);
  auto others = evaluate(*fresh, batch);
  for (auto i = std::size_t{0}; i < answers.size(); ++i)
    BOOST_TEST(answers[i].result == others[i].result);
  commit(*old);
  commit(*fresh);
  BOOST_TEST(digest_of(*old) == digest_of(*fresh));
}

BOOST_AUTO_TEST_CASE(is_raised_with_the_commit_of_its_entry_and_not_before) {
  auto medium = memory_medium{};
  auto board = open_next(medium.open());
  auto log = board_log{};
  evaluate(*board, raise(log.no_op({1}), next_level).take());
  BOOST_TEST(open_next(medium.open())->level() == raft::rules_level{1});
  commit(*board);
  BOOST_TEST(open_next(medium.open())->level() == raised_level);
}

BOOST_AUTO_TEST_CASE(never_falls) {
  auto medium = memory_medium{};
  auto board = open_next(medium.open());
  auto log = board_log{};
  apply(*board, raise(raise(log, next_level), 1));
  BOOST_TEST(board->level() == raised_level);
}

BOOST_AUTO_TEST_CASE(is_part_of_what_nodes_compare) {
  auto one = memory_medium{};
  auto other = memory_medium{};
  auto raised = open_next(one.open());
  auto plain = open_next(other.open());
  auto log = board_log{};
  apply(*raised, raise(log.no_op({1}), next_level));
  auto longer = board_log{};
  apply(*plain, longer.no_op({1}).membership(""));
  BOOST_TEST(digest_of(*raised) != digest_of(*plain));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(that_is_not_known_opens_no_board, Medium,
                              all_media) {
  auto medium = Medium{};
  auto log = board_log{};
  auto board = open_next(medium.open());
  apply(*board, raise(log, next_level));
  auto before = digest_of(*board);
  board.reset();
  auto old = open_this(medium.open());
  BOOST_REQUIRE(!old);
  check_outdated(old.error(), next_text, own_text);
  board = open_next(medium.open());
  BOOST_TEST(digest_of(*board) == before);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(that_is_not_known_ends_evaluation, Medium,
                              all_media) {
  auto medium = Medium{};
  auto old = open_this(medium.open());
  BOOST_REQUIRE(static_cast<bool>(old));
  auto log = board_log{};
  log.no_op({1}).command(1, create_task("Title"));
  auto answers = (*old)->evaluate(raise(log, next_level).take());
  BOOST_REQUIRE(!answers);
  check_outdated(answers.error(), next_text, own_text);
  // No earlier entry of the batch was applied.
  commit(**old);
  BOOST_TEST((*old)->evaluated() == raft::log_index{0});
  BOOST_TEST((*old)->visible().index == raft::log_index{0});
}

BOOST_AUTO_TEST_CASE(is_refused_if_no_leader_writes_such_a_thing) {
  auto medium = memory_medium{};
  auto board = open_next(medium.open());
  auto log = board_log{};
  auto answers = board->evaluate(log.add(raft::entry_kind::level, "2").take());
  BOOST_REQUIRE(!answers);
  BOOST_TEST(answers.error().code == errc::corrupted);
}

BOOST_AUTO_TEST_SUITE_END()

struct copies {
  copies() {
    BOOST_REQUIRE(static_cast<bool>(disk.make_directory("d")));
    auto log = board_log{};
    auto board = open_next(source.open());
    apply(*board, raise(log.no_op({1}).membership(cluster), next_level)
                    .command(1, put_key("k", "v")));
    auto reader = board->open_reader();
    BOOST_REQUIRE(static_cast<bool>(reader));
    BOOST_REQUIRE(
      static_cast<bool>((*reader)->write_snapshot(disk, "d/snapshot")));
    auto opened = snapshot_file::open(disk, "d/snapshot");
    BOOST_REQUIRE(static_cast<bool>(opened));
    file = *opened;
    expected = digest_of(*board);
  }

  static status install(task_board& board,
                        std::shared_ptr<const snapshot_file> from) {
    auto work = board.begin_install(std::move(from));
    auto outcome = work.run();
    if (outcome)
      work.finish();
    return outcome;
  }

  faulty_disk disk;
  memory_medium source;
  std::shared_ptr<const snapshot_file> file;
  std::string expected;
};

BOOST_FIXTURE_TEST_SUITE(the_rules_level_of_a_snapshot, copies)

BOOST_AUTO_TEST_CASE_TEMPLATE(comes_along_with_it, Medium, all_media) {
  auto medium = Medium{};
  auto board = open_next(medium.open());
  BOOST_REQUIRE(static_cast<bool>(install(*board, file)));
  BOOST_TEST(board->level() == raised_level);
  BOOST_TEST(digest_of(*board) == expected);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(that_is_not_known_leaves_the_store_as_it_is,
                              Medium, all_media) {
  auto medium = Medium{};
  auto old = open_this(medium.open());
  BOOST_REQUIRE(static_cast<bool>(old));
  auto log = board_log{};
  apply(**old, log.command(1, put_key("own", "row")));
  auto installed = install(**old, file);
  BOOST_REQUIRE(!installed);
  check_outdated(installed.error(), next_text, own_text);
  BOOST_TEST(get_key(**old, "own").has_pair());
  // Not even the mark of an installation was written.
  old->reset();
  old = open_this(medium.open());
  BOOST_REQUIRE(static_cast<bool>(old));
  BOOST_TEST((*old)->visible().index == raft::log_index{1});
  BOOST_TEST(get_key(**old, "own").has_pair());
}

BOOST_AUTO_TEST_CASE(is_read_without_the_rest_of_the_file) {
  BOOST_TEST(static_cast<bool>(persistence::check_level_of(*file, next_level)));
  auto outdated = persistence::check_level_of(*file, tasks::newest_rules_level);
  BOOST_REQUIRE(!outdated);
  check_outdated(outdated.error(), next_text, own_text);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace rules_level_test
