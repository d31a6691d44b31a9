// The MySQL store, its server killed again and again while it commits: rows,
// request ids and applied index must agree afterwards.

#include "persistence/mysql/mysql_task_store.hpp"
#include "persistence/snapshot/snapshot.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/dice.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/processes/mariadb_server.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <thread>

namespace mysql_crash_test {

using namespace taskraft;
using namespace taskraft::tests;

constexpr auto kills = 8;
constexpr auto entries_a_commit = std::uint64_t{6};
constexpr auto window = std::uint64_t{2000};

struct killed_fixture {
  std::unique_ptr<persistence::task_board> open() {
    auto store = persistence::open_mysql_task_store(there, {{1}, "disk"});
    BOOST_REQUIRE_MESSAGE(store, (store ? "" : store.error().detail));
    return open_board(std::move(*store), window);
  }

  /// The next entries, the same for all boards; each command is there twice.
  raft::entry_batch next_entries() {
    for (auto i = std::uint64_t{0}; i < entries_a_commit / 3; ++i) {
      auto seen = log.last().index;
      auto number = seen.value + 1;
      log.command(number, create_task("Task " + std::to_string(number)), seen);
      log.command(number + 1,
                  put_key("key " + std::to_string(number % 7),
                          std::string(2000, static_cast<char>(number % 256))),
                  seen);
      log.command(number, create_task("Twice"), seen);
    }
    return log.take();
  }

  /// Evaluates and commits once; the server is killed some time later. True if
  /// the commit's outcome was unknown at first.
  bool commit_until_killed(persistence::task_board& board) {
    auto killer = kill_soon();
    auto outcome = status{done{}};
    auto work = persistence::state_work{};
    while (outcome) {
      auto entries = next_entries();
      evaluate(board, entries);
      evaluate(*model, entries);
      commit(*model);
      work = board.begin_commit();
      outcome = work.run();
      if (outcome)
        work.finish();
    }
    killer.join();
    BOOST_TEST(outcome.error().code == errc::store_busy);
    server.start();
    return retry(board, work);
  }

  std::thread kill_soon() {
    auto delay = std::chrono::microseconds{1000 + chance.below(40'000)};
    return std::thread{[this, delay] {
      std::this_thread::sleep_for(delay);
      server.kill();
    }};
  }

  std::shared_ptr<const persistence::snapshot_file> snapshot_of_model() {
    BOOST_REQUIRE(static_cast<bool>(disk.make_directory("d")));
    auto reader = model->open_reader();
    BOOST_REQUIRE(
      static_cast<bool>((*reader)->write_snapshot(disk, "d/snapshot")));
    auto file = persistence::snapshot_file::open(disk, "d/snapshot");
    BOOST_REQUIRE(static_cast<bool>(file));
    return *file;
  }

  bool retry(persistence::task_board& board,
             const persistence::state_work& work) {
    auto again = work.run();
    BOOST_REQUIRE_MESSAGE(again, (again ? "" : again.error().detail));
    work.finish();
    BOOST_TEST(board.visible() == model->visible());
    return digest_of(board) == digest_of(*model);
  }

  faulty_disk disk;
  mariadb_server server;
  persistence::mysql::access there = server.fresh_schema();
  dice chance{7};
  board_log log;
  std::unique_ptr<persistence::task_board> model
    = open_board(memory_medium{}.open(), window);
};

// HAZARDS 17 and 20, and a COMMIT whose connection died.
BOOST_FIXTURE_TEST_SUITE(a_killed_mysql_server, killed_fixture)

BOOST_AUTO_TEST_CASE(costs_no_entry_and_applies_none_twice) {
  auto board = open();
  for (auto i = 0; i < kills; ++i) {
    BOOST_TEST(commit_until_killed(*board));
    if (i % 2 == 0) {
      // The node dies, too.
      board.reset();
      board = open();
      BOOST_TEST(board->visible() == model->visible());
      BOOST_TEST(digest_of(*board) == digest_of(*model));
    }
  }
  BOOST_TEST_MESSAGE(log.last().index.value << " entries");
  BOOST_TEST(model->visible().index.value > 100U);
}

BOOST_AUTO_TEST_CASE(leaves_a_snapshot_whole_or_not_there) {
  for (auto i = 0; i < 300; ++i)
    evaluate(*model, next_entries());
  commit(*model);
  auto snapshot = snapshot_of_model();
  for (auto i = 0; i < kills / 2; ++i) {
    there = server.fresh_schema();
    auto board = open();
    auto work = board->begin_install(snapshot, {});
    auto killer = kill_soon();
    auto outcome = work.run();
    killer.join();
    BOOST_TEST((outcome || outcome.error().code == errc::store_busy));
    board.reset();
    server.start();
    board = open();
    if (board->visible() != model->visible()) {
      BOOST_TEST(board->visible() == raft::log_position{});
      BOOST_TEST(retry(*board, board->begin_install(snapshot, {})));
    }
    BOOST_TEST(digest_of(*board) == digest_of(*model));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace mysql_crash_test
