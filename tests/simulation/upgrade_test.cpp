// Nodes of two versions in one simulated cluster: their rules change at one
// entry of the log.

#include "tests/simulation/scenario.hpp"
#include "tests/support/simulation/simulation.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace upgrade_test {

using namespace taskraft;
using tests::next_program;
using tests::scenario;
using tests::simulated_program;

constexpr auto own_level = raft::rules_level{tasks::newest_rules_level};
constexpr auto raised_level = raft::rules_level{tests::next_level};

tests::cluster_plan next_plan(std::size_t size) {
  auto plan = tests::plan_for(size);
  plan.program = next_program;
  return plan;
}

struct upgrade_scenario : scenario {
  using scenario::scenario;

  /// Until the rules are those of the program.
  void settle(raft::rules_level level = own_level) {
    scenario::settle();
    BOOST_TEST_REQUIRE(level_becomes(level));
  }

  void change_program(raft::node_id id, const simulated_program& program) {
    cluster.crash(id);
    cluster.node(id).program = program;
    cluster.start(id);
  }

  bool level_becomes(raft::rules_level level, tests::sim_time limit = 5000) {
    return cluster.run_until([&] { return cluster.history.level() == level; },
                             limit);
  }

  std::optional<tasks::wire::Result> answer_to(const std::string& command) {
    submit(leader(), command);
    auto end = outcome(5000);
    auto result = tasks::wire::Result{};
    if (!end || end->status != protocol::answer_status::done
        || !result.ParseFromString(std::string{end->result}))
      return std::nullopt;
    return result;
  }

  void add_task() {
    auto command = tasks::wire::Command{};
    command.mutable_create_task()->set_title("one");
    BOOST_TEST(answer_to(command.SerializeAsString()).value().has_task());
  }

  /// Whether the first task took a sticker. If not, the command was not ready.
  bool takes_sticker() {
    auto result = answer_to(tests::add_sticker(1, "red")).value();
    BOOST_TEST((result.has_key()
                || result.refusal().code()
                     == static_cast<std::uint32_t>(errc::not_ready)));
    return result.has_key();
  }
};

BOOST_AUTO_TEST_SUITE(an_upgrade_of_a_simulated_cluster)

BOOST_AUTO_TEST_CASE(changes_the_rules_once_the_last_node_has_the_program) {
  auto play = upgrade_scenario{tests::plan_for(3), 1};
  play.settle();
  play.add_task();
  for (auto id : {1U, 2U, 3U}) {
    BOOST_TEST(!play.takes_sticker());
    BOOST_TEST(play.cluster.history.level() == own_level);
    play.change_program({id}, next_program);
    play.cluster.run_for(3000);
  }
  BOOST_TEST(play.level_becomes(raised_level));
  BOOST_TEST(play.agree());
  BOOST_TEST(play.takes_sticker());
}

BOOST_AUTO_TEST_CASE(is_no_matter_for_a_cluster_that_the_program_founds) {
  for (auto size : {1U, 3U, 5U}) {
    auto play = upgrade_scenario{next_plan(size), 1};
    play.settle(raised_level);
    BOOST_TEST(play.agree());
  }
}

BOOST_AUTO_TEST_CASE(waits_for_a_member_that_is_away) {
  auto play = upgrade_scenario{tests::plan_for(3), 1};
  play.settle();
  play.cluster.crash({3});
  play.change_program({1}, next_program);
  play.change_program({2}, next_program);
  play.cluster.run_for(5000);
  BOOST_TEST(play.cluster.history.level() == own_level);
  play.cluster.node({3}).program = next_program;
  play.cluster.start({3});
  BOOST_TEST(play.level_becomes(raised_level));
}

BOOST_AUTO_TEST_CASE(cannot_be_taken_back_with_the_store_that_it_changed) {
  auto play = upgrade_scenario{tests::plan_for(3), 1};
  play.settle();
  play.change_program({1}, next_program);
  play.cluster.run_for(1000);
  play.change_program({1}, simulated_program{});
  play.cluster.run_for(1000);
  BOOST_TEST(play.cluster.is_outdated({1}));
  BOOST_TEST(!play.cluster.node({1}).alive());
  for (auto id : {1U, 2U, 3U}) {
    play.cluster.node({id}).program = next_program;
    if (play.cluster.node({id}).alive())
      play.cluster.crash({id});
    play.cluster.start({id});
  }
  BOOST_REQUIRE(play.level_becomes(raised_level));
  BOOST_TEST(play.agree());
}

BOOST_AUTO_TEST_CASE(keeps_every_promise_among_faults) {
  constexpr auto upgrades = 8;
  auto seen = 0;
  for (auto seed = std::uint64_t{1}; seen < upgrades; ++seed) {
    auto outcome = tests::simulate(seed);
    seen += outcome.program_changes > 0 ? 1 : 0;
    for (const auto& broken : outcome.violations)
      BOOST_TEST_MESSAGE("seed " << seed << ": " << broken);
    BOOST_TEST(outcome.violations.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace upgrade_test
