// §5.4 of the Raft paper, sentence by sentence, and the schedules of Figure 8;
// see paper_test.cpp.

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace paper_safety_test {

using namespace taskraft;
using namespace taskraft::tests;

using terms = std::vector<std::uint64_t>;

bool gets_vote(const terms& voters_log, raft::log_position candidates_last) {
  auto one = test_node{{1}, voters(3), {}, disk_of(voters_log, 9)};
  one.allow_elections();
  one.step(raft::request_vote{
    .term = {10}, .candidate = {2}, .last = candidates_last});
  one.finish_disk();
  auto answers = one.take<raft::voted>({2});
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  return answers[0].granted;
}

/// Five servers; one entry a message, so that a schedule can stop between two.
raft::tuning one_entry_a_message() {
  auto bounds = raft::tuning{};
  bounds.max_batch_bytes = 1;
  return bounds;
}

/// Figure 8, up to (c). The entry that each leader adds is its opening one.
struct figure_8 {
  raft_cluster cluster{5, one_entry_a_message()};

  figure_8() {
    for (auto id = 1U; id <= 5; ++id)
      cluster.restart_with(id, disk_of({1}, 1));
  }

  /// Elects `id` with every vote it can get, and lets no entry out.
  void elect_in_silence(std::uint64_t id) {
    auto& one = cluster.node(id);
    one.stand();
    one.finish_disk();
    for (auto other = 1U; other <= 5; ++other)
      for (auto& request : one.take<raft::request_vote>({other})) {
        if (cluster.is_cut({id}, {other}))
          continue;
        cluster.node(other).step(request);
        cluster.node(other).finish_disk();
        for (auto& answer : cluster.node(other).take<raft::voted>({id}))
          one.step(answer);
      }
  }

  /// Everything that `from` has for `to` arrives, and all answers to it.
  void replicate(std::uint64_t from, std::uint64_t to, std::uint64_t up_to) {
    auto& leader = cluster.node(from);
    auto& follower = cluster.node(to);
    for (auto i = 0; i < 5; ++i) {
      leader.finish_disk();
      cluster.serve_reads_from_disk(from);
      for (auto& message : leader.take<raft::append_entries>({to}))
        if (message.entries.empty()
            || message.entries.last().index.value <= up_to
            || message.previous.index > follower.state.log.last().index)
          follower.step(message);
      follower.finish_disk();
      for (auto& answer : follower.take<raft::appended>({from}))
        leader.step(answer);
    }
  }

  void lose(std::uint64_t id) {
    cluster.isolate(id);
    cluster.crash(id);
  }

  /// "(a) S1 is leader and partially replicates the log entry at index 2."
  void a() {
    elect_in_silence(1);
    replicate(1, 2, 2);
    BOOST_TEST_REQUIRE(terms_of(cluster.node(1).disk.log) == (terms{1, 2}));
    BOOST_TEST_REQUIRE(terms_of(cluster.node(2).disk.log) == (terms{1, 2}));
  }

  /// "(b) S1 crashes; S5 is elected leader for term 3 with votes from S3, S4,
  /// and itself, and accepts a different entry at log index 2."
  void b() {
    lose(1);
    elect_in_silence(5);
    cluster.node(5).finish_disk();
    BOOST_REQUIRE(cluster.node(5).leads());
    BOOST_TEST_REQUIRE(cluster.node(2).state.hard.vote.value == 0);
    BOOST_TEST_REQUIRE(terms_of(cluster.node(5).disk.log) == (terms{1, 3}));
  }

  /// "(c) S5 crashes; S1 restarts, is elected leader, and continues
  /// replication. At this point, the log entry from term 2 has been replicated
  /// on a majority of the servers, but it is not committed."
  void c() {
    cluster.mend();
    lose(5);
    // Term 3 has had its votes.
    elect_in_silence(1);
    BOOST_REQUIRE(!cluster.node(1).leads());
    elect_in_silence(1);
    auto& leader = cluster.node(1);
    BOOST_REQUIRE(leader.leads());
    BOOST_TEST_REQUIRE(leader.state.hard.term == raft::term{4});
    leader.finish_disk();
    leader.step(raft::appended{.term = {4},
                               .from = {2},
                               .match = {{2}, {2}},
                               .matched = true,
                               .conflict_hint = {},
                               .refused_previous = {},
                               .round = 1});
    replicate(1, 3, 2);
    BOOST_TEST_REQUIRE(terms_of(leader.disk.log) == (terms{1, 2, 4}));
    BOOST_TEST_REQUIRE(terms_of(cluster.node(3).disk.log) == (terms{1, 2}));
    BOOST_TEST_REQUIRE(leader.as_leader().peers.at({3}).match_index
                       == raft::log_index{2});
    BOOST_TEST_REQUIRE(leader.as_leader().peers.at({2}).match_index
                       == raft::log_index{2});
  }
};

BOOST_AUTO_TEST_SUITE(paper_5_4)

// §5.4.1: "Raft uses the voting process to prevent a candidate from winning an
// election unless its log contains all committed entries. [...] the RequestVote
// RPC includes information about the candidate's log, and the voter denies its
// vote if its own log is more up-to-date than that of the candidate. [...] If
// the logs have last entries with different terms, then the log with the later
// term is more up-to-date. If the logs end with the same term, then whichever
// log is longer is more up-to-date."
BOOST_AUTO_TEST_CASE(the_later_term_wins_and_then_the_longer_log) {
  BOOST_TEST(gets_vote({1, 2, 2}, {{3}, {2}}));
  BOOST_TEST(gets_vote({1, 2, 2}, {{4}, {2}}));
  BOOST_TEST(gets_vote({1, 2, 2}, {{1}, {3}}));
  BOOST_TEST(!gets_vote({1, 2, 2}, {{2}, {2}}));
  BOOST_TEST(!gets_vote({1, 2, 2}, {{9}, {1}}));
  BOOST_TEST(gets_vote({}, {{0}, {0}}));
  BOOST_TEST(!gets_vote({1}, {{0}, {0}}));
}

// §5.4.1: "[...] every committed entry must be present in at least one of
// those servers. If the candidate's log is at least as up-to-date as any other
// log in that majority [...], then it will hold all the committed entries."
BOOST_AUTO_TEST_CASE(nobody_without_a_committed_entry_is_elected) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  cluster.isolate(3);
  cluster.node(1).propose({"committed"});
  cluster.settle();
  cluster.mend();
  cluster.isolate(1);
  for (auto i = 0; i < 5; ++i) {
    cluster.node(3).stand();
    cluster.settle();
    BOOST_TEST(!cluster.node(3).leads());
  }
  auto& next = cluster.node(2);
  for (auto i = 0; i < 1000 && !next.leads(); ++i) {
    cluster.node(2).tick();
    cluster.node(3).tick();
    cluster.settle();
  }
  BOOST_TEST(next.leads());
  BOOST_TEST(commands_of(next.applied)
             == std::vector<std::string>{"committed"});
}

