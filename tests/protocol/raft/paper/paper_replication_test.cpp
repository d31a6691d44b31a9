// §5.3 of the Raft paper, sentence by sentence; see paper_test.cpp.

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace paper_replication_test {

using namespace taskraft;
using namespace taskraft::tests;

using strings = std::vector<std::string>;

/// The leader of three in term 2, whose opening entry all have stored.
raft_cluster quiet_cluster(std::size_t size = 3) {
  auto cluster = raft_cluster{size};
  cluster.elect(1);
  cluster.pass(raft::tuning{}.heartbeat_ticks);
  return cluster;
}

test_node follower_with(const std::vector<std::uint64_t>& terms,
                        std::uint64_t term) {
  auto one = test_node{{1}, voters(3), {}, disk_of(terms, term)};
  one.allow_elections();
  return one;
}

BOOST_AUTO_TEST_SUITE(paper_5_3)

// "The leader appends the command to its log as a new entry, then issues
// AppendEntries RPCs in parallel to each of the other servers to replicate the
// entry."
BOOST_AUTO_TEST_CASE(a_leader_appends_and_sends_to_all_at_the_same_time) {
  auto cluster = quiet_cluster();
  auto& leader = cluster.node(1);
  leader.propose({"command"});
  BOOST_TEST(leader.log.back().payload == "command");
  BOOST_TEST(leader.pending.size() == 1U);
  for (auto to : {2U, 3U}) {
    auto sent = leader.take<raft::append_entries>({to});
    BOOST_TEST_REQUIRE(sent.size() == 1U);
    BOOST_TEST(sent[0].entries.last() == leader.state.log.last());
  }
}

// "When the entry has been safely replicated [...], the leader applies the
// entry to its state machine and returns the result of that execution to the
// client."
BOOST_AUTO_TEST_CASE(a_leader_applies_what_is_safely_replicated_and_no_more) {
  auto cluster = quiet_cluster();
  auto& leader = cluster.node(1);
  leader.propose({"command"});
  leader.finish_disk();
  BOOST_TEST(commands_of(leader.applied).empty());
  cluster.settle();
  BOOST_TEST(commands_of(leader.applied) == strings{"command"});
}

// "If followers crash or run slowly, or if network packets are lost, the
// leader retries AppendEntries RPCs indefinitely (even after it has responded
// to the client) until all followers eventually store all log entries."
BOOST_AUTO_TEST_CASE(a_leader_retries_until_all_followers_have_everything) {
  auto cluster = quiet_cluster();
  auto& leader = cluster.node(1);
  cluster.cut_one_way(1, 3);
  leader.propose({"one"});
  cluster.settle();
  BOOST_TEST(commands_of(leader.applied) == strings{"one"});
  cluster.pass(300);
  cluster.mend();
  cluster.pass(2 * leader.state.tuning.heartbeat_ticks);
  BOOST_TEST(cluster.node(3).disk.log == cluster.newest_leader()->log);
  BOOST_TEST(commands_of(cluster.node(3).applied) == strings{"one"});
}

// "Each log entry stores a state machine command along with the term number
// when the entry was received by the leader. [...] Each log entry also has an
// integer index identifying its position in the log."
BOOST_AUTO_TEST_CASE(an_entry_has_its_command_its_term_and_its_index) {
  auto cluster = quiet_cluster();
  auto& leader = cluster.node(1);
  leader.propose({"command"});
  auto sent = leader.take<raft::append_entries>({2});
  BOOST_TEST_REQUIRE(sent.size() == 1U);
  auto entry = *sent[0].entries.begin();
  BOOST_TEST(entry.payload == "command");
  BOOST_TEST(entry.term == leader.state.hard.term);
  BOOST_TEST(entry.index.value == leader.log.size());
}

// "A log entry is committed once the leader that created the entry has
// replicated it on a majority of the servers."
BOOST_AUTO_TEST_CASE(an_entry_is_committed_once_a_majority_has_stored_it) {
  for (auto size : {1U, 2U, 3U, 4U, 5U}) {
    auto cluster = quiet_cluster(size);
    auto& leader = cluster.node(1);
    leader.propose({"command"});
    auto last = leader.state.log.last();
    auto stored = 0U;
    leader.finish_disk();
    ++stored;
    for (auto from = 2U; from <= size; ++from) {
      BOOST_TEST((leader.state.commit_index == last.index)
                 == (stored * 2 > size));
      leader.step(raft::appended{.term = leader.state.hard.term,
                                 .from = {from},
                                 .match = last,
                                 .matched = true,
                                 .conflict_hint = {},
                                 .refused_previous = {}});
      ++stored;
    }
    BOOST_TEST(leader.state.commit_index == last.index);
  }
}

// "This also commits all preceding entries in the leader's log, including
// entries created by previous leaders."
BOOST_AUTO_TEST_CASE(a_commit_commits_all_that_precedes) {
  auto cluster = raft_cluster{3};
  cluster.restart_with(1, disk_of({1, 1, 2}, 2));
  cluster.elect(1);
  BOOST_TEST(cluster.node(1).state.commit_index == raft::log_index{4});
  BOOST_TEST(commands_of(cluster.node(1).applied).size() == 3U);
}

// "The leader keeps track of the highest index it knows to be committed, and
// it includes that index in future AppendEntries RPCs (including heartbeats)
// so that the other servers eventually find out. Once a follower learns that a
// log entry is committed, it applies the entry to its local state machine (in
// log order)."
BOOST_AUTO_TEST_CASE(followers_learn_the_commit_index_and_apply_in_order) {
  auto cluster = quiet_cluster();
  auto& leader = cluster.node(1);
  leader.propose({"one", "two", "three"});
  cluster.settle();
  for (auto id : {2U, 3U})
    BOOST_TEST(commands_of(cluster.node(id).applied)
               == (strings{"one", "two", "three"}));
  leader.tick(leader.state.tuning.heartbeat_ticks);
  auto heartbeats = leader.take<raft::append_entries>({2});
  BOOST_TEST_REQUIRE(heartbeats.size() == 1U);
  BOOST_TEST(heartbeats[0].commit_index == leader.state.commit_index);
}

// "If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of
// last new entry)" (Figure 2).
BOOST_AUTO_TEST_CASE(a_follower_commits_no_more_than_it_has_verified) {
  auto one = follower_with({1, 1, 1}, 2);
  auto log = log_of({1, 2, 2});
  one.step(append_from(2, 2, log, 1, 1, 3));
  BOOST_TEST(one.state.commit_index == raft::log_index{1});
}

// "If two entries in different logs have the same index and term, then they
// store the same command", because "a leader creates at most one entry with a
// given log index in a given term, and log entries never change their position
// in the log."
BOOST_AUTO_TEST_CASE(a_leader_gives_each_index_of_its_term_out_once) {
  auto cluster = quiet_cluster();
  auto& leader = cluster.node(1);
  leader.propose({"one"});
  leader.propose({"two", "three"});
  auto sent = leader.take<raft::append_entries>({2});
  BOOST_TEST_REQUIRE(sent.size() == 2U);
  BOOST_TEST(sent[1].entries.first().index
             == sent[0].entries.last().index.next());
}

// "If two entries in different logs have the same index and term, then the
// logs are identical in all preceding entries": "When sending an AppendEntries
// RPC, the leader includes the index and term of the entry in its log that
// immediately precedes the new entries. If the follower does not find an entry
// in its log with the same index and term, then it refuses the new entries."
BOOST_AUTO_TEST_CASE(a_follower_refuses_what_does_not_fit_after_its_log) {
  struct attempt {
    raft::log_position previous;
    bool fits;
  };
  const auto attempts = std::vector<attempt>{
    {{{0}, {0}}, true},  {{{1}, {1}}, true},  {{{2}, {2}}, true},
    {{{1}, {2}}, false}, {{{2}, {1}}, false}, {{{3}, {2}}, false},
  };
  for (const auto& x : attempts) {
    auto one = follower_with({1, 2}, 3);
    auto builder = raft::entry_batch_builder{};
    builder.add({.term = {3},
                 .index = x.previous.index.next(),
                 .kind = raft::entry_kind::command,
                 .time_us = 0,
                 .payload = "new"});
    one.step(raft::append_entries{.term = {3},
                                  .leader = {2},
                                  .previous = x.previous,
                                  .entries = builder.build(),
                                  .commit_index = {}});
    one.finish_disk();
    auto answers = one.take<raft::appended>({2});
    BOOST_TEST_REQUIRE(answers.size() == 1U);
    BOOST_TEST(answers[0].matched == x.fits);
    BOOST_TEST((one.log.back().payload == "new") == x.fits);
    if (!x.fits)
      BOOST_TEST(answers[0].refused_previous == x.previous.index);
  }
}

// "[...] whenever AppendEntries returns successfully, the leader knows that
// the follower's log is identical to its own log up through the new entries."
BOOST_AUTO_TEST_CASE(an_answer_tells_how_far_the_logs_are_identical) {
  auto one = follower_with({1, 1, 1}, 2);
  auto log = log_of({1, 1, 2, 2});
  one.step(append_from(2, 2, log, 1, 3));
  one.finish_disk();
  auto answers = one.take<raft::appended>({2});
  BOOST_REQUIRE(!answers.empty());
  BOOST_TEST(answers.back().match == (raft::log_position{{3}, {2}}));
}

// "In Raft, the leader handles inconsistencies by forcing the followers' logs
// to duplicate its own. This means that conflicting entries in follower logs
// will be overwritten with entries from the leader's log."
BOOST_AUTO_TEST_CASE(conflicting_entries_are_overwritten) {
  auto one = follower_with({1, 1, 1, 1}, 2);
  auto log = log_of({1, 1, 2});
  one.step(append_from(2, 2, log, 1, 3));
  BOOST_TEST(one.log == log);
  one.finish_disk();
  BOOST_TEST(one.disk.log == log);
}

// "If an existing entry conflicts with a new one (same index but different
// terms), delete the existing entry and all that follow it" (Figure 2): only
// then, since a message may be old and later entries may follow.
BOOST_AUTO_TEST_CASE(entries_after_a_matching_append_are_kept) {
  auto one = follower_with({1, 1, 2, 2}, 2);
  auto log = log_of({1, 1, 2, 2});
  one.step(append_from(2, 2, log, 1, 3));
  BOOST_TEST(one.log == log);
  BOOST_TEST(one.pending.empty());
}

// "When a leader first comes to power, it initializes all nextIndex values to
// the index just after the last one in its log."
BOOST_AUTO_TEST_CASE(a_new_leader_begins_after_its_last_entry) {
  auto one = follower_with({1, 1, 2}, 2);
  one.win();
  for (auto to : {2U, 3U}) {
    auto sent = one.take<raft::append_entries>({to});
    BOOST_TEST_REQUIRE(sent.size() == 1U);
    BOOST_TEST(sent[0].previous == (raft::log_position{{3}, {2}}));
  }
}

// "After a rejection, the leader decrements nextIndex and retries the
// AppendEntries RPC. Eventually nextIndex will reach a point where the leader
// and follower logs match."
BOOST_AUTO_TEST_CASE(a_leader_goes_back_until_the_logs_match) {
  auto cluster = raft_cluster{3};
  cluster.restart_with(1, disk_of({1, 1, 1, 3, 3}, 3));
  cluster.restart_with(2, disk_of({1, 1, 2, 2, 2, 2}, 2));
  cluster.restart_with(3, disk_of({}, 0));
  cluster.elect(1);
  for (auto id : {2U, 3U})
    BOOST_TEST(cluster.node(id).disk.log == cluster.node(1).log);
}

// "With this optimization, one AppendEntries RPC will be required for each
// term with conflicting entries, rather than one RPC per entry."
BOOST_AUTO_TEST_CASE(one_refusal_skips_a_whole_term) {
  auto terms = std::vector<std::uint64_t>(50, 1);
  auto cluster = raft_cluster{3};
  auto leaders = terms;
  leaders.insert(leaders.end(), 50, 4);
  auto followers = terms;
  followers.insert(followers.end(), 40, 2);
  followers.insert(followers.end(), 40, 3);
  cluster.restart_with(1, disk_of(leaders, 4));
  cluster.restart_with(2, disk_of(followers, 3));
  cluster.restart_with(3, disk_of(leaders, 4));
  cluster.elect(3);
  auto& follower = cluster.node(2);
  BOOST_TEST(follower.log == cluster.node(3).log);
  // Again by hand: how often does the follower refuse?
  cluster.restart_with(2, disk_of(followers, 5));
  cluster.restart_with(1, disk_of(leaders, 5));
  cluster.node(1).win();
  auto refusals = 0;
  for (auto i = 0; i < 10; ++i) {
    for (auto& message : cluster.node(1).take<raft::append_entries>({2}))
      follower.step(message);
    follower.finish_disk();
    for (auto& answer : follower.take<raft::appended>({1})) {
      refusals += answer.matched ? 0 : 1;
      cluster.node(1).step(answer);
    }
    cluster.serve_reads_from_disk(1);
  }
  BOOST_TEST(follower.log == cluster.node(1).log);
  BOOST_TEST(refusals <= 2);
}

// "A leader never overwrites or deletes entries in its own log (the Leader
// Append-Only Property)."
BOOST_AUTO_TEST_CASE(a_leader_only_appends_to_its_log) {
  auto cluster = raft_cluster{3};
  cluster.restart_with(1, disk_of({1, 1, 2}, 2));
  cluster.restart_with(2, disk_of({1, 1, 1, 1, 1, 1}, 1));
  auto before = cluster.node(1).log;
  cluster.elect(1);
  cluster.node(1).propose({"more"});
  cluster.settle();
  const auto& after = cluster.node(1).log;
  BOOST_TEST_REQUIRE(after.size() == before.size() + 2);
  BOOST_TEST(std::equal(before.begin(), before.end(), after.begin()));
}

// "Raft can accept, replicate, and apply new log entries as long as a majority
// of the servers are up; in the normal case a new entry can be replicated with
// a single round of RPCs to a majority of the cluster; and a single slow
// follower will not impact performance."
BOOST_AUTO_TEST_CASE(one_round_to_a_majority_commits_whatever_the_rest_does) {
  auto cluster = quiet_cluster(5);
  auto& leader = cluster.node(1);
  cluster.isolate(4);
  cluster.slow_disks.insert({5});
  leader.propose({"command"});
  leader.finish_disk();
  cluster.collect();
  auto sent = 0;
  for (auto& message : std::exchange(cluster.network(), {}))
    if (message.to.value == 2 || message.to.value == 3) {
      ++sent;
      cluster.deliver(message);
      cluster.node(message.to.value).finish_disk();
    }
  BOOST_TEST(sent == 2);
  cluster.collect();
  for (auto& message : std::exchange(cluster.network(), {}))
    cluster.deliver(message);
  BOOST_TEST(commands_of(leader.applied) == strings{"command"});
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace paper_replication_test
