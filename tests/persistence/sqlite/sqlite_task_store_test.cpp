// Cases of the SQLite store alone: files that are not its own.

#include "persistence/sqlite/sqlite_task_store.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace sqlite_task_store_test {

using namespace taskraft;
using namespace taskraft::tests;

struct file_fixture {
  void write(const std::string& bytes) {
    std::ofstream{file, std::ios::binary} << bytes;
  }

  void create() {
    BOOST_REQUIRE(static_cast<bool>(persistence::open_sqlite_task_store(file)));
  }

  void change(const std::string& sql) {
    auto database = SQLite::Database{file.string(), SQLite::OPEN_READWRITE
                                                      | SQLite::OPEN_CREATE};
    database.exec(sql);
  }

  /// Whether opening fails with this code and names the file.
  bool is_refused(errc code) {
    auto store = persistence::open_sqlite_task_store(file);
    if (store)
      return false;
    BOOST_TEST_MESSAGE(store.error().detail);
    return store.error().code == code
           && store.error().detail.find(file.string()) != std::string::npos;
  }

  temporary_folder folder;
  std::filesystem::path file = folder.path() / "store.sqlite";
};

BOOST_FIXTURE_TEST_SUITE(a_sqlite_file, file_fixture)

BOOST_AUTO_TEST_CASE(that_is_no_database_is_corrupted) {
  write(std::string(10'000, 'x'));
  BOOST_TEST(is_refused(errc::corrupted));
}

BOOST_AUTO_TEST_CASE(of_somebody_else_is_corrupted_and_left_alone) {
  change("CREATE TABLE recipes (name TEXT)");
  BOOST_TEST(is_refused(errc::corrupted));
  change("INSERT INTO recipes VALUES ('soup')");
}

BOOST_AUTO_TEST_CASE(with_another_schema_is_corrupted) {
  create();
  change("ALTER TABLE tasks ADD COLUMN colour TEXT");
  BOOST_TEST(is_refused(errc::corrupted));
}

BOOST_AUTO_TEST_CASE(of_a_newer_schema_version_is_outdated_and_left_alone) {
  create();
  change("UPDATE meta SET schema_version = 99");
  change("CREATE TABLE newer (id INTEGER)");
  BOOST_TEST(is_refused(errc::outdated));
  change("INSERT INTO newer VALUES (1)");
}

BOOST_AUTO_TEST_CASE(without_one_of_its_tables_is_corrupted) {
  create();
  change("DROP TABLE kv");
  BOOST_TEST(is_refused(errc::corrupted));
}

BOOST_AUTO_TEST_CASE(without_its_meta_row_is_corrupted) {
  create();
  change("DELETE FROM meta");
  BOOST_TEST(is_refused(errc::corrupted));
}

BOOST_AUTO_TEST_CASE(with_damaged_pages_is_corrupted) {
  create();
  auto bytes
    = std::fstream{file, std::ios::in | std::ios::out | std::ios::binary};
  bytes.seekp(4096);
  bytes << std::string(std::filesystem::file_size(file) - 4096, '\x7f');
  bytes.close();
  BOOST_TEST(is_refused(errc::corrupted));
}

BOOST_AUTO_TEST_CASE(in_a_missing_folder_cannot_be_opened) {
  file = folder.path() / "missing" / "store.sqlite";
  BOOST_TEST(is_refused(errc::storage_failed));
}

BOOST_AUTO_TEST_CASE(that_another_program_has_locked_is_busy) {
  create();
  auto store = persistence::open_sqlite_task_store(file);
  BOOST_REQUIRE(static_cast<bool>(store));
  auto other = SQLite::Database{file.string(), SQLite::OPEN_READWRITE};
  other.exec("BEGIN IMMEDIATE");
  auto x = persistence::change_set{};
  x.after.applied = {{1}, {1}};
  auto outcome = (*store)->commit(x);
  BOOST_REQUIRE(!outcome);
  BOOST_TEST(outcome.error().code == errc::store_busy);
  other.exec("ROLLBACK");
  BOOST_TEST(static_cast<bool>((*store)->commit(x)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace sqlite_task_store_test
