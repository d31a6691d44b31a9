// The SQLite store, killed at every step: rows, request ids and applied index
// must agree afterwards.

#include "persistence/sqlite/sqlite_task_store.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/disks/crashing_vfs.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace sqlite_crash_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace wire = taskraft::tasks::wire;

constexpr std::uint64_t entries_in_all = 30;
constexpr std::uint64_t entries_a_commit = 6;
constexpr std::uint64_t window = 20;

raft::entry_batch every_kind_of_entry() {
  auto log = board_log{};
  log.no_op({1}).membership("0123456789abcdef0123456789abcdef");
  while (log.last().index.value < entries_in_all) {
    auto number = log.last().index.value;
    auto update = wire::Command{};
    update.mutable_update_task()->set_id(number / 6);
    update.mutable_update_task()->set_title(std::to_string(number));
    auto large = std::string(9'000, static_cast<char>('a' + number % 26));
    log.command(number, create_task("Task"), {number});
    log.command(number + 1, update, {number});
    log.command(number + 2, put_key("a", std::to_string(number)), {number});
    log.command(number, create_task("Twice"), {number});
    log.command(number + 3, put_key("large" + large.substr(0, 1), large),
                {number});
  }
  return log.take().slice({1}, {entries_in_all});
}

/// The progress of the process that dies, in memory shared with the test.
struct progress {
  std::uint64_t operations = 0;
  std::uint64_t visible = 0;
  std::uint64_t durable = 0;
};

/// Applies the entries that are missing; true if nothing failed.
bool apply_rest(persistence::task_board& board,
                const raft::entry_batch& entries, progress& done) {
  auto index = board.visible().index.value;
  while (index < entries_in_all) {
    auto last = std::min(index + entries_a_commit, entries_in_all);
    if (!board.evaluate(entries.slice({index + 1}, {last})) || !board.commit())
      return false;
    index = done.visible = last;
    if (index % (2 * entries_a_commit) == 0) {
      if (!board.make_durable())
        return false;
      done.durable = board.durable().value;
    }
  }
  return true;
}

bool apply_all(const std::filesystem::path& file,
               const raft::entry_batch& entries, progress& done) {
  auto store = persistence::open_sqlite_task_store(file);
  if (!store)
    return false;
  auto board = persistence::task_board::open(std::move(*store), window);
  return board && apply_rest(**board, entries, done);
}

struct crash_fixture {
  crash_fixture() {
    auto* memory = ::mmap(nullptr, sizeof(progress), PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    BOOST_TEST_REQUIRE(memory != MAP_FAILED);
    done = new (memory) progress{};
    auto board = open_board(
      std::make_unique<memory_task_store>(std::make_shared<memory_disk>()),
      window);
    digests[0] = digest_of(*board);
    for (auto index = std::uint64_t{0}; index < entries_in_all;) {
      auto last = std::min(index + entries_a_commit, entries_in_all);
      evaluate(*board, entries.slice({index + 1}, {last}));
      commit(*board);
      index = last;
      digests[index] = digest_of(*board);
    }
  }
  ~crash_fixture() {
    ::munmap(done, sizeof(progress));
  }

  /// Starts from nothing; true if the process was killed before its end.
  bool crash(vfs_crash kind, std::uint64_t at) {
    for (const auto* suffix : {"", "-wal", "-shm", "-journal"})
      std::filesystem::remove(file.string() + suffix);
    *done = {};
    return crashes_in_child(kind, at, &done->operations,
                            [&] { return apply_all(file, entries, *done); });
  }

  /// Checks that the state is that of one commit, at or after `least`, and that
  /// the rest of the log leads to the same end.
  void check(std::uint64_t least) {
    auto store = persistence::open_sqlite_task_store(file);
    BOOST_REQUIRE_MESSAGE(store, "the store cannot be opened");
    auto board = open_board(std::move(*store), window);
    auto visible = board->visible().index.value;
    BOOST_TEST_REQUIRE(visible >= least);
    BOOST_REQUIRE(digests.contains(visible));
    BOOST_TEST_REQUIRE(digest_of(*board) == digests[visible]);
    auto rest = progress{};
    BOOST_REQUIRE(apply_rest(*board, entries, rest));
    BOOST_TEST_REQUIRE(digest_of(*board) == digests[entries_in_all]);
  }

  /// A folder in memory, because the test simulates syncs itself.
  temporary_folder folder{"/dev/shm"};
  std::filesystem::path file = folder.path() / "store.sqlite";
  raft::entry_batch entries = every_kind_of_entry();
  std::map<std::uint64_t, std::string> digests;
  progress* done = nullptr;
};

// HAZARDS 17 and 20: nothing is applied twice, skipped or half.
BOOST_FIXTURE_TEST_SUITE(a_killed_sqlite_store, crash_fixture)

BOOST_AUTO_TEST_CASE(is_at_a_commit_wherever_it_was_killed) {
  auto at = std::uint64_t{1};
  for (; crash(vfs_crash::killed, at); ++at)
    check(done->visible);
  BOOST_TEST(at > 100U);
  BOOST_TEST_MESSAGE(at - 1 << " places");
}

BOOST_AUTO_TEST_CASE(is_at_a_commit_wherever_a_write_was_torn) {
  auto at = std::uint64_t{1};
  for (; crash(vfs_crash::killed_within_a_write, at); ++at)
    check(done->visible);
  BOOST_TEST(at > 100U);
}

BOOST_AUTO_TEST_CASE(keeps_what_was_durable_whenever_the_power_is_cut) {
  auto at = std::uint64_t{1};
  for (; crash(vfs_crash::power_cut, at); ++at)
    check(done->durable);
  BOOST_TEST(at > 100U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace sqlite_crash_test
