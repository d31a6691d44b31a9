#include "tests/support/raft_simulation.hpp"
#include "tests/support/unit_test.hpp"

namespace simulation_test {

using namespace taskraft::tests;

BOOST_AUTO_TEST_SUITE(a_simulated_cluster_of_rules)

// RAFT_SEED=n RAFT_SEEDS=1 replays one seed exactly.
BOOST_AUTO_TEST_CASE(keeps_the_promises_of_figure_3_under_faults) {
  auto first = number_from("RAFT_SEED", 1);
  auto count = number_from("RAFT_SEEDS", 100);
  auto committed = std::size_t{0};
  auto reads = std::size_t{0};
  auto terms = std::size_t{0};
  auto snapshots = std::size_t{0};
  for (auto seed = first; seed < first + count; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      auto run = raft_simulation{seed};
      run.run(4000);
      run.recover();
      committed += run.committed();
      reads += run.reads();
      terms += run.terms();
      snapshots += run.snapshots();
    }
  }
  BOOST_TEST_MESSAGE(count << " seeds from " << first << ": " << committed
                           << " entries committed, " << reads
                           << " reads granted, " << terms << " leaders, "
                           << snapshots << " snapshots");
  // One seed may be a quiet one; all together are not.
  if (count >= 10) {
    BOOST_TEST(committed > count * 10);
    BOOST_TEST(reads > count);
    BOOST_TEST(terms > count);
    BOOST_TEST(snapshots > count / 2);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace simulation_test