// §5.4.2: "[...] a leader cannot immediately conclude that an entry from a
// previous term is committed once it is stored on a majority of servers. [...]
// Raft never commits log entries from previous terms by counting replicas.
// Only log entries from the leader's current term are committed by counting
// replicas."
BOOST_AUTO_TEST_CASE(a_leader_does_not_commit_an_older_term_by_counting) {
  auto run = figure_8{};
  run.a();
  run.b();
  run.c();
  BOOST_TEST(run.cluster.node(1).state.commit_index == raft::log_index{0});
}

// Figure 8 (d): "If S1 crashes as in (d), S5 could be elected leader (with
// votes from S2, S3, and S4) and overwrite the entry with its own entry from
// term 3."
BOOST_AUTO_TEST_CASE(figure_8_d_overwrites_what_was_never_committed) {
  auto run = figure_8{};
  run.a();
  run.b();
  run.c();
  run.cluster.mend();
  run.lose(1);
  auto& five = run.cluster.node(5);
  // Term 4 has had its votes.
  run.elect_in_silence(5);
  run.elect_in_silence(5);
  BOOST_REQUIRE(five.leads());
  run.cluster.settle();
  BOOST_TEST(terms_of(five.log) == (terms{1, 3, 5}));
  for (auto id = 2U; id <= 4; ++id)
    BOOST_TEST(run.cluster.node(id).disk.log == five.log);
  run.cluster.mend();
  run.cluster.pass(10);
  BOOST_TEST(run.cluster.node(1).disk.log == five.log);
  BOOST_TEST(run.cluster.node(1).applied == five.applied);
}

// Figure 8 (e): "However, if S1 replicates an entry from its current term on a
// majority of the servers before crashing, as in (e), then this entry is
// committed (S5 cannot win an election). At this point all preceding entries
// in the log are committed as well."
BOOST_AUTO_TEST_CASE(figure_8_e_keeps_what_the_own_term_committed) {
  auto run = figure_8{};
  run.a();
  run.b();
  run.c();
  run.replicate(1, 2, 3);
  run.cluster.node(1).tick(run.cluster.node(1).state.tuning.heartbeat_ticks);
  run.replicate(1, 3, 3);
  BOOST_TEST(run.cluster.node(1).state.commit_index == raft::log_index{3});
  auto committed = run.cluster.node(1).applied;
  run.cluster.mend();
  run.lose(1);
  for (auto i = 0; i < 5; ++i) {
    run.elect_in_silence(5);
    BOOST_TEST(!run.cluster.node(5).leads());
  }
  run.cluster.mend();
  run.cluster.pass(200);
  for (auto& [id, one] : run.cluster.nodes()) {
    BOOST_TEST_REQUIRE(one.applied.size() > committed.size());
    BOOST_TEST(
      std::equal(committed.begin(), committed.end(), one.applied.begin()));
  }
}

// §5.4.2: "[...] log entries retain their original term numbers when a leader
// replicates entries from previous terms."
BOOST_AUTO_TEST_CASE(entries_keep_the_term_they_were_made_in) {
  auto cluster = raft_cluster{3};
  cluster.restart_with(1, disk_of({1, 1, 3}, 6));
  cluster.elect(1);
  BOOST_TEST(terms_of(cluster.node(3).log) == (terms{1, 1, 3, 7}));
}

// §5.4.3: "[...] if a server has applied a log entry at a given index to its
// state machine, no other server will ever apply a different log entry for the
// same index. [...] Finally, Raft requires servers to apply entries in log
// index order." The simulation checks both after every step; here once after
// a change of leaders.
BOOST_AUTO_TEST_CASE(all_servers_apply_the_same_entries_in_the_same_order) {
  auto cluster = raft_cluster{5};
  for (auto id = 1U; id <= 5; ++id) {
    cluster.elect(id);
    cluster.node(id).propose({"by " + std::to_string(id)});
    cluster.isolate(id % 5 + 1);
    cluster.node(id).propose({"again by " + std::to_string(id)});
    cluster.settle();
    cluster.mend();
    cluster.pass(10);
  }
  for (auto& [id, one] : cluster.nodes())
    BOOST_TEST(one.applied == cluster.node(1).applied);
  BOOST_TEST(commands_of(cluster.node(1).applied).size() == 10U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace paper_safety_test
