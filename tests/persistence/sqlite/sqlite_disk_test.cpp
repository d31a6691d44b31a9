// How failures of SQLite on a full or broken disk are classified.

#include "persistence/sqlite/sqlite_task_store.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <boost/test/data/test_case.hpp>
#include <sqlite3.h>

#include <cerrno>
#include <sys/types.h>
#include <unistd.h>
#include <vector>

namespace sqlite_disk_test {

using namespace taskraft;

/// The error of each write of SQLite; zero if it succeeds.
thread_local int refusal = 0;

ssize_t write_or_refuse(int file, const void* bytes, size_t count,
                        off64_t offset) {
  if (refusal == 0)
    return ::pwrite64(file, bytes, count, offset);
  errno = refusal;
  return -1;
}

struct fixture {
  fixture() {
    auto* vfs = sqlite3_vfs_find("unix");
    auto call = reinterpret_cast<sqlite3_syscall_ptr>(&write_or_refuse);
    BOOST_TEST_REQUIRE(vfs->xSetSystemCall(vfs, "pwrite64", call) == SQLITE_OK);
  }
  ~fixture() {
    refusal = 0;
    auto* vfs = sqlite3_vfs_find("unix");
    vfs->xSetSystemCall(vfs, "pwrite64", nullptr);
  }

  static persistence::change_set change(std::uint64_t index) {
    auto x = persistence::change_set{};
    x.before = {index - 1};
    x.after.applied = {{index}, {1}};
    return x;
  }

  /// How a commit fails while the disk refuses.
  errc commit_while(int why) {
    auto store = persistence::open_sqlite_task_store(file);
    BOOST_REQUIRE(bool{store});
    refusal = why;
    auto outcome = (*store)->commit(change(1));
    refusal = 0;
    BOOST_REQUIRE(!outcome);
    // Nothing was written, and the commit succeeds when the disk has room
    // again.
    BOOST_TEST((*store)->load_meta()->applied.index == raft::log_index{0});
    BOOST_TEST(bool{(*store)->commit(change(1))});
    return outcome.error().code;
  }

  /// The failure of opening a database that has its tables.
  errc open_while(int why) {
    BOOST_REQUIRE(bool{persistence::open_sqlite_task_store(file)});
    refusal = why;
    auto store = persistence::open_sqlite_task_store(file);
    refusal = 0;
    return store ? errc::none : store.error().code;
  }

  tests::temporary_folder folder{"/dev/shm"};
  std::filesystem::path file = folder.path() / "store.sqlite";
};

const auto no_room = std::vector{ENOSPC, EDQUOT, EFBIG};
const auto broken = std::vector{EIO, EROFS, ENXIO};

BOOST_FIXTURE_TEST_SUITE(a_disk_under_sqlite, fixture)

BOOST_DATA_TEST_CASE_F(fixture, without_room_is_full, no_room, why) {
  BOOST_TEST(commit_while(why) == errc::disk_full);
}

// Any failed write was once taken for a full disk and repeated for ever.
BOOST_DATA_TEST_CASE_F(fixture, that_fails_a_write_is_not_full, broken, why) {
  BOOST_TEST(commit_while(why) == errc::storage_failed);
}

BOOST_DATA_TEST_CASE_F(fixture, may_be_full_when_it_is_opened, no_room, why) {
  BOOST_TEST(open_while(why) == errc::disk_full);
}

BOOST_DATA_TEST_CASE_F(fixture, may_fail_when_it_is_opened, broken, why) {
  BOOST_TEST(open_while(why) == errc::storage_failed);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace sqlite_disk_test
