// The SQLite store, killed at every step of a migration: it is a store of the
// old program or of the next one, and never a mixture.

#include "persistence/sqlite/sqlite_task_store.hpp"
#include "tests/support/disks/crashing_vfs.hpp"
#include "tests/support/next/migrated_store.hpp"
#include "tests/support/stores/task_store_media.hpp"
#include "tests/support/unit_test.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <sys/mman.h>

namespace sqlite_migration_crash_test {

using namespace taskraft;
using namespace taskraft::tests;
namespace fs = std::filesystem;

/// A store in a file that can be opened by both programs.
struct file_medium {
  opened_store try_open(const persistence::schema& tables) const {
    return persistence::open_sqlite_task_store(file, tables);
  }

  std::unique_ptr<persistence::task_store>
  open(const persistence::schema& tables = persistence::own_schema()) const {
    return opened(try_open(tables));
  }

  fs::path file;
};

struct crash_fixture {
  crash_fixture() {
    auto* memory = ::mmap(nullptr, sizeof(*operations), PROT_READ | PROT_WRITE,
                          MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    BOOST_TEST_REQUIRE(memory != MAP_FAILED);
    operations = new (memory) std::uint64_t{0};
    digest = fill_store(original, log);
  }
  ~crash_fixture() {
    ::munmap(operations, sizeof(*operations));
  }

  /// Migrates a copy of the old store; true if the process was killed before
  /// the end.
  bool crash(vfs_crash kind, std::uint64_t at) {
    for (const auto* suffix : {"", "-wal", "-shm"}) {
      fs::remove(copy.file.string() + suffix);
      if (fs::exists(original.file.string() + suffix))
        fs::copy_file(original.file.string() + suffix,
                      copy.file.string() + suffix);
    }
    *operations = 0;
    return crashes_in_child(kind, at, operations, [&] {
      return static_cast<bool>(copy.try_open(next_schema()));
    });
  }

  /// Checks that the store is one of the old or of the next program, and that
  /// the next program can use it.
  void check() {
    auto old = copy.try_open(persistence::own_schema());
    if (old) {
      ++unchanged;
      BOOST_TEST_REQUIRE(digest_of(*open_board(std::move(*old))) == digest);
    } else {
      ++migrated;
      BOOST_TEST_REQUIRE(old.error().code == errc::outdated,
                         old.error().detail);
    }
    auto log_of_copy = log;
    check_migrated(copy, log_of_copy, digest);
  }

  void crash_everywhere(vfs_crash kind) {
    auto at = std::uint64_t{1};
    for (; crash(kind, at); ++at)
      check();
    BOOST_TEST_MESSAGE(at - 1 << " places, " << unchanged << " unchanged, "
                              << migrated << " migrated");
    BOOST_TEST(unchanged > 5U);
    BOOST_TEST(migrated > 0U);
    check();
    BOOST_TEST(migrated > 1U);
  }

  /// A folder in memory, because the test simulates syncs itself.
  temporary_folder folder{"/dev/shm"};
  file_medium original{folder.path() / "original.sqlite"};
  file_medium copy{folder.path() / "copy.sqlite"};
  board_log log;
  std::string digest;
  std::uint64_t* operations = nullptr;
  std::size_t unchanged = 0;
  std::size_t migrated = 0;
};

BOOST_FIXTURE_TEST_SUITE(a_migration_of_sqlite, crash_fixture)

BOOST_AUTO_TEST_CASE(is_done_or_not_begun_wherever_it_was_killed) {
  crash_everywhere(vfs_crash::killed);
}

BOOST_AUTO_TEST_CASE(is_done_or_not_begun_wherever_a_write_was_torn) {
  crash_everywhere(vfs_crash::killed_within_a_write);
}

BOOST_AUTO_TEST_CASE(is_done_or_not_begun_whenever_the_power_is_cut) {
  crash_everywhere(vfs_crash::power_cut);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace sqlite_migration_crash_test
