#include "persistence/snapshot/kept_backups.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <vector>

namespace kept_backups_test {

using namespace taskraft;
using tests::disk_call;

/// 2026-11-30T12:00:00Z
constexpr auto noon_us = 1'796'040'000ULL * 1'000'000;
constexpr auto day_us = 24ULL * 3600 * 1'000'000;

using names = std::vector<std::string>;

struct fixture {
  tests::faulty_disk disk;
  persistence::backup_place place{.files = &disk,
                                  .directory = "b/c",
                                  .prefix = "demo-node1",
                                  .keep = 2,
                                  .check = {}};

  result<raft::snapshot_about> write(const std::string& path,
                                     const std::string& row = "row") {
    auto writer = persistence::snapshot_writer::create(
      disk, path, {.position = {{7}, {1}}, .members = {}});
    if (!writer)
      return writer.error();
    if (auto added = writer->add(row); !added)
      return added.error();
    return writer->finish();
  }

  result<raft::snapshot_about> take(std::uint64_t time_us) {
    return persistence::take_backup(
      place, time_us, [this](const std::string& path) { return write(path); });
  }

  names files() {
    return *disk.list("b/c");
  }
};

BOOST_FIXTURE_TEST_SUITE(backups_in_a_directory, fixture)

BOOST_AUTO_TEST_CASE(have_node_and_time_in_their_names) {
  auto about = take(noon_us);
  BOOST_REQUIRE(static_cast<bool>(about));
  BOOST_TEST(about->base.position.index == raft::log_index{7});
  BOOST_TEST(files() == names{"demo-node1-20261130T120000Z.backup"});
  auto file = persistence::snapshot_file::open(disk, "b/c/" + files()[0]);
  BOOST_REQUIRE(static_cast<bool>(file));
  BOOST_TEST(static_cast<bool>((*file)->verify()));
}

BOOST_AUTO_TEST_CASE(go_when_newer_ones_are_there) {
  for (auto i = 0U; i < 4; ++i)
    BOOST_TEST(static_cast<bool>(take(noon_us + i * day_us)));
  auto removed = persistence::remove_old_backups(place, noon_us + 3 * day_us);
  BOOST_REQUIRE(static_cast<bool>(removed));
  BOOST_TEST(*removed
             == (names{"demo-node1-20261130T120000Z.backup",
                       "demo-node1-20261201T120000Z.backup"}));
  BOOST_TEST(files()
             == (names{"demo-node1-20261202T120000Z.backup",
                       "demo-node1-20261203T120000Z.backup"}));
  BOOST_TEST(
    persistence::remove_old_backups(place, noon_us + 3 * day_us)->empty());
}

// Each was removed as soon as it was taken.
BOOST_AUTO_TEST_CASE(stay_beside_those_of_a_clock_that_was_ahead) {
  for (auto i = 1U; i <= 2; ++i)
    BOOST_TEST(static_cast<bool>(take(noon_us + i * 1000 * day_us)));
  BOOST_TEST(static_cast<bool>(take(noon_us)));
  BOOST_TEST(persistence::remove_old_backups(place, noon_us)->size() == 1U);
  BOOST_TEST(files().size() == 2U);
  BOOST_TEST(files().front() == "demo-node1-20261130T120000Z.backup");
  BOOST_TEST(static_cast<bool>(take(noon_us + day_us)));
  BOOST_TEST(*persistence::remove_old_backups(place, noon_us + day_us)
             == names{"demo-node1-20261130T120000Z.backup"});
  place.keep = 1;
  BOOST_TEST(persistence::remove_old_backups(place, noon_us + day_us)->size()
             == 1U);
  BOOST_TEST(files() == names{"demo-node1-20261201T120000Z.backup"});
}

BOOST_AUTO_TEST_CASE(of_others_are_left_alone) {
  auto others = names{"demo-node11-20261130T120000Z.backup",
                      "demo-node1-node2-20261130T120000Z.backup",
                      "demo-node1-20261130T120000Z.backup.mine",
                      "demo-node1-yesterday.backup", "notes"};
  BOOST_REQUIRE(static_cast<bool>(persistence::make_directories(disk, "b/c")));
  for (const auto& name : others)
    BOOST_REQUIRE(static_cast<bool>(
      disk.open("b/c/" + name, persistence::open_mode::create)));
  place.keep = 1;
  BOOST_TEST(static_cast<bool>(take(noon_us)));
  BOOST_TEST(static_cast<bool>(take(noon_us + day_us)));
  BOOST_TEST(persistence::remove_old_backups(place, noon_us + day_us)->size()
             == 1U);
  for (const auto& name : others)
    BOOST_TEST(*disk.exists("b/c/" + name), name);
}

BOOST_AUTO_TEST_CASE(are_none_if_what_was_written_cannot_be_read_back) {
  BOOST_TEST(static_cast<bool>(take(noon_us)));
  auto damage = [this](const std::string& path) {
    auto about = write(path);
    auto file = disk.open(path, persistence::open_mode::existing);
    auto byte = std::string_view{"X"};
    BOOST_REQUIRE(
      static_cast<bool>((*file)->write(about->size_bytes / 2, {&byte, 1})));
    return about;
  };
  auto taken = persistence::take_backup(place, noon_us + day_us, damage);
  BOOST_TEST(taken.error().code == errc::corrupted);
  BOOST_TEST(files() == names{"demo-node1-20261130T120000Z.backup"});
}

BOOST_AUTO_TEST_CASE(are_none_if_their_rows_are_not_known) {
  place.check = [](const persistence::snapshot_file&) -> status {
    return failure{errc::outdated, "what is that"};
  };
  BOOST_TEST(take(noon_us).error().code == errc::outdated);
  BOOST_TEST(files().empty());
}

// Issue 13 §3: whenever the power goes, what has its last name is whole.
BOOST_AUTO_TEST_CASE(are_whole_after_a_power_cut_at_any_call) {
  auto complete = false;
  auto cuts = 0U;
  for (auto call = std::uint64_t{1}; !complete; ++call) {
    disk.crash(tests::crash_kind::lose_all, call);
    auto before = take(noon_us);
    BOOST_REQUIRE(static_cast<bool>(before));
    disk.cut_power_at(call);
    complete = static_cast<bool>(take(noon_us + day_us));
    cuts += complete ? 0 : 1;
    disk.crash(call);
    auto found = persistence::backups_at(place);
    BOOST_TEST_REQUIRE(static_cast<bool>(found));
    BOOST_TEST(found->size() >= 1U);
    for (const auto& name : *found) {
      auto file = persistence::snapshot_file::open(disk, "b/c/" + name);
      BOOST_REQUIRE(static_cast<bool>(file));
      BOOST_TEST(static_cast<bool>((*file)->verify()), name);
    }
    // What is left of it is gone after the next one.
    BOOST_TEST(static_cast<bool>(take(noon_us + 2 * day_us)));
    for (const auto& name : files())
      BOOST_TEST(name.ends_with("Z.backup"), name);
    for (const auto& name : files())
      BOOST_REQUIRE(static_cast<bool>(disk.remove("b/c/" + name)));
    BOOST_REQUIRE(static_cast<bool>(disk.sync_directory("b/c")));
  }
  BOOST_TEST(cuts > 10U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace kept_backups_test
