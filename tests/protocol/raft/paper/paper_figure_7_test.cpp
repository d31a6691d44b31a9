// Figure 7 of the Raft paper: "When the leader at the top comes to power, it
// is possible that any of scenarios (a–f) could occur in follower logs."

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace paper_figure_7_test {

using namespace taskraft;
using namespace taskraft::tests;

using terms = std::vector<std::uint64_t>;

const auto leaders_log = terms{1, 1, 1, 4, 4, 5, 5, 6, 6, 6};

struct scenario {
  char name;
  terms log;
  /// Refusals until the place where the logs agree is found: one is enough,
  /// because both sides skip whole terms.
  int refusals;
};

const auto scenarios = std::vector<scenario>{
  {'a', {1, 1, 1, 4, 4, 5, 5, 6, 6}, 1},
  {'b', {1, 1, 1, 4}, 1},
  {'c', {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6}, 0},
  {'d', {1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7}, 0},
  {'e', {1, 1, 1, 4, 4, 4, 4}, 1},
  {'f', {1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3}, 1},
};

BOOST_AUTO_TEST_SUITE(paper_figure_7)

BOOST_AUTO_TEST_CASE(every_follower_gets_the_log_of_the_leader_of_term_8) {
  auto cluster = raft_cluster{7};
  cluster.restart_with(1, disk_of(leaders_log, 7));
  for (auto i = 0U; i < scenarios.size(); ++i)
    cluster.restart_with(2 + i,
                         disk_of(scenarios[i].log, scenarios[i].log.back()));
  cluster.elect(1);
  auto& leader = cluster.node(1);
  BOOST_TEST(leader.state.hard.term == raft::term{8});
  auto expected = leaders_log;
  expected.push_back(8);
  BOOST_TEST(terms_of(leader.log) == expected);
  for (auto i = 0U; i < scenarios.size(); ++i)
    BOOST_TEST_CONTEXT("follower " << scenarios[i].name) {
      BOOST_TEST(cluster.node(2 + i).disk.log == leader.log);
      BOOST_TEST(cluster.node(2 + i).applied == leader.log);
    }
}

// "[...] it may have extra uncommitted entries, or both": who votes for the
// leader depends on that alone (§5.4.1).
BOOST_AUTO_TEST_CASE(followers_with_more_up_to_date_logs_deny_their_vote) {
  for (const auto& x : scenarios) {
    auto one = test_node{{1}, voters(7), {}, disk_of(x.log, x.log.back())};
    one.allow_elections();
    one.step(
      raft::request_vote{.term = {8}, .candidate = {2}, .last = {{10}, {6}}});
    one.finish_disk();
    auto answers = one.take<raft::voted>({2});
    BOOST_TEST_REQUIRE(answers.size() == 1U);
    BOOST_TEST(answers[0].granted == (x.name != 'c' && x.name != 'd'));
  }
}

BOOST_AUTO_TEST_CASE(few_refusals_find_where_the_logs_agree) {
  for (const auto& x : scenarios)
    BOOST_TEST_CONTEXT("follower " << x.name) {
      auto leader = test_node{{1}, voters(2), {}, disk_of(leaders_log, 7)};
      leader.allow_elections();
      leader.win();
      auto follower
        = test_node{{2}, voters(2), {}, disk_of(x.log, x.log.back())};
      auto refusals = 0;
      for (auto i = 0; i < 10; ++i) {
        leader.finish_disk();
        for (auto& message : leader.take<raft::append_entries>({2}))
          follower.step(message);
        follower.finish_disk();
        for (auto& answer : follower.take<raft::appended>({1})) {
          refusals += answer.matched ? 0 : 1;
          leader.step(answer);
        }
        for (const auto& wanted : std::exchange(leader.reads, {}))
          leader.step(raft::entries_read{
            wanted.peer, batch_of(leader.disk.log, wanted.from, {11})});
      }
      BOOST_TEST(follower.disk.log == leader.log);
      BOOST_TEST(refusals == x.refusals);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace paper_figure_7_test
