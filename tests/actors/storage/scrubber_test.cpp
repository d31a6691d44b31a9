#include "actors/storage/scrubber.hpp"
#include "tests/support/actors/stage.hpp"
#include "tests/support/batches.hpp"
#include "tests/support/disks/recording_log_store.hpp"
#include "tests/support/unit_test.hpp"

#include <array>
#include <chrono>

namespace scrubber_test {

using namespace taskraft;
using namespace std::chrono_literals;

using lines = std::vector<std::string>;

struct checked_store : persistence::state_reader {
  explicit checked_store(std::shared_ptr<int> count)
    : checks(std::move(count)) {
  }

  result<std::vector<protocol::query_answer>>
  answer(const std::vector<persistence::query_view>&, std::uint64_t) override {
    return std::vector<protocol::query_answer>{};
  }

  result<raft::snapshot_about>
  write_snapshot(persistence::file_system&, const std::string&,
                 const persistence::stop_check&) override {
    return failure{errc::storage_failed, "it has no state"};
  }

  result<persistence::state_digest> digest() override {
    return failure{errc::storage_failed, "it has no state"};
  }

  status scrub() override {
    // Neither of the first two says anything about damage.
    constexpr auto outcomes
      = std::array{errc::store_busy, errc::disk_full, errc::corrupted};
    return failure{outcomes.at(static_cast<std::size_t>((*checks)++)),
                   "store.sqlite"};
  }

  std::shared_ptr<int> checks;
};

struct fixture : tests::stage {
  std::shared_ptr<tests::log_journal> journal
    = std::make_shared<tests::log_journal>();
  std::shared_ptr<int> checks = std::make_shared<int>(0);
  tests::probe gateway{system};
  std::optional<unsigned> free_percent = 50;
  protocol::scrubber_actor scrubber;

  /// What the gateway has heard of the disk since the last call.
  std::vector<bool> heard() {
    auto all = std::vector<bool>{};
    for (const auto& x : gateway.take<protocol::disk_room>())
      all.push_back(x.low);
    return all;
  }

  void advance(std::chrono::milliseconds time) {
    drain();
    scheduler.advance_time(time);
    drain();
  }

  fixture() {
    journal->readable[{5}] = tests::commands(1, 5, 7);
    journal->readable[{8}] = tests::commands(1, 8, 8);
    auto log = tests::recording_log_store{journal};
    scrubber = watched(system.spawn(
      actors::scrubber,
      actors::scrub_pace{.before = 1000ms,
                         .step = 100ms,
                         .log_rest = 5000ms,
                         .store_rest = 20'000ms,
                         .look = 2000ms},
      log.source(), std::make_unique<checked_store>(checks),
      actors::disk_watch{[this] { return free_percent; },
                         gateway.as<protocol::inner_gateway_actor>()}));
  }
};

BOOST_FIXTURE_TEST_SUITE(the_scrubber, fixture)

BOOST_AUTO_TEST_CASE(reads_the_log_back_step_by_step) {
  advance(999ms);
  BOOST_CHECK(journal->calls.empty());
  advance(1ms);
  BOOST_TEST(journal->calls == lines{"read 5"});
  advance(100ms);
  advance(100ms);
  BOOST_TEST(journal->calls == (lines{"read 5", "read 8", "read 9"}));
}

BOOST_AUTO_TEST_CASE(begins_anew_after_a_rest) {
  advance(1000ms);
  advance(100ms);
  advance(100ms);
  journal->calls.clear();
  advance(4999ms);
  BOOST_CHECK(journal->calls.empty());
  advance(1ms);
  BOOST_TEST(journal->calls == lines{"read 5"});
}

BOOST_AUTO_TEST_CASE(goes_on_after_what_was_cut_off) {
  advance(1000ms);
  journal->readable.clear();
  journal->readable[{20}] = tests::commands(1, 20, 21);
  advance(100ms);
  BOOST_TEST(journal->calls == (lines{"read 5", "read 20"}));
}

// HAZARDS 8: before the damage can spread.
BOOST_AUTO_TEST_CASE(ends_when_the_log_is_damaged) {
  journal->refusal = failure{errc::corrupted, "segment-1: byte 4096"};
  advance(1000ms);
  BOOST_TEST_REQUIRE(ends().size() == 1U);
  BOOST_TEST(ends()[0].code() == static_cast<std::uint8_t>(errc::corrupted));
}

BOOST_AUTO_TEST_CASE(ends_when_the_store_is_damaged) {
  advance(1000ms);
  advance(20'000ms);
  BOOST_TEST(*checks == 2);
  BOOST_TEST(ends().empty());
  advance(20'000ms);
  BOOST_TEST(*checks == 3);
  BOOST_TEST_REQUIRE(ends().size() == 1U);
  BOOST_TEST(ends()[0].code() == static_cast<std::uint8_t>(errc::corrupted));
}

// SECURITY 18: uploads stop with a tenth of the disk free.
BOOST_AUTO_TEST_CASE(says_again_and_again_that_the_disk_has_little_room) {
  advance(2000ms);
  BOOST_TEST(heard().empty());
  free_percent = 9;
  advance(2000ms);
  advance(2000ms);
  BOOST_TEST(heard() == (std::vector{true, true}));
  free_percent.reset();
  advance(2000ms);
  BOOST_TEST(heard().empty());
  free_percent = 10;
  advance(2000ms);
  advance(2000ms);
  BOOST_TEST(heard() == std::vector{false});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace scrubber_test
