// Nodes of two versions in one simulated cluster: their rules change at one
// entry of the log.

#include "tests/simulation/scenario.hpp"
#include "tests/support/simulation.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace upgrade_test {

using namespace taskraft;
using tests::previous_program;
using tests::scenario;
using tests::simulated_program;

constexpr auto first_level = raft::first_rules_level;
constexpr auto newest_level = raft::rules_level{tasks::newest_rules_level};

tests::cluster_plan previous_plan(std::size_t size) {
  auto plan = tests::plan_for(size);
  plan.program = previous_program;
  return plan;
}

struct upgrade_scenario : scenario {
  using scenario::scenario;

  void change_program(raft::node_id id, const simulated_program& program) {
    cluster.crash(id);
    cluster.node(id).program = program;
    cluster.start(id);
  }

  bool level_becomes(raft::rules_level level, tests::sim_time limit = 5000) {
    return cluster.run_until([&] { return cluster.history.level() == level; },
                             limit);
  }

  /// How a task with a blank title was answered.
  std::optional<tasks::wire::Result> add_blank() {
    auto command = tasks::wire::Command{};
    command.mutable_create_task()->set_title(" ");
    submit(leader(), command.SerializeAsString());
    auto end = outcome(5000);
    auto result = tasks::wire::Result{};
    if (!end || end->status != protocol::answer_status::done
        || !result.ParseFromString(std::string{end->result}))
      return std::nullopt;
    return result;
  }
};

BOOST_AUTO_TEST_SUITE(an_upgrade_of_a_simulated_cluster)

BOOST_AUTO_TEST_CASE(changes_the_rules_once_the_last_node_has_the_program) {
  auto play = upgrade_scenario{previous_plan(3), 1};
  play.settle();
  for (auto id : {1U, 2U, 3U}) {
    BOOST_TEST(play.add_blank().value().has_task());
    BOOST_TEST(play.cluster.history.level() == first_level);
    play.change_program({id}, {});
    play.cluster.run_for(3000);
  }
  BOOST_TEST(play.level_becomes(newest_level));
  BOOST_TEST(play.agree());
  BOOST_TEST(play.add_blank().value().has_refusal());
}

BOOST_AUTO_TEST_CASE(is_no_matter_for_a_cluster_that_the_program_founds) {
  for (auto size : {1U, 3U, 5U}) {
    auto play = upgrade_scenario{tests::plan_for(size), 1};
    play.settle();
    BOOST_TEST(play.level_becomes(newest_level));
    BOOST_TEST(play.agree());
  }
}

BOOST_AUTO_TEST_CASE(waits_for_a_member_that_is_away) {
  auto play = upgrade_scenario{previous_plan(3), 1};
  play.settle();
  play.cluster.crash({3});
  play.change_program({1}, {});
  play.change_program({2}, {});
  play.cluster.run_for(5000);
  BOOST_TEST(play.cluster.history.level() == first_level);
  play.cluster.node({3}).program = {};
  play.cluster.start({3});
  BOOST_TEST(play.level_becomes(newest_level));
}

BOOST_AUTO_TEST_CASE(can_be_taken_back_before_the_last_node_and_not_after) {
  auto play = upgrade_scenario{previous_plan(3), 1};
  play.settle();
  play.change_program({1}, {});
  play.cluster.run_for(1000);
  play.change_program({1}, previous_program);
  play.cluster.run_for(1000);
  BOOST_TEST(!play.cluster.is_outdated({1}));
  for (auto id : {1U, 2U, 3U})
    play.change_program({id}, {});
  BOOST_REQUIRE(play.level_becomes(newest_level));
  BOOST_REQUIRE(play.agree());
  play.change_program({1}, previous_program);
  play.cluster.run_for(1000);
  BOOST_TEST(play.cluster.is_outdated({1}));
  BOOST_TEST(!play.cluster.node({1}).alive());
  play.cluster.node({1}).program = {};
  play.cluster.start({1});
  BOOST_TEST(play.agree());
}

BOOST_AUTO_TEST_CASE(keeps_every_promise_among_faults) {
  constexpr auto upgrades = 8;
  auto seen = 0;
  for (auto seed = std::uint64_t{1}; seen < upgrades; ++seed) {
    auto outcome = tests::simulate(seed);
    seen += outcome.program_changes > 0 ? 1 : 0;
    for (const auto& broken : outcome.complaints)
      BOOST_TEST_MESSAGE("seed " << seed << ": " << broken);
    BOOST_TEST(outcome.complaints.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace upgrade_test
