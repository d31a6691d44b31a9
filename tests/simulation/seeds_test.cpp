#include "tests/support/simulation/simulation.hpp"
#include "tests/support/simulation/simulation_plan.hpp"
#include "tests/support/unit_test.hpp"

#include <array>
#include <cstdlib>

namespace seeds_test {

using namespace taskraft;

/// Seconds of seeds; `TASKRAFT_SIMULATION_SECONDS` says how many.
std::chrono::seconds budget() {
  const auto* text = std::getenv("TASKRAFT_SIMULATION_SECONDS");
  return std::chrono::seconds{text == nullptr ? 120 : std::atoi(text)};
}

/// Where the seeds begin, unless `TASKRAFT_SEED` says otherwise. What fails was
/// not so before, and is the matter of the change under test (docs/testing.md).
std::uint64_t first_seed() {
  return std::getenv("TASKRAFT_SEED") == nullptr
           ? 1'000'000'000'000
           : tests::seed_from_environment();
}

/// How many promises the judge knows.
constexpr auto promise_count = std::size_t{33};

/// Faults that must come in CI's seeds.
constexpr auto kinds = std::array{"crash",
                                  "kill",
                                  "crash_of_all",
                                  "power_cut",
                                  "disk_failure",
                                  "disk_full",
                                  "isolation",
                                  "cut_link",
                                  "cut_direction",
                                  "split",
                                  "bridge",
                                  "ring",
                                  "slow_log",
                                  "slow_store",
                                  "slow_node",
                                  "weather",
                                  "transfer",
                                  "cut_of_log",
                                  "flap",
                                  "clock_or_database",
                                  "clock_a_year_ahead",
                                  "members",
                                  "log_rolled_back",
                                  "disk_rolled_back",
                                  "bit_flip",
                                  "program",
                                  "leader_apart",
                                  "voters_anew",
                                  "late_answers",
                                  "late_word",
                                  "promise_restarted",
                                  "members_at_once",
                                  "removed_again",
                                  "transfer_to_lost",
                                  "leader_returns",
                                  "snapshot_overtaken"};

BOOST_AUTO_TEST_SUITE(a_simulated_cluster)

BOOST_AUTO_TEST_CASE(replays_a_seed_exactly) {
  for (auto seed : {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{3}}) {
    auto first = tests::simulate(seed);
    auto second = tests::simulate(seed);
    BOOST_TEST(first.trace == second.trace);
    BOOST_TEST(first.writes == second.writes);
    BOOST_TEST(first.reads == second.reads);
  }
}

BOOST_AUTO_TEST_CASE(goes_another_way_with_another_seed) {
  BOOST_TEST(tests::simulate(1).trace != tests::simulate(2).trace);
}

BOOST_AUTO_TEST_CASE(keeps_every_promise_under_any_seed) {
  auto seed = first_seed();
  BOOST_TEST_MESSAGE("simulates from seed " << seed << " on for "
                                            << budget().count() << " s");
  auto summary = tests::simulate_for(budget(), seed);
  BOOST_TEST_MESSAGE(summary);
  BOOST_TEST(!summary.failed, summary);
  BOOST_TEST(summary.seeds > 0U);
  // In a few seeds little may happen, but not in all of them together.
  if (summary.seeds < 100 || summary.failed)
    return;
  for (auto count :
       {summary.writes, summary.reads, summary.faults, summary.changes,
        summary.program_changes, summary.snapshots, summary.restarts,
        summary.aged_reads, summary.liars, summary.comparisons, summary.aimed,
        summary.minorities, summary.applied, summary.refused})
    BOOST_TEST(count > 0U);
  BOOST_TEST(summary.promises.size() == promise_count);
  // Half of the faults hit somebody on purpose.
  BOOST_TEST(2 * summary.aimed >= summary.faults);
  // There were more leaders than the first one of each run.
  BOOST_TEST(summary.terms > summary.seeds);
  for (const auto* kind : kinds)
    BOOST_TEST(summary.kinds[kind] > 0U, kind);
  for (const auto& profile : tests::profile_names())
    BOOST_TEST(summary.profiles[profile] > 0U, profile);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace seeds_test
