#include "tests/simulation/scenario.hpp"
#include "tests/support/simulation/simulated_counter.hpp"
#include "tests/support/unit_test.hpp"

namespace scenarios_test {

using namespace taskraft;
using protocol::answer_status;
using protocol::consistency;
using tests::scenario;

/// Fails unless the leader stays and writes succeed.
void check_that_it_works(scenario& play) {
  play.cluster.run_for(2500);
  auto term = play.cluster.history.term();
  BOOST_TEST(play.put(play.leader()));
  play.cluster.run_for(3000);
  BOOST_TEST(play.put(play.leader()));
  BOOST_TEST(play.cluster.history.term() == term);
}

BOOST_AUTO_TEST_SUITE(a_cluster_with_bad_links)

BOOST_AUTO_TEST_CASE(works_whichever_link_is_cut) {
  // HAZARDS 39: with one link of three cut, a cluster stood still for hours.
  for (auto [one, other] : {std::pair{1U, 2U}, {1U, 3U}, {2U, 3U}}) {
    auto play = scenario{3};
    play.settle();
    play.cluster.network.cut({one}, {other});
    check_that_it_works(play);
  }
}

BOOST_AUTO_TEST_CASE(works_whichever_link_is_cut_in_one_direction) {
  for (auto from : {1U, 2U, 3U})
    for (auto to : {1U, 2U, 3U}) {
      if (from == to)
        continue;
      auto play = scenario{3};
      play.settle();
      play.cluster.network.cut_one_way({from}, {to});
      check_that_it_works(play);
    }
}

BOOST_AUTO_TEST_CASE(works_as_a_chain_of_five) {
  for (auto seed = std::uint64_t{1}; seed <= 5; ++seed) {
    auto play = scenario{5, seed};
    play.settle();
    for (auto one : play.cluster.ids())
      for (auto other : play.cluster.ids())
        if (one.value + 1 < other.value)
          play.cluster.network.cut(one, other);
    check_that_it_works(play);
  }
}

BOOST_AUTO_TEST_CASE(keeps_its_leader_when_a_lost_node_comes_back) {
  // HAZARDS 40: a rejoining node must not end a working leadership.
  auto play = scenario{3};
  play.settle();
  auto term = play.cluster.history.term();
  auto lost = play.follower();
  for (auto other : play.cluster.ids())
    if (other != lost)
      play.cluster.network.cut(lost, other);
  play.cluster.run_for(5000);
  play.cluster.network.mend_all();
  play.cluster.run_for(3000);
  BOOST_TEST(play.cluster.history.term() == term);
  BOOST_TEST(play.put(lost));
}

BOOST_AUTO_TEST_CASE(catches_up_without_new_writes_after_all_were_lost) {
  // HAZARDS 43: a full window in flight must empty itself.
  auto plan = tests::plan_for(3);
  plan.tuning.max_batch_bytes = 200;
  plan.tuning.max_inflight_bytes = 400;
  auto play = scenario{plan, 1};
  play.settle();
  auto slow = play.follower();
  play.cluster.network.cut_one_way(play.leader(), slow);
  for (auto i = 0; i < 20; ++i)
    BOOST_REQUIRE(play.put(play.leader()));
  play.cluster.network.mend_all();
  BOOST_TEST(play.agree());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_cluster_with_bad_disks)

BOOST_AUTO_TEST_CASE(keeps_its_leader_while_a_followers_disk_hangs) {
  // HAZARDS 41: a slow write must not look like a dead leader.
  auto play = scenario{3};
  play.settle();
  auto term = play.cluster.history.term();
  play.cluster.pause(play.follower(), "log", play.cluster.now() + 4000);
  for (auto i = 0; i < 5; ++i)
    BOOST_TEST(play.put(play.leader()));
  play.cluster.run_for(3000);
  BOOST_TEST(play.cluster.history.term() == term);
  BOOST_TEST(play.agree());
}

BOOST_AUTO_TEST_CASE(takes_writes_while_the_leaders_own_disk_hangs) {
  // HAZARDS 41: in the end another node leads.
  auto play = scenario{3};
  play.settle();
  auto old = play.leader();
  play.cluster.pause(old, "log", play.cluster.now() + 8000);
  for (auto i = 0; i < 5; ++i)
    BOOST_TEST(play.put(play.leader()));
  play.cluster.run_for(5000);
  BOOST_TEST(play.leader() != old);
  BOOST_TEST(play.put(play.leader()));
  BOOST_TEST(play.agree());
}

BOOST_AUTO_TEST_CASE(loses_nothing_when_one_log_is_damaged) {
  // HAZARDS 7, 8: a damaged node must not lead, and its loss must not spread.
  auto play = scenario{3};
  play.settle();
  for (auto i = 0; i < 5; ++i)
    BOOST_REQUIRE(play.put(play.leader()));
  BOOST_REQUIRE(play.agree());
  auto written = play.cluster.history.last();
  auto damaged = play.leader();
  for (auto id : play.cluster.ids())
    play.cluster.crash(id);
  auto& disk = play.cluster.node(damaged).disk;
  // The first put's key, in the middle of the log.
  auto hits = 0;
  for (const auto& [path, content] : disk.content())
    if (auto at = content.find("key"); at != std::string::npos) {
      disk.overwrite(path, at, "kex");
      ++hits;
    }
  BOOST_TEST_REQUIRE(hits == 1);
  auto refused = play.cluster.node(damaged).start();
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().code == errc::corrupted);
  for (auto id : play.cluster.ids())
    if (id != damaged)
      play.cluster.start(id);
  auto answer
    = play.read(play.cluster.living().front(), consistency::linearizable);
  BOOST_REQUIRE(answer);
  BOOST_TEST(answer->status == answer_status::done);
  BOOST_TEST(answer->visible >= written);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_cluster_without_a_quorum)

