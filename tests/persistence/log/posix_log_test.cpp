// The log on a real disk.

#include "persistence/disk/identity.hpp"
#include "persistence/disk/posix_file.hpp"
#include "tests/persistence/log/log_fixture.hpp"

#include <atomic>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <thread>
#include <unistd.h>

namespace posix_log_test {

using namespace taskraft;
using namespace taskraft::tests;
using namespace taskraft::persistence;

struct posix_fixture {
  posix_fixture() {
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
  }
  posix_fixture(const posix_fixture&) = delete;
  posix_fixture& operator=(const posix_fixture&) = delete;
  ~posix_fixture() {
    store.reset();
    std::filesystem::remove_all(directory);
  }

  void open(std::uint64_t segment_bytes) {
    store.reset();
    auto opened
      = segment_log_store::open(files, directory + "/node/log",
                                {.first_segment_bytes = segment_bytes,
                                 .segment_bytes = segment_bytes,
                                 .random = [this] { return random(); }});
    BOOST_TEST_REQUIRE(bool{opened}, (opened ? "" : opened.error().detail));
    store = std::move(*opened);
  }

  std::string directory
    = (std::filesystem::temp_directory_path()
       / ("taskraft_posix_log_test_" + std::to_string(::getpid())))
        .string();
  posix_file_system files;
  std::mt19937_64 random{1};
  std::unique_ptr<segment_log_store> store;
};

BOOST_FIXTURE_TEST_SUITE(a_posix_disk, posix_fixture)

BOOST_AUTO_TEST_CASE(reads_what_was_written_in_many_parts) {
  auto path = directory + "/file";
  auto opened = files.open(path, open_mode::create);
  BOOST_TEST_REQUIRE(bool{opened});
  auto part = std::string{"0123456"};
  auto parts = std::vector<std::string_view>(5000, part);
  parts[17] = {};
  BOOST_TEST_REQUIRE(bool{(*opened)->write(10, parts)});
  BOOST_TEST_REQUIRE(bool{(*opened)->sync()});
  auto content = read_file(files, path);
  BOOST_TEST_REQUIRE(bool{content});
  BOOST_TEST_REQUIRE(content->has_value());
  BOOST_TEST((*content)->size() == 10 + 4999 * part.size());
  BOOST_TEST((*content)->substr(10, 14) == part + part);
  BOOST_TEST((*content)->ends_with(part));
}

BOOST_AUTO_TEST_CASE(replaces_a_file_as_a_whole) {
  auto path = directory + "/file";
  BOOST_TEST_REQUIRE(bool{replace_file(files, path, "a long first content")});
  BOOST_TEST_REQUIRE(bool{replace_file(files, path, "short")});
  BOOST_TEST(**read_file(files, path) == "short");
  BOOST_TEST(*files.list(directory) == std::vector<std::string>{"file"});
}

BOOST_AUTO_TEST_CASE(names_the_file_that_cannot_be_opened) {
  auto opened = files.open(directory + "/missing", open_mode::existing);
  BOOST_TEST_REQUIRE(!opened);
  BOOST_TEST(opened.error().code == errc::storage_failed);
  BOOST_TEST(opened.error().detail
             == directory + "/missing: open: No such file or directory");
}

// The file of a program that runs is one of those, even for root.
BOOST_AUTO_TEST_CASE(reads_files_that_nobody_may_write_to) {
  auto path = std::string{"/proc/self/exe"};
  BOOST_TEST(!files.open(path, open_mode::existing));
  auto opened = files.open(path, open_mode::readable);
  BOOST_TEST_REQUIRE(bool{opened});
  auto begin = std::string(4, '\0');
  BOOST_TEST_REQUIRE(bool{(*opened)->read(0, begin)});
  BOOST_TEST(begin
             == "\x7f"
                "ELF");
}

BOOST_AUTO_TEST_CASE(is_held_by_one_node_at_a_time) {
  auto held = lock_data_directory(files, directory + "/deep/node");
  BOOST_TEST_REQUIRE(bool{held});
  auto second = lock_data_directory(files, directory + "/deep/node");
  BOOST_TEST_REQUIRE(!second);
  BOOST_TEST(second.error().code == errc::identity_refused);
  *held = nullptr;
  BOOST_TEST(bool{lock_data_directory(files, directory + "/deep/node")});
}

BOOST_AUTO_TEST_CASE(keeps_a_log_over_segments_made_in_the_background) {
  open(256 * 1024);
  for (auto i = std::uint64_t{0}; i < 200; ++i)
    BOOST_TEST_REQUIRE(
      bool{append(*store, entries(i * 50 + 1, i * 50 + 50, 1, 300))});
  open(256 * 1024);
  BOOST_TEST(store->last().index.value == 10'000U);
  BOOST_TEST(read_all(*store, {1}, 300).size() == 10'000U);
}

BOOST_AUTO_TEST_CASE(serves_a_reader_while_the_log_is_written_and_cut) {
  open(64 * 1024);
  auto stop = std::atomic<bool>{false};
  auto newest = std::atomic<std::uint64_t>{0};
  auto read = std::uint64_t{0};
  auto wrong = std::uint64_t{0};
  auto reader = std::thread{[&, source = store->source()] {
    auto from = std::uint64_t{1};
    while (!stop) {
      auto batch = source->read({from}, 2000);
      if (!batch) {
        ++wrong;
        break;
      }
      for (auto entry : *batch) {
        ++read;
        if (entry.index.value != from++
            || entry.payload != payload_of({entry.index, entry.term}, 300))
          ++wrong;
      }
      if (batch->empty())
        from = newest > 100 ? newest - 50 : 1;
    }
  }};
  auto term = std::uint64_t{1};
  for (auto i = 0; i < 600; ++i) {
    auto next = store->last().index.value + 1;
    BOOST_TEST_REQUIRE(
      bool{append(*store, entries(next, next + 19, term, 300))});
    newest = next + 19;
    if (i % 7 == 6) {
      BOOST_TEST_REQUIRE(bool{store->truncate_suffix({next + 10})});
      ++term;
    }
    if (i % 20 == 19) {
      auto at = store->source()->read({next - 100}, 1);
      BOOST_TEST_REQUIRE(bool{at});
      auto base = at->first();
      BOOST_TEST_REQUIRE(bool{store->truncate_prefix(base, members_of("c"))});
    }
  }
  stop = true;
  reader.join();
  BOOST_TEST(wrong == 0U);
  BOOST_TEST(read > 0U);
}

BOOST_AUTO_TEST_CASE(opens_a_log_of_a_million_entries) {
  constexpr auto count = std::uint64_t{1'000'000};
  open(16U << 20U);
  for (auto first = std::uint64_t{1}; first < count; first += 5000)
    BOOST_TEST_REQUIRE(
      bool{append(*store, entries(first, first + 4999, 1, 268))});
  store.reset();
  auto wall = std::chrono::steady_clock::now();
  auto processor = std::clock();
  open(16U << 20U);
  auto spent = (std::clock() - processor) * 1000 / CLOCKS_PER_SEC;
  auto took = std::chrono::duration_cast<std::chrono::milliseconds>(
    std::chrono::steady_clock::now() - wall);
  BOOST_TEST_MESSAGE("opened in " << took.count() << " ms, of which " << spent
                                  << " ms of processor time");
  BOOST_TEST(store->last().index.value == count);
  BOOST_TEST(store->recovered().log.term_at({count}) == raft::term{1});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace posix_log_test
