#include "tests/simulation/scenario.hpp"
#include "tests/support/unit_test.hpp"

namespace pressure_test {

using namespace taskraft;
using protocol::answer_status;
using protocol::consistency;
using tests::scenario;

/// Default time-outs, 150 to 300 ms, and leases where a test wants them.
tests::cluster_plan plan_with_leases() {
  auto plan = tests::plan_for(3);
  plan.tuning.lease_reads = true;
  return plan;
}

std::uint64_t used(const tests::simulated_node& node) {
  auto total = std::uint64_t{0};
  for (const auto& [path, content] : node.disk.content())
    total += content.size();
  return total;
}

BOOST_AUTO_TEST_SUITE(a_sick_disk)

// HAZARDS 41: a leader with a hanging disk still sends heartbeats.
BOOST_AUTO_TEST_CASE(that_hangs_under_the_leader_costs_it_leadership) {
  for (auto seed = std::uint64_t{1}; seed <= 5; ++seed) {
    auto play = scenario{3, seed};
    play.settle();
    auto old = play.leader();
    auto other = play.follower();
    play.cluster.pause(old, "log", play.cluster.now() + 60'000);
    play.submit(other, "anything");
    BOOST_TEST(
      play.cluster.run_until([&] { return play.leader() != old; }, 1000));
    BOOST_TEST(play.put(other));
    play.cluster.run_for(5000);
    BOOST_TEST(play.leader() != old);
    // The old leader's disk goes on, and it catches up.
    play.cluster.resume_all();
    play.cluster.run_for(1000);
    BOOST_TEST(play.agree());
  }
}

BOOST_AUTO_TEST_CASE(that_hangs_under_a_follower_costs_nothing) {
  auto play = scenario{3};
  play.settle();
  auto term = play.cluster.history.term();
  auto sick = play.follower();
  play.cluster.pause(sick, "log", play.cluster.now() + 60'000);
  for (auto i = 0; i < 10; ++i) {
    BOOST_TEST(play.put(play.leader()));
    play.cluster.run_for(1000);
  }
  BOOST_TEST(play.cluster.history.term() == term);
  play.cluster.resume_all();
  BOOST_TEST(play.agree());
}

// LogCabin #200: writes on all disks sometimes take half a second.
BOOST_AUTO_TEST_CASE(that_is_slow_starts_no_election) {
  auto play = scenario{3};
  play.settle();
  auto term = play.cluster.history.term();
  for (auto i = 0; i < 10; ++i) {
    for (auto id : play.cluster.ids())
      play.cluster.pause(id, "log", play.cluster.now() + 500);
    BOOST_TEST(play.put(play.leader()));
    play.cluster.run_for(200);
  }
  BOOST_TEST(play.cluster.history.term() == term);
}

// HAZARDS 44, dqlite #589.
BOOST_AUTO_TEST_CASE(that_is_full_costs_leadership_until_there_is_room) {
  auto play = scenario{3};
  play.settle();
  auto old = play.leader();
  play.cluster.node(old).disk.limit(used(play.cluster.node(old)));
  for (auto i = 0; i < 400 && play.leader() == old; ++i)
    play.put(play.follower());
  BOOST_TEST_REQUIRE(play.leader() != old);
  // A full disk is no failure: the node lives, votes and serves.
  BOOST_TEST(play.cluster.node(old).alive());
  BOOST_TEST(play.put(play.leader()));
  play.cluster.run_for(5000);
  BOOST_TEST(play.leader() != old);
  play.cluster.node(old).disk.limit(UINT64_MAX);
  BOOST_TEST(play.agree());
  play.client.messages().tell(play.cluster.node(play.leader()).actors().gateway,
                              protocol::transfer_leadership{1, old});
  BOOST_TEST(
    play.cluster.run_until([&] { return play.leader() == old; }, 3000));
  BOOST_TEST(play.put(old));
}

BOOST_AUTO_TEST_CASE(that_is_full_everywhere_stops_writes_and_loses_nothing) {
  auto play = scenario{3};
  play.settle();
  for (auto id : play.cluster.ids())
    play.cluster.node(id).disk.limit(used(play.cluster.node(id)));
  auto through = play.cluster.ids().front();
  auto i = 0;
  while (i < 400 && play.put(through, 3000))
    ++i;
  BOOST_TEST(i > 10);
  BOOST_TEST(i < 400);
  for (auto id : play.cluster.ids())
    play.cluster.node(id).disk.limit(UINT64_MAX);
  play.cluster.run_for(12'000);
  BOOST_TEST(play.put(through));
  BOOST_TEST(play.agree());
  play.cluster.compare_logs();
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_read_at_a_follower)

BOOST_AUTO_TEST_CASE(is_answered_from_its_own_store) {
  auto play = scenario{3};
  play.settle();
  BOOST_REQUIRE(play.put(play.leader()));
  auto written = play.cluster.history.last();
  // The leader itself could not answer the read.
  play.cluster.pause(play.leader(), "reader", play.cluster.now() + 60'000);
  play.cluster.pause(play.leader(), "committer", play.cluster.now() + 60'000);
  auto answer = play.read(play.follower(), consistency::linearizable);
  BOOST_REQUIRE(answer);
  BOOST_TEST(answer->status == answer_status::done);
  BOOST_TEST(answer->visible >= written);
}

BOOST_AUTO_TEST_CASE(waits_until_its_own_store_has_what_was_written) {
  auto play = scenario{3};
  play.settle();
  auto slow = play.follower();
  play.cluster.pause(slow, "applier", play.cluster.now() + 800);
  BOOST_REQUIRE(play.put(play.leader()));
  auto written = play.cluster.history.last();
  auto answer = play.read(slow, consistency::linearizable);
  BOOST_REQUIRE(answer);
  BOOST_TEST(answer->status == answer_status::done);
  BOOST_TEST(answer->visible >= written);
}

BOOST_AUTO_TEST_CASE(of_a_session_needs_no_leader) {
  auto play = scenario{3};
  play.settle();
  BOOST_REQUIRE(play.put(play.leader()));
  BOOST_REQUIRE(play.agree());
  auto alone = play.follower();
  for (auto other : play.cluster.ids())
    if (other != alone)
      play.cluster.network.cut(alone, other);
  play.cluster.run_for(1000);
  auto answer = play.read(alone, consistency::session);
  BOOST_REQUIRE(answer);
  BOOST_TEST(answer->status == answer_status::done);
}

BOOST_AUTO_TEST_CASE(of_a_session_waits_for_what_it_has_seen) {
  auto play = scenario{3};
  play.settle();
  auto slow = play.follower();
  play.cluster.pause(slow, "applier", play.cluster.now() + 800);
  BOOST_REQUIRE(play.put(play.leader()));
  auto written = play.cluster.history.last();
  auto answer = play.read(slow, consistency::session, 5000, written);
  BOOST_REQUIRE(answer);
  BOOST_TEST(answer->status == answer_status::done);
  BOOST_TEST(answer->visible >= written);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_lease_of_whole_nodes)

// HAZARDS 27.
BOOST_AUTO_TEST_CASE(answers_nothing_for_a_leader_that_was_stopped) {
  for (auto seed = std::uint64_t{1}; seed <= 5; ++seed) {
    auto play = scenario{plan_with_leases(), seed};
    play.settle();
    BOOST_REQUIRE(play.put(play.leader()));
    auto old = play.leader();
    auto other = play.follower();
    // The node hears nothing and gets no ticks. If all of its actors were
    // stopped, their full mailboxes would use up the dice's throws.
    for (auto actor : {"clock", "server"})
      play.cluster.pause(old, actor, play.cluster.now() + 120'000);
    BOOST_REQUIRE(
      play.cluster.run_until([&] { return play.leader() != old; }, 20'000));
    BOOST_REQUIRE(play.put(other, 20'000));
    auto written = play.cluster.history.last();
    play.cluster.resume_all();
    auto answer = play.read(old, consistency::linearizable);
    BOOST_REQUIRE(answer);
    BOOST_TEST(answer->visible >= written);
  }
}

// HAZARDS 28: the followers restart and might elect another at once.
BOOST_AUTO_TEST_CASE(is_respected_by_voters_that_were_restarted) {
  for (auto seed = std::uint64_t{1}; seed <= 10; ++seed) {
    auto play = scenario{plan_with_leases(), seed};
    play.settle();
    BOOST_REQUIRE(play.put(play.leader()));
    auto old = play.leader();
    auto one = play.follower(0);
    auto two = play.follower(1);
    for (auto id : {one, two}) {
      play.cluster.crash(id);
      play.cluster.start(id);
      play.cluster.network.cut(old, id);
    }
    // While the lease may last, no other node leads.
    play.cluster.run_for(126);
    BOOST_TEST(play.leader() == old);
    BOOST_TEST(play.cluster.run_until(
      [&] { return play.leader() != old && play.leader().value != 0; }, 5000));
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace pressure_test
