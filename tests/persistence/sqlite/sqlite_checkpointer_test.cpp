// SQLite's write-ahead log is copied into the database beside commits, and
// begins anew while they go on.

#include "persistence/sqlite/sqlite_checkpointer.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace sqlite_checkpointer_test {

using namespace taskraft;

constexpr auto most_pages = 50;

struct fixture {
  fixture() {
    writer.exec("PRAGMA journal_mode = WAL");
    writer.exec("CREATE TABLE filled (content)");
    writer.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /// A commit of two pages or three.
  void commit() {
    writer.exec("INSERT INTO filled VALUES (zeroblob(4000))");
  }

  /// Commits what is more than a checkpoint waits for.
  void fill() {
    for (auto i = 0; i < most_pages; ++i)
      commit();
  }

  auto database_bytes() const {
    return std::filesystem::file_size(file);
  }

  auto log_bytes() const {
    return std::filesystem::file_size(file + "-wal");
  }

  /// What a write-ahead log has drawn for itself: another as soon as it begins
  /// anew (https://www.sqlite.org/fileformat2.html#walformat).
  std::string salt() const {
    auto in = std::ifstream{file + "-wal", std::ios::binary};
    auto found = std::string(8, '\0');
    in.seekg(16).read(found.data(), 8);
    return found;
  }

  template <class Condition>
  static bool holds_soon(Condition condition) {
    auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
    while (!condition() && std::chrono::steady_clock::now() < end)
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    return condition();
  }

  tests::temporary_folder folder;
  std::string file = (folder.path() / "tasks.db").string();
  SQLite::Database writer{file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
};

BOOST_FIXTURE_TEST_SUITE(a_checkpointer, fixture)

BOOST_AUTO_TEST_CASE(copies_while_nobody_commits) {
  auto tested = persistence::sqlite::checkpointer{writer, file, most_pages};
  auto before = database_bytes();
  while (log_bytes() < most_pages * 4096)
    commit();
  BOOST_TEST(
    holds_soon([&] { return database_bytes() >= before + 10 * 4096; }));
}

BOOST_AUTO_TEST_CASE(lets_the_log_begin_anew_while_commits_go_on) {
  auto tested = persistence::sqlite::checkpointer{writer, file, most_pages};
  commit();
  for (auto round = 0; round < 3; ++round) {
    auto before = salt();
    BOOST_TEST(holds_soon([&] {
      commit();
      return salt() != before;
    }));
  }
}

BOOST_AUTO_TEST_CASE(copies_on_after_a_reader_that_stayed_long) {
  auto tested = persistence::sqlite::checkpointer{writer, file, most_pages};
  commit();
  auto before = salt();
  {
    auto reader = SQLite::Database{file, SQLite::OPEN_READONLY};
    auto view = SQLite::Transaction{reader};
    reader.execAndGet("SELECT count(*) FROM filled");
    for (auto round = 0; round < 5; ++round)
      fill();
    BOOST_TEST(salt() == before);
  }
  BOOST_TEST(holds_soon([&] {
    commit();
    return salt() != before;
  }));
}

BOOST_AUTO_TEST_CASE(ends_with_a_checkpoint_under_way) {
  for (auto round = 0; round < 10; ++round) {
    auto tested = persistence::sqlite::checkpointer{writer, file, most_pages};
    fill();
  }
  BOOST_TEST(writer.execAndGet("SELECT count(*) FROM filled").getInt()
             == 10 * most_pages);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace sqlite_checkpointer_test
