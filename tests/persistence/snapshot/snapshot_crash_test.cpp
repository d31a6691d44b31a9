// The SQLite store, killed at every step of an installation.

#include "persistence/board/board_snapshot.hpp"
#include "persistence/disk/posix_file.hpp"
#include "persistence/sqlite/sqlite_task_store.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/disks/crashing_vfs.hpp"
#include "tests/support/unit_test.hpp"

#include <filesystem>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace snapshot_crash_test {

using namespace taskraft;
using namespace taskraft::tests;

board_log log_of(std::uint64_t first, std::uint64_t commands) {
  auto log = board_log{};
  log.no_op({1}).membership(std::string(32, 'c'));
  for (auto i = first; i < first + commands; ++i) {
    log.command(i, create_task("Task"), log.last().index);
    log.command(1000 + i, put_key(std::to_string(i), std::string(3'000, 'v')),
                log.last().index);
  }
  return log;
}

std::unique_ptr<persistence::task_board>
open_at(const std::filesystem::path& file) {
  auto store = persistence::open_sqlite_task_store(file);
  BOOST_REQUIRE_MESSAGE(store, "the store cannot be opened");
  return open_board(std::move(*store));
}

struct installation_fixture {
  installation_fixture() {
    auto* memory
      = ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE,
               MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    BOOST_TEST_REQUIRE(memory != MAP_FAILED);
    operations = new (memory) std::uint64_t{0};
    auto fresh = open_board(
      std::make_unique<memory_task_store>(std::make_shared<memory_disk>()));
    digest_of_none = digest_of(*fresh);
    auto source_log = log_of(500, 40);
    apply(*fresh, source_log);
    digest_of_new = digest_of(*fresh);
    auto reader = fresh->open_reader();
    BOOST_REQUIRE(static_cast<bool>((*reader)->write_snapshot(files, path)));
    auto old_log = log_of(1, 20);
    auto old = open_at(original);
    apply(*old, old_log);
    BOOST_REQUIRE(static_cast<bool>(old->make_durable()));
    digest_of_old = digest_of(*old);
  }
  ~installation_fixture() {
    ::munmap(operations, sizeof(std::uint64_t));
  }

  void begin() {
    for (const auto* suffix : {"-wal", "-shm", "-journal"})
      std::filesystem::remove(file.string() + suffix);
    std::filesystem::copy_file(
      original, file, std::filesystem::copy_options::overwrite_existing);
    *operations = 0;
  }

  bool install() {
    auto store = persistence::open_sqlite_task_store(file);
    auto from = persistence::snapshot_file::open(files, path);
    if (!store || !from)
      return false;
    auto board = persistence::task_board::open(std::move(*store));
    if (!board)
      return false;
    auto work = (*board)->begin_install(*from);
    return static_cast<bool>(work.run());
  }

  /// True if the process was killed before its end.
  bool crash(vfs_crash kind, std::uint64_t at) {
    begin();
    return crashes_in_child(kind, at, operations, [&] { return install(); });
  }

  /// Checks that the state is the old one, the new one or empty, and that
  /// another installation leads to the new one.
  void check() {
    auto digest = std::string{};
    {
      auto board = open_at(file);
      digest = digest_of(*board);
      BOOST_TEST_REQUIRE((digest == digest_of_old || digest == digest_of_new
                          || digest == digest_of_none));
    }
    ++found[digest];
    if (digest == digest_of_new)
      return;
    BOOST_REQUIRE(install());
    auto board = open_at(file);
    BOOST_TEST_REQUIRE(digest_of(*board) == digest_of_new);
  }

  void crash_everywhere(vfs_crash kind) {
    auto at = std::uint64_t{1};
    for (; crash(kind, at); ++at)
      check();
    check();
    BOOST_TEST_MESSAGE(at - 1 << " places");
    BOOST_TEST(found[digest_of_old] > 0);
    // Nothing is synced on the way.
    BOOST_TEST((found[digest_of_none] > 0) == (kind != vfs_crash::power_cut));
    BOOST_TEST(found[digest_of_new] > 0);
  }

  temporary_folder folder{"/dev/shm"};
  std::filesystem::path original = folder.path() / "original.sqlite";
  std::filesystem::path file = folder.path() / "store.sqlite";
  std::string path = (folder.path() / "snapshot").string();
  persistence::posix_file_system files;
  std::uint64_t* operations = nullptr;
  std::string digest_of_none;
  std::string digest_of_old;
  std::string digest_of_new;
  std::map<std::string, int> found;
};

// HAZARDS 35 and 37: never a mixture.
BOOST_FIXTURE_TEST_SUITE(an_installation, installation_fixture)

BOOST_AUTO_TEST_CASE(is_whole_or_nothing_wherever_it_was_killed) {
  crash_everywhere(vfs_crash::killed);
}

BOOST_AUTO_TEST_CASE(is_whole_or_nothing_wherever_a_write_was_torn) {
  crash_everywhere(vfs_crash::killed_within_a_write);
}

BOOST_AUTO_TEST_CASE(is_whole_or_nothing_whenever_the_power_is_cut) {
  crash_everywhere(vfs_crash::power_cut);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace snapshot_crash_test
