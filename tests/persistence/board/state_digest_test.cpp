// Every node hashes its rows at exactly one index.

#include "tests/support/board_fixture.hpp"
#include "tests/support/unit_test.hpp"

namespace state_digest_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

wire::Command take_digest() {
  auto x = wire::Command{};
  x.mutable_take_digest();
  return x;
}

/// Four entries: a put, the checksum, two puts.
raft::entry_batch some_entries() {
  auto log = board_log{};
  log.command(1, put_key("a", "1")).command(2, take_digest());
  log.command(3, put_key("a", "2")).command(4, put_key("b", "3"));
  return log.take();
}

BOOST_AUTO_TEST_SUITE(a_digest)

BOOST_AUTO_TEST_CASE_TEMPLATE(is_taken_behind_its_entry_and_nowhere_else,
                              Medium, all_media) {
  auto expected = std::uint64_t{0};
  {
    auto other = memory_medium{};
    auto board = open_board(other.open());
    evaluate(*board, some_entries().slice({1}, {2}));
    commit(*board);
    expected = digest_of(*board);
  }
  auto medium = Medium{};
  auto board = open_board(medium.open());
  auto entries = some_entries();
  auto answers = evaluate(*board, entries);
  BOOST_TEST_REQUIRE(answers.size() == 2U);
  BOOST_TEST(parse_result(answers[1].result).checksum().index() == 2U);
  BOOST_TEST(board->evaluated() == raft::log_index{2});
  BOOST_TEST(board->must_commit());
  auto work = board->begin_commit();
  // The next entries are evaluated while the commit is under way ...
  BOOST_TEST(!board->must_commit());
  evaluate(*board, entries.slice({3}, {4}));
  BOOST_REQUIRE(static_cast<bool>(work.run()));
  work.finish();
  auto digest = board->take_digest_work();
  BOOST_REQUIRE(static_cast<bool>(digest));
  BOOST_TEST(!board->take_digest_work());
  // ... and committed before anybody has hashed the earlier state.
  commit(*board);
  BOOST_TEST(!board->take_digest_work());
  auto found = digest();
  BOOST_REQUIRE(static_cast<bool>(found));
  BOOST_TEST(found->index == raft::log_index{2});
  BOOST_TEST(found->hash == expected);
  BOOST_TEST(digest_of(*board) != expected);
}

BOOST_AUTO_TEST_CASE(that_is_asked_for_twice_is_taken_once) {
  auto board = open_board(memory_medium{}.open());
  auto log = board_log{};
  log.command(2, take_digest());
  apply(*board, log);
  BOOST_TEST(static_cast<bool>(board->take_digest_work()));
  log.command(2, take_digest());
  auto answers = apply(*board, log);
  BOOST_TEST(parse_result(answers[0].result).checksum().index() == 1U);
  BOOST_TEST(!board->take_digest_work());
}

BOOST_AUTO_TEST_CASE(needs_a_commit_however_many_are_asked_for) {
  auto board = open_board(memory_medium{}.open());
  auto log = board_log{};
  log.command(1, take_digest()).command(2, take_digest());
  auto entries = log.take();
  evaluate(*board, entries);
  BOOST_TEST(board->evaluated() == raft::log_index{1});
  commit(*board);
  BOOST_TEST((*board->take_digest_work()()).index == raft::log_index{1});
  evaluate(*board, entries.slice({2}, {2}));
  BOOST_TEST(board->must_commit());
  commit(*board);
  BOOST_TEST((*board->take_digest_work()()).index == raft::log_index{2});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace state_digest_test
