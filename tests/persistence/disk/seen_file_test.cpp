#include "persistence/disk/divergence.hpp"
#include "persistence/disk/seen_file.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/unit_test.hpp"

namespace seen_file_test {

using namespace taskraft;

struct fixture {
  tests::faulty_disk disk;

  fixture() {
    BOOST_REQUIRE(persistence::make_directories(disk, "data"));
  }
};

BOOST_FIXTURE_TEST_SUITE(what_was_seen_of_disks, fixture)

BOOST_AUTO_TEST_CASE(is_nothing_at_first) {
  auto found = persistence::load_seen(disk, "data");
  BOOST_REQUIRE(found);
  BOOST_TEST(found->empty());
}

BOOST_AUTO_TEST_CASE(is_found_again_after_a_crash) {
  auto seen = protocol::seen_disks{
    {{1}, {"disk1", {1, 2, {3}, {{4}, {5}}}}},
    {{2}, {"disk2", {~std::uint64_t{0}, 7, {8}, {{9}, {8}}}}}};
  BOOST_REQUIRE(persistence::save_seen(disk, "data", seen));
  disk.crash(tests::crash_kind::lose_all, 1);
  auto found = persistence::load_seen(disk, "data");
  BOOST_REQUIRE(found);
  BOOST_CHECK(*found == seen);
}

BOOST_AUTO_TEST_CASE(is_not_guessed_from_a_damaged_file) {
  auto seen = protocol::seen_disks{{{1}, {"disk1", {1, 2, {3}, {{4}, {5}}}}}};
  BOOST_REQUIRE(persistence::save_seen(disk, "data", seen));
  auto size = disk.content().at("data/seen").size();
  for (auto at = std::size_t{0}; at < size; ++at) {
    auto byte = static_cast<char>(disk.content().at("data/seen")[at] ^ 1);
    disk.overwrite("data/seen", at, {&byte, 1});
    auto found = persistence::load_seen(disk, "data");
    BOOST_REQUIRE(!found);
    BOOST_CHECK(found.error().code == errc::corrupted);
    byte = static_cast<char>(byte ^ 1);
    disk.overwrite("data/seen", at, {&byte, 1});
  }
}

BOOST_AUTO_TEST_CASE(may_forbid_the_use_of_a_directory_for_ever) {
  BOOST_CHECK(persistence::check_distrusted(disk, "data"));
  BOOST_REQUIRE(persistence::mark_distrusted(disk, "data", "it lied"));
  disk.crash(tests::crash_kind::lose_all, 1);
  for (auto i = 0; i < 2; ++i) {
    auto usable = persistence::check_distrusted(disk, "data");
    BOOST_REQUIRE(!usable);
    BOOST_CHECK(usable.error().code == errc::corrupted);
    BOOST_TEST(usable.error().detail.find("it lied") != std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace seen_file_test
