#include "tests/support/raft/raft_simulation.hpp"
#include "tests/support/unit_test.hpp"

#include <set>

namespace members_simulation_test {

using namespace taskraft;
using namespace taskraft::tests;

constexpr auto most_nodes = std::size_t{8};

std::set<raft::node_id> voters_of(const raft::membership& x) {
  auto result = std::set<raft::node_id>{};
  for (const auto& one : x.members)
    if (one.voter)
      result.insert(one.id);
  return result;
}

/// The same, while members come and go.
class churn : public raft_simulation {
public:
  using raft_simulation::raft_simulation;

  std::size_t changes() const {
    return memberships().size();
  }

  /// Thesis §4.1: from one committed membership to the next at most one voter
  /// comes or goes, so that their majorities overlap.
  void check_memberships() const {
    auto all = memberships();
    for (auto i = std::size_t{1}; i < all.size(); ++i) {
      auto before = voters_of(all[i - 1]);
      auto after = voters_of(all[i]);
      auto difference = std::vector<raft::node_id>{};
      std::ranges::set_symmetric_difference(before, after,
                                            std::back_inserter(difference));
      BOOST_TEST_REQUIRE(difference.size() <= 1U);
      BOOST_REQUIRE(!after.empty());
      for (auto id : all[i - 1].removed)
        BOOST_REQUIRE(all[i].has_removed(id));
      for (const auto& one : all[i].members)
        BOOST_REQUIRE(!all[i].has_removed(one.id));
    }
  }

private:
  std::vector<raft::membership> memberships() const {
    auto result = std::vector<raft::membership>{};
    for (const auto& entry : committed_)
      if (entry.kind == raft::entry_kind::membership)
        result.push_back(*raft::decode_membership(entry.payload));
    return result;
  }

  void make_other_trouble() override {
    if (roll(3) == 0 && cluster_.nodes().size() < most_nodes) {
      auto id = cluster_.join();
      cluster_.node(id).allow_elections(cluster_named_by(id));
    }
    auto change = raft::membership_change{};
    change.context = ++asked_;
    change.node = {1 + roll(cluster_.nodes().size())};
    change.step = static_cast<raft::membership_step>(roll(3));
    change.address = "node" + std::to_string(change.node.value);
    // Mostly the leader is asked.
    auto* leader = cluster_.newest_leader();
    auto& asked = leader == nullptr || roll(4) == 0 ? any_node() : *leader;
    asked.step(change);
  }
};

BOOST_AUTO_TEST_SUITE(a_simulated_cluster_whose_members_change)

// RAFT_SEED=n RAFT_SEEDS=1 replays one seed exactly.
BOOST_AUTO_TEST_CASE(keeps_the_promises_of_figure_3_under_faults) {
  auto first = number_from("RAFT_SEED", 1);
  auto count = number_from("RAFT_SEEDS", 100);
  auto committed = std::size_t{0};
  auto changes = std::size_t{0};
  auto terms = std::size_t{0};
  for (auto seed = first; seed < first + count; ++seed) {
    BOOST_TEST_CONTEXT("seed " << seed) {
      auto run = churn{seed};
      run.run(6000);
      run.recover();
      run.check_memberships();
      committed += run.committed();
      changes += run.changes();
      terms += run.terms();
    }
  }
  BOOST_TEST_MESSAGE(count << " seeds from " << first << ": " << committed
                           << " entries committed, " << changes
                           << " memberships, " << terms << " leaders");
  if (count >= 10) {
    BOOST_TEST(committed > count * 10);
    BOOST_TEST(changes > count * 4);
    BOOST_TEST(terms > count);
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace members_simulation_test
