// A MySQL store whose server's disk has changed what it holds.

#include "persistence/mysql/mysql_task_store.hpp"
#include "tests/support/boards/board_fixture.hpp"
#include "tests/support/processes/mariadb_server.hpp"
#include "tests/support/unit_test.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace mysql_damage_test {

using namespace taskraft;
using namespace taskraft::tests;

/// Changes one byte of the only occurrence of the text in the file.
void damage(const std::filesystem::path& file, const std::string& text) {
  auto in = std::ifstream{file, std::ios::binary};
  auto bytes = std::string{std::istreambuf_iterator<char>{in}, {}};
  auto at = bytes.find(text);
  BOOST_TEST_REQUIRE(at != std::string::npos);
  BOOST_TEST(bytes.find(text, at + 1) == std::string::npos);
  auto out
    = std::fstream{file, std::ios::binary | std::ios::in | std::ios::out};
  out.seekp(static_cast<std::streamoff>(at));
  out.put('X');
}

struct sick_fixture {
  std::unique_ptr<persistence::task_store> open() {
    auto store = persistence::open_mysql_task_store(there, {{1}, "disk"});
    BOOST_REQUIRE_MESSAGE(store, (store ? "" : store.error().detail));
    return std::move(*store);
  }

  mariadb_server server;
  persistence::mysql::access there = server.fresh_schema();
};

BOOST_FIXTURE_TEST_SUITE(a_damaged_mysql_store, sick_fixture)

BOOST_AUTO_TEST_CASE(is_found_out_when_it_is_scrubbed) {
  {
    auto board = open_board(open());
    auto log = board_log{};
    log.no_op({1});
    for (auto i = std::uint64_t{1}; i <= 300; ++i)
      log
        .command(2 * i, put_key("key " + std::to_string(i),
                                "value " + std::to_string(i) + "!"
                                  + std::string(2000, '.')))
        .command(2 * i + 1, create_task("Task " + std::to_string(i)));
    apply(*board, log);
    auto reader = board->open_reader();
    BOOST_TEST(static_cast<bool>((*reader)->scrub()));
  }
  server.stop();
  damage(server.file_of(there, "kv"), "value 150!");
  server.start();
  // Reads of other rows do not notice the damage.
  auto board = open_board(open());
  BOOST_TEST(get_key(*board, "key 1").pair().value().starts_with("value 1!"));
  auto reader = board->open_reader();
  auto found = (*reader)->scrub();
  BOOST_TEST_REQUIRE(!found);
  BOOST_TEST(found.error().code == errc::corrupted, found.error().detail);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace mysql_damage_test
