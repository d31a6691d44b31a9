#include "tests/support/raft/raft_simulation.hpp"
#include "tests/support/unit_test.hpp"

namespace simulation_test {

using namespace taskraft::tests;

class simulation_with_a_liar : public raft_simulation {
public:
  using raft_simulation::raft_simulation;

  /// One disk lies: it forgets entries that it had confirmed and that were
  /// committed. Its node is found out before it can vote or confirm anything,
  /// the leader says so, and the others go on. False if no node can be spared.
  bool lie() {
    auto& leader = cluster_.await_leader();
    auto id = leader.state.self.value % cluster_.nodes().size() + 1;
    auto& liar = cluster_.node(id);
    auto voters = leader.state.members().voter_count();
    if (voters < 3 || !leader.state.members().has_voter({id}))
      return false;
    auto held = liar.disk.log.size() - liar.disk.base.index.value;
    if (held == 0)
      return false;
    liar.crash_and_lose(1 + roll(std::min<std::uint64_t>(held, 3)));
    liar.allow_elections(cluster_named_by(id));
    checked_[{id}] = liar.applied.size();
    cluster_.pass(30);
    BOOST_REQUIRE_EQUAL(liar.verdicts.size(), 1U);
    BOOST_REQUIRE(liar.state.disk_distrusted);
    BOOST_REQUIRE_EQUAL(leader.verdicts.size(), 1U);
    BOOST_REQUIRE_EQUAL(leader.verdicts.front().node.value, id);
    auto before = committed_.size();
    leader.propose({"without it"});
    cluster_.pass(40);
    check_applied(leader);
    BOOST_REQUIRE(committed_.size() > before);
    BOOST_REQUIRE(leader.leads());
    return true;
  }
};

BOOST_AUTO_TEST_SUITE(a_simulated_cluster_of_rules)

// RAFT_SEED=n RAFT_SEEDS=1 replays one seed exactly.
BOOST_AUTO_TEST_CASE(keeps_the_promises_of_figure_3_under_faults) {
  auto first = number_from("RAFT_SEED", 1);
  auto count = number_from("RAFT_SEEDS", 100);
  auto committed = std::size_t{0};
  auto reads = std::size_t{0};
  auto terms = std::size_t{0};
  auto snapshots = std::size_t{0};
  auto aged = std::size_t{0};
  auto lies = std::size_t{0};
  for (auto seed = first; seed < first + count; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      auto run = simulation_with_a_liar{seed};
      run.run(4000);
      run.recover();
      committed += run.committed();
      reads += run.reads();
      terms += run.terms();
      snapshots += run.snapshots();
      aged += run.aged();
      lies += run.lie() ? 1U : 0U;
    }
  }
  BOOST_TEST_MESSAGE(count << " seeds from " << first << ": " << committed
                           << " entries committed, " << reads
                           << " reads granted, " << terms << " leaders, "
                           << snapshots << " snapshots, " << aged
                           << " ages checked, " << lies << " lying disks");
  // In one seed little may happen, but not in all of them together.
  if (count >= 10) {
    BOOST_TEST(committed > count * 10);
    BOOST_TEST(reads > count);
    BOOST_TEST(terms > count);
    BOOST_TEST(snapshots > count / 2);
    BOOST_TEST(aged > count);
    BOOST_TEST(lies > count / 2);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace simulation_test
