#include "persistence/disk/identity.hpp"
#include "persistence/disk/posix_file.hpp"
#include "persistence/log/segment_log_store.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/support/unit_test.hpp"

#include <fstream>
#include <random>
#include <string>

namespace identity_test {

using namespace taskraft;
using namespace taskraft::persistence;
using namespace taskraft::tests;

struct identity_fixture {
  static inline const std::string directory = "var/node1";
  static inline const std::string path = directory + "/identity";

  result<identity> try_open(std::uint64_t node = 1,
                            const std::string& cluster = "demo") {
    return open_or_create_identity(disk, directory, {node}, cluster,
                                   [this] { return random(); });
  }

  identity open() {
    auto opened = try_open();
    BOOST_TEST_REQUIRE(bool{opened}, (opened ? "" : opened.error().detail));
    return *opened;
  }

  void must_refuse(const result<identity>& opened, errc code,
                   const std::string& names) {
    BOOST_TEST_REQUIRE(!opened);
    BOOST_TEST(opened.error().code == code);
    BOOST_TEST(opened.error().detail.find(names) != std::string::npos,
               opened.error().detail);
  }

  faulty_disk disk;
  std::mt19937_64 random{1};
};

BOOST_FIXTURE_TEST_SUITE(an_identity, identity_fixture)

BOOST_AUTO_TEST_CASE(is_random_at_first_and_then_stays) {
  auto first = open();
  BOOST_TEST(first.disk_id.size() == 32U);
  BOOST_TEST(first.node == raft::node_id{1});
  BOOST_TEST(first.cluster_name == "demo");
  BOOST_TEST(first.cluster_id.empty());
  BOOST_TEST(first.met.empty());
  BOOST_TEST(open().disk_id == first.disk_id);
  disk.restore({});
  BOOST_TEST(open().disk_id != first.disk_id);
}

BOOST_AUTO_TEST_CASE(has_a_higher_incarnation_at_each_start) {
  BOOST_TEST(open().incarnation == 1U);
  BOOST_TEST(open().incarnation == 2U);
  disk.crash(crash_kind::lose_all, 1);
  BOOST_TEST(open().incarnation == 3U);
}

BOOST_AUTO_TEST_CASE(remembers_cluster_and_disks_that_were_met) {
  auto x = open();
  x.cluster_id = std::string(32, 'c');
  x.met = {{{1}, x.disk_id}, {{2}, std::string(32, '2')}};
  BOOST_TEST_REQUIRE(bool{save(disk, directory, x)});
  disk.crash(crash_kind::lose_all, 1);
  auto again = open();
  ++x.incarnation;
  BOOST_TEST(again == x);
}

BOOST_AUTO_TEST_CASE(of_another_node_is_refused) {
  open();
  auto before = disk.content();
  must_refuse(try_open(2), errc::identity_refused, "node 1, not of node 2");
  BOOST_TEST(disk.content() == before);
}

BOOST_AUTO_TEST_CASE(of_another_cluster_is_refused) {
  open();
  auto before = disk.content();
  must_refuse(try_open(1, "other one"), errc::identity_refused,
              "cluster \"demo\", not of cluster \"other one\"");
  BOOST_TEST(disk.content() == before);
}

BOOST_AUTO_TEST_CASE(is_refused_for_any_damaged_bit_and_nothing_is_deleted) {
  auto x = open();
  x.met = {{{2}, std::string(32, '2')}};
  BOOST_TEST_REQUIRE(bool{save(disk, directory, x)});
  auto content = disk.content();
  for (auto bit = 0U; bit < content.at(path).size() * 8; ++bit) {
    BOOST_TEST_CONTEXT("bit " << bit) {
      auto damaged = content;
      auto& byte = damaged.at(path)[bit / 8];
      byte = static_cast<char>(static_cast<unsigned char>(byte)
                               ^ (1U << (bit % 8)));
      disk.restore(damaged);
      must_refuse(try_open(), errc::corrupted, path);
      BOOST_TEST(disk.content() == damaged);
    }
  }
}

BOOST_AUTO_TEST_CASE(cut_at_any_byte_is_refused) {
  open();
  auto content = disk.content();
  for (auto size = std::size_t{0}; size < content.at(path).size(); ++size) {
    auto cut = content;
    cut.at(path).resize(size);
    disk.restore(cut);
    must_refuse(try_open(), errc::corrupted, path);
  }
}

BOOST_AUTO_TEST_CASE(is_not_made_anew_where_there_is_a_log) {
  open();
  BOOST_TEST_REQUIRE(
    bool{segment_log_store::open(disk, log_directory(directory),
                                 {.first_segment_bytes = 8192,
                                  .prepare_in_background = false,
                                  .random = [this] { return random(); }})});
  BOOST_TEST_REQUIRE(bool{disk.remove(path)});
  auto before = disk.content();
  must_refuse(try_open(), errc::corrupted, path);
  BOOST_TEST(disk.content() == before);
}

BOOST_AUTO_TEST_CASE(is_the_old_or_the_new_one_after_a_power_cut) {
  for (auto call = std::uint64_t{1};; ++call) {
    auto finished = false;
    for (auto seed = std::uint64_t{0}; seed < 20; ++seed) {
      BOOST_TEST_CONTEXT("call " << call << ", seed " << seed) {
        disk.restore({});
        auto first = open();
        disk.cut_power_at(call);
        auto second = try_open();
        finished = bool{second};
        disk.crash(seed);
        auto third = open();
        BOOST_TEST(third.disk_id == first.disk_id);
        BOOST_TEST(third.incarnation >= (finished ? 3U : 2U));
      }
    }
    if (finished) {
      BOOST_TEST(call > 4U);
      break;
    }
  }
}

BOOST_AUTO_TEST_CASE(is_whole_or_absent_after_a_power_cut_at_the_first_start) {
  for (auto call = std::uint64_t{1};; ++call) {
    auto finished = false;
    for (auto seed = std::uint64_t{0}; seed < 20; ++seed) {
      BOOST_TEST_CONTEXT("call " << call << ", seed " << seed) {
        auto fresh = identity_fixture{};
        fresh.disk.cut_power_at(call);
        auto first = fresh.try_open();
        finished = bool{first};
        fresh.disk.crash(seed);
        auto second = fresh.open();
        if (finished) {
          BOOST_TEST(second.disk_id == first->disk_id);
          BOOST_TEST(second.incarnation == 2U);
        }
      }
    }
    if (finished) {
      BOOST_TEST(call > 4U);
      break;
    }
  }
}

BOOST_AUTO_TEST_CASE(is_for_one_process_at_a_time) {
  auto held = lock_data_directory(disk, directory);
  BOOST_TEST_REQUIRE(bool{held});
  auto second = lock_data_directory(disk, directory);
  BOOST_TEST_REQUIRE(!second);
  BOOST_TEST(second.error().code == errc::identity_refused);
  *held = nullptr;
  BOOST_TEST(bool{lock_data_directory(disk, directory)});
}

// Exit code 2, and not that of a disk which cannot be trusted.
BOOST_AUTO_TEST_CASE(in_a_directory_that_cannot_be_is_a_wrong_setting) {
  auto folder = temporary_folder{};
  auto taken = (folder.path() / "file").string();
  std::ofstream{taken} << "no directory";
  auto files = posix_file_system{};
  for (const auto& wrong :
       {taken, taken + "/node1", std::string{"/proc/none/node1"}}) {
    auto locked = lock_data_directory(files, wrong);
    BOOST_TEST_REQUIRE(!locked, wrong);
    BOOST_TEST(locked.error().code == errc::invalid_value,
               locked.error().detail);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace identity_test