BOOST_AUTO_TEST_CASE(refuses_writes_and_says_how_old_its_reads_are) {
  auto play = scenario{3};
  play.settle();
  BOOST_REQUIRE(play.put(play.leader()));
  BOOST_REQUIRE(play.agree());
  auto survivor = play.follower();
  for (auto id : play.cluster.ids())
    if (id != survivor)
      play.cluster.crash(id);
  play.cluster.run_for(2000);
  play.submit(survivor, "anything");
  auto end = play.outcome(3000);
  BOOST_REQUIRE(end);
  BOOST_TEST(end->status == answer_status::unavailable);
  auto stale = play.read(survivor, consistency::stale);
  BOOST_REQUIRE(stale);
  BOOST_TEST(stale->status == answer_status::done);
  BOOST_TEST(stale->age_ms >= 1500U);
  auto fresh = play.read(survivor, consistency::linearizable, 15'000);
  BOOST_REQUIRE(fresh);
  BOOST_TEST(fresh->status == answer_status::unavailable);
}

BOOST_AUTO_TEST_CASE(works_again_when_one_is_back) {
  auto play = scenario{3};
  play.settle();
  auto first = play.follower(0);
  auto second = play.follower(1);
  play.cluster.crash(first);
  play.cluster.crash(second);
  play.cluster.run_for(2000);
  play.cluster.start(first);
  BOOST_TEST(play.put(first));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_leader)

BOOST_AUTO_TEST_CASE(answers_no_read_once_it_is_cut_off) {
  // HAZARDS 25, 26: reads are confirmed by a majority.
  auto play = scenario{3};
  play.settle();
  BOOST_REQUIRE(play.put(play.leader()));
  auto old = play.leader();
  for (auto other : play.cluster.ids())
    if (other != old)
      play.cluster.network.cut(old, other);
  auto answer = play.read(old, consistency::linearizable, 2000);
  BOOST_TEST(!answer.has_value());
  BOOST_TEST_REQUIRE(play.leader() != old);
  BOOST_REQUIRE(play.put(play.leader()));
  auto written = play.cluster.history.last();
  play.cluster.network.mend_all();
  // A read at the old leader is answered from the new leader's state.
  auto late = play.read(old, consistency::linearizable);
  BOOST_REQUIRE(late);
  BOOST_TEST(late->visible >= written);
}

BOOST_AUTO_TEST_CASE(takes_writes_again_after_a_transfer_that_failed) {
  // HAZARDS 42: a transfer to a node that hears nothing.
  auto play = scenario{3};
  play.settle();
  auto leader = play.leader();
  auto target = play.follower();
  play.cluster.network.cut_one_way(leader, target);
  play.client.messages().tell(play.cluster.node(leader).actors().gateway,
                              protocol::transfer_leadership{1, target});
  play.cluster.run_for(500);
  BOOST_TEST(play.put(leader));
}

BOOST_AUTO_TEST_CASE(hands_leadership_to_whom_the_operator_names) {
  auto play = scenario{3};
  play.settle();
  auto target = play.follower();
  play.client.messages().tell(
    play.cluster.node(play.follower(1)).actors().gateway,
    protocol::transfer_leadership{1, target});
  BOOST_TEST(
    play.cluster.run_until([&] { return play.leader() == target; }, 1000));
  play.cluster.run_for(200);
  auto told = play.client.messages().take<protocol::leadership_transferred>();
  BOOST_TEST_REQUIRE(told.size() == 1U);
  BOOST_TEST(told[0].succeeded);
  BOOST_TEST(told[0].leader == target);
  BOOST_TEST(play.put(target));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(what_was_acknowledged)

BOOST_AUTO_TEST_CASE(survives_a_crash_of_a_single_node_at_the_answer) {
  // HAZARDS 19: a cluster of one answered before its own disk had the entry.
  for (auto seed = std::uint64_t{1}; seed <= 20; ++seed) {
    auto play = scenario{1, seed};
    for (auto i = 0; i < 5; ++i) {
      BOOST_REQUIRE(play.put({1}, 10'000));
      auto written = play.cluster.history.last();
      play.cluster.crash({1});
      play.cluster.start({1});
      auto answer = play.read({1}, consistency::linearizable, 10'000);
      BOOST_REQUIRE(answer);
      BOOST_TEST(answer->status == answer_status::done);
      BOOST_TEST(answer->visible >= written);
    }
  }
}

BOOST_AUTO_TEST_CASE(survives_a_crash_of_all_nodes_at_once) {
  for (auto seed = std::uint64_t{1}; seed <= 10; ++seed) {
    auto play = scenario{3, seed};
    play.settle();
    BOOST_REQUIRE(play.put(play.follower()));
    auto written = play.cluster.history.last();
    for (auto id : play.cluster.ids())
      play.cluster.crash(id);
    for (auto id : play.cluster.ids())
      play.cluster.start(id);
    auto answer = play.read({1}, consistency::linearizable, 10'000);
    BOOST_REQUIRE(answer);
    BOOST_TEST(answer->status == answer_status::done);
    BOOST_TEST(answer->visible >= written);
    play.cluster.compare_logs();
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(another_state_machine)

BOOST_AUTO_TEST_CASE(is_replicated_by_the_same_actors) {
  auto plan = tests::plan_for(3);
  plan.make_state = [] { return std::make_unique<tests::simulated_counter>(); };
  // The counter has one rules level only.
  plan.program.rules_level = 1;
  auto play = scenario{plan, 1};
  play.settle();
  auto sum = std::int64_t{0};
  for (auto number = std::int64_t{1}; number <= 10; ++number) {
    play.submit(play.cluster.ids()[static_cast<std::size_t>(number % 3)],
                tests::counter_machine::encode(number));
    auto end = play.outcome(5000);
    BOOST_REQUIRE(end);
    sum += number;
    BOOST_TEST(tests::counter_machine::decode(end->result) == sum);
  }
  // A node that has lost its state gets it from the log.
  auto restarted = play.follower();
  play.cluster.crash(restarted);
  play.cluster.start(restarted);
  BOOST_TEST(play.agree());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace scenarios_test
