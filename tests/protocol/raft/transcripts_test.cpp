// Raft at work, written down: each scenario's transcript is kept in
// tests/transcripts and compared.

#include "tests/support/kept_text.hpp"
#include "tests/support/raft/raft_transcript.hpp"
#include "tests/support/unit_test.hpp"

#include <string>

namespace transcripts_test {

using namespace taskraft;
using namespace taskraft::tests;

void compare(const std::string& name, const raft_transcript& made) {
  check_kept(std::string{TASKRAFT_TRANSCRIPTS} + "/" + name + ".txt",
             made.text());
}

/// Lets time pass until there is a leader; returns how long it took.
test_node& wait_for_leader(raft_cluster& cluster, raft_transcript& transcript) {
  transcript.say("Time passes until an election is over.");
  auto& leader = cluster.await_leader();
  transcript.show();
  return leader;
}

void propose(raft_cluster& cluster, raft_transcript& transcript,
             test_node& leader, const std::string& command) {
  transcript.say("The leader takes the command \"" + command + "\".");
  leader.propose({command});
  cluster.settle();
}

bool has_entries(const envelope& x) {
  const auto* append = std::get_if<raft::append_entries>(&x.message);
  return append != nullptr && !append->entries.empty();
}

bool is_append(const envelope& x) {
  return std::holds_alternative<raft::append_entries>(x.message);
}

raft::tuning one_entry_a_message() {
  auto bounds = raft::tuning{};
  bounds.max_batch_bytes = 1;
  return bounds;
}

BOOST_AUTO_TEST_SUITE(transcripts)

BOOST_AUTO_TEST_CASE(of_an_election) {
  auto cluster = raft_cluster{3};
  auto transcript = raft_transcript{cluster};
  transcript.say("Three nodes have just started. Nobody leads.");
  transcript.show();
  auto& leader = wait_for_leader(cluster, transcript);
  propose(cluster, transcript, leader, "x=1");
  transcript.say("The next heartbeat tells the followers what is committed.");
  cluster.pass(cluster.bounds().heartbeat_ticks);
  transcript.show();
  BOOST_TEST(cluster.newest_leader()->state.commit_index == raft::log_index{2});
  compare("election", transcript);
}

BOOST_AUTO_TEST_CASE(of_a_split_vote) {
  auto cluster = raft_cluster{4};
  auto transcript = raft_transcript{cluster};
  transcript.say("Nodes 1 and 2 stand in the same term, and each loses one\n"
                 "request for a vote: both get two votes of four.");
  cluster.loses = [](const envelope& x) {
    return (x.from.value == 1 && x.to.value == 4)
           || (x.from.value == 2 && x.to.value == 3);
  };
  cluster.node(1).stand();
  cluster.node(2).stand();
  cluster.settle();
  transcript.show();
  BOOST_TEST(cluster.newest_leader() == nullptr);
  cluster.loses = nullptr;
  wait_for_leader(cluster, transcript);
  compare("split_vote", transcript);
}

/// Figure 8 of the paper. The entry that each leader adds is its opening one.
struct figure_8 {
  raft_cluster cluster{5, one_entry_a_message()};
  raft_transcript transcript{cluster};

  figure_8() {
    auto disk = disk_of({1}, 1);
    disk.log[0].payload = "x=1";
    for (auto id = 1U; id <= 5; ++id)
      cluster.restart_with(id, disk);
  }

  void elect(std::uint64_t id) {
    cluster.node(id).stand();
    cluster.settle();
  }

  void crash(std::uint64_t id) {
    cluster.isolate(id);
    cluster.crash(id);
  }
};

BOOST_FIXTURE_TEST_CASE(of_figure_8, figure_8) {
  transcript.say("(a) Node 1 leads and replicates entry 2 to node 2 alone.");
  cluster.loses
    = [](const envelope& x) { return has_entries(x) && x.to.value != 2; };
  elect(1);
  transcript.show();

  transcript.say("(b) Node 1 crashes. Node 5 is elected by 3, 4 and itself, "
                 "and has\nanother entry 2, which it sends to nobody.");
  crash(1);
  cluster.cut(2, 5);
  cluster.loses = is_append;
  elect(5);
  transcript.show();
  BOOST_TEST(cluster.node(5).leads());

  transcript.say("(c) Node 5 crashes. Node 1 comes back, leads in term 4, and "
                 "replicates\nits old entry 2 to node 3: a majority has it, "
                 "but it is not committed,\nbecause it is of an older term.");
  cluster.mend();
  crash(5);
  cluster.loses = is_append;
  elect(1);
  elect(1);
  cluster.loses = [](const envelope& x) {
    const auto* append = std::get_if<raft::append_entries>(&x.message);
    return append != nullptr
           && (x.to.value == 4
               || (has_entries(x) && append->entries.last().index.value > 2));
  };
  cluster.pass(cluster.bounds().heartbeat_ticks);
  transcript.show();
  BOOST_TEST(terms_of(cluster.node(3).log)
             == (std::vector<std::uint64_t>{1, 2}));
  BOOST_TEST(cluster.node(1).state.commit_index.value < 2U);

  transcript.say("(d) Node 1 crashes. Node 5 comes back, is elected by 2, 3, 4 "
                 "and itself,\nand its entry 2 takes the place of the other.");
  cluster.mend();
  crash(1);
  cluster.loses = nullptr;
  elect(5);
  elect(5);
  cluster.pass(cluster.bounds().heartbeat_ticks);
  transcript.show();
  BOOST_TEST(cluster.node(2).log == cluster.node(5).log);
  compare("figure_8", transcript);
}

BOOST_AUTO_TEST_CASE(of_a_snapshot_to_a_lagging_follower) {
  auto bounds = raft::tuning{};
  bounds.log_retain_entries = 1;
  bounds.cut_interval_ticks = 0;
  auto cluster = raft_cluster{3, bounds};
  auto transcript = raft_transcript{cluster};
  transcript.say("Node 1 founds a cluster. Then node 3 hears nothing for a "
                 "while.");
  for (auto id = 1U; id <= 3; ++id)
    cluster.node(id).allow_elections("demo");
  cluster.elect(1);
  cluster.isolate(3);
  for (auto command : {"a", "b", "c", "d"})
    propose(cluster, transcript, cluster.node(1), command);
  transcript.say("What all have applied is in their states: the log may be "
                 "cut.");
  cluster.node(1).step(raft::compaction_requested{});
  cluster.node(2).step(raft::compaction_requested{});
  cluster.pass(bounds.heartbeat_ticks);
  transcript.show();
  transcript.say(
    "Node 3 hears again. It needs entries that are cut, and gets a "
    "snapshot.");
  cluster.mend();
  cluster.pass(4 * bounds.heartbeat_ticks);
  transcript.show();
  BOOST_TEST(cluster.installations == 1U);
  compare("snapshot", transcript);
}

BOOST_AUTO_TEST_CASE(of_a_member_that_is_removed) {
  auto cluster = raft_cluster{3};
  auto transcript = raft_transcript{cluster};
  transcript.say("Node 1 leads three members.");
  cluster.elect(1);
  transcript.show();
  transcript.say("The operator removes node 3. The new membership is in force\n"
                 "as soon as it is in a log, and done once a majority of it "
                 "has it.");
  cluster.node(1).step(raft::membership_change{
    .step = raft::membership_step::remove, .node = {3}});
  cluster.settle();
  cluster.pass(cluster.bounds().heartbeat_ticks);
  transcript.show();
  BOOST_TEST(!cluster.node(2).state.members().has_voter({3}));
  compare("removed_member", transcript);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace transcripts_test
