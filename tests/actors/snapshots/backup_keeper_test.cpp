#include "actors/snapshots/backup_keeper.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/boards/counter_machine.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/unit_test.hpp"

#include <string>
#include <vector>

namespace backup_keeper_test {

using namespace taskraft;

constexpr auto second_us = std::uint64_t{1'000'000};

struct fixture : tests::stage {
  std::uint64_t free_bytes = actors::backup_reserve_bytes;
  tests::faulty_disk disk;
  tests::probe gateway{system};
  protocol::backup_keeper_actor keeper = start();

  protocol::backup_keeper_actor start() {
    auto with = std::make_shared<actors::backup_store>();
    with->place = {.files = &disk,
                   .directory = "b",
                   .prefix = "demo-node1",
                   .keep = 2,
                   .check = {}};
    with->reader = std::move(*tests::counter_machine{}.open_reader());
    with->free_bytes = [this](const std::string&) { return free_bytes; };
    return watched(system.spawn(actors::backup_keeper, std::move(with)));
  }

  protocol::backup_kept keep(std::uint64_t named_at_us) {
    gateway.tell(keeper, protocol::keep_backup{named_at_us});
    drain();
    auto kept = gateway.take<protocol::backup_kept>();
    BOOST_TEST_REQUIRE(kept.size() == 1U);
    BOOST_TEST(kept[0].named_at_us == named_at_us);
    return kept[0];
  }
};

BOOST_FIXTURE_TEST_SUITE(the_backup_keeper, fixture)

BOOST_AUTO_TEST_CASE(keeps_the_newest_backups_and_no_more) {
  for (auto i = std::uint64_t{1}; i <= 4; ++i) {
    auto kept = keep(i * second_us);
    BOOST_TEST(kept.reason == "");
    BOOST_TEST(kept.bytes > 0U);
  }
  BOOST_TEST(
    *disk.list("b")
    == (std::vector<std::string>{"demo-node1-19700101T000003Z.backup",
                                 "demo-node1-19700101T000004Z.backup"}));
}

BOOST_AUTO_TEST_CASE(removes_nothing_before_it_has_a_newer_one) {
  keep(second_us);
  keep(2 * second_us);
  disk.before_call = [](tests::disk_call call, const std::string& path) {
    return call == tests::disk_call::sync && path.find(".part") != path.npos
             ? std::optional{failure{errc::storage_failed, "no luck"}}
             : std::nullopt;
  };
  auto failed = keep(3 * second_us);
  disk.before_call = nullptr;
  BOOST_TEST(failed.reason.find("no luck") != std::string::npos);
  BOOST_TEST(failed.bytes == 0U);
  BOOST_TEST(disk.list("b")->size() == 2U);
  BOOST_TEST(keep(4 * second_us).reason == "");
}

// The log may be on the same disk.
BOOST_AUTO_TEST_CASE(takes_no_more_room_than_the_node_can_spare) {
  free_bytes = actors::backup_reserve_bytes - 1;
  auto failed = keep(second_us);
  BOOST_TEST(failed.reason == "b: fewer than 256 MiB would be free");
  BOOST_TEST(disk.list("b")->empty());
}

BOOST_AUTO_TEST_CASE(goes_where_the_settings_want_it_from_now_on) {
  keep(second_us);
  keep(2 * second_us);
  gateway.tell(keeper, protocol::backups_wanted{1, "elsewhere", 1});
  keep(3 * second_us);
  keep(4 * second_us);
  BOOST_TEST(disk.list("b")->size() == 2U);
  BOOST_TEST(
    *disk.list("elsewhere")
    == (std::vector<std::string>{"demo-node1-19700101T000004Z.backup"}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace backup_keeper_test
