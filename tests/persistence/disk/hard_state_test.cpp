#include "tests/persistence/log/log_fixture.hpp"

namespace hard_state_test {

using namespace taskraft;
using namespace taskraft::tests;

constexpr std::size_t slot_block_bytes = 4096;

struct hard_state_fixture : log_fixture {
  hard_state_fixture() {
    open();
    must(store->save({.term = {1}, .vote = {1}}));
    must(store->save({.term = {2}, .vote = {2}}));
    must(store->save({.term = {3}, .vote = {3}}));
    store.reset();
    content = disk.content();
  }

  void damage(std::size_t slot) {
    auto damaged = disk.content();
    damaged.at(path)[slot * slot_block_bytes + 9] ^= 4;
    disk.restore(damaged);
  }

  std::string path = directory + "/hard_state";
  std::map<std::string, std::string> content;
};

BOOST_FIXTURE_TEST_SUITE(term_and_vote, hard_state_fixture)

BOOST_AUTO_TEST_CASE(survive_damage_to_any_one_copy) {
  for (auto slot = std::size_t{0}; slot < 4; ++slot) {
    disk.restore(content);
    damage(slot);
    open();
    BOOST_TEST(store->recovered().hard == (raft::hard_state{{3}, {3}}));
  }
}

BOOST_AUTO_TEST_CASE(are_copied_anew_after_damage) {
  damage(0);
  open();
  must(store->save({.term = {4}, .vote = {1}}));
  store.reset();
  damage(1);
  open();
  BOOST_TEST(store->recovered().hard == (raft::hard_state{{4}, {1}}));
}

BOOST_AUTO_TEST_CASE(are_refused_when_both_copies_are_damaged) {
  for (auto pair = std::size_t{0}; pair < 2; ++pair) {
    disk.restore(content);
    damage(pair * 2);
    damage(pair * 2 + 1);
    auto before = disk.content();
    auto opened = try_open();
    BOOST_TEST_REQUIRE(!opened);
    BOOST_TEST(opened.error().code == errc::corrupted);
    BOOST_TEST(opened.error().detail.find(path) != std::string::npos);
    BOOST_TEST(disk.content() == before);
  }
}

BOOST_AUTO_TEST_CASE(are_never_older_than_acknowledged_after_a_power_cut) {
  for (auto call = std::uint64_t{1}; call <= 2; ++call) {
    for (auto seed = std::uint64_t{0}; seed < 500; ++seed) {
      BOOST_TEST_CONTEXT("call " << call << ", seed " << seed) {
        disk.restore(content);
        open();
        disk.cut_power_at(call);
        auto saved = store->save({.term = {4}, .vote = {1}});
        BOOST_TEST_REQUIRE(!saved);
        disk.crash(seed);
        open();
        auto found = store->recovered().hard;
        BOOST_TEST_REQUIRE((found == raft::hard_state{{3}, {3}}
                            || found == raft::hard_state{{4}, {1}}));
        disk.crash(crash_kind::lose_all, seed);
        open();
        BOOST_TEST_REQUIRE(store->recovered().hard == found);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace hard_state_test
