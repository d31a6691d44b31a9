// How a leader feeds its peers: probing, pipelining, bounds, loss, and entries
// that memory has forgotten.

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

namespace flow_test {

using namespace taskraft;
using namespace taskraft::tests;

using raft::progress_mode;

/// A leader of two whose peer does what the test says.
struct feeding {
  test_node leader;

  explicit feeding(const raft::tuning& bounds = {},
                   const std::vector<std::uint64_t>& log = {})
    : leader({1}, voters(2), bounds, disk_of(log, 1)) {
    leader.allow_elections();
    leader.win();
    leader.finish_disk();
  }

  /// The peer has stored everything: entries follow without waiting.
  static feeding in_step(const raft::tuning& bounds = {}) {
    auto x = feeding{bounds};
    x.acknowledge(x.last());
    x.leader.outbox.clear();
    return x;
  }

  raft::progress& peer() {
    return leader.as_leader().peers.at({2});
  }
  std::uint64_t last() const {
    return leader.state.log.last().index.value;
  }
  std::vector<raft::append_entries> sent() {
    return leader.take<raft::append_entries>({2});
  }
  /// Those of them that carry entries.
  std::vector<raft::append_entries> fed() {
    auto all = sent();
    all.erase(std::remove_if(all.begin(), all.end(),
                             [](const auto& x) { return x.entries.empty(); }),
              all.end());
    return all;
  }
  void acknowledge(std::uint64_t match) {
    leader.step(raft::appended{
      .term = leader.state.hard.term,
      .from = {2},
      .match = {{match}, leader.state.log.term_at({match}).value()},
      .matched = true,
      .conflict_hint = {},
      .refused_previous = {},
      .round = leader.as_leader().round});
  }
  void refuse(std::uint64_t previous, raft::log_position hint) {
    leader.step(raft::appended{.term = leader.state.hard.term,
                               .from = {2},
                               .match = {},
                               .matched = false,
                               .conflict_hint = hint,
                               .refused_previous = {previous},
                               .round = leader.as_leader().round});
  }
  void heartbeat() {
    leader.tick(leader.state.tuning.heartbeat_ticks);
  }
};

raft::tuning bounds_of(std::size_t batch, std::size_t window,
                       std::size_t messages) {
  auto bounds = raft::tuning{};
  bounds.max_batch_bytes = batch;
  bounds.max_inflight_bytes = window;
  bounds.max_inflight_messages = messages;
  return bounds;
}

/// A command whose record has exactly `record_bytes` bytes.
std::string command_of(std::size_t record_bytes) {
  return std::string(record_bytes - raft::record_header_bytes, 'x');
}

BOOST_AUTO_TEST_SUITE(a_peer_that_is_probed)

BOOST_AUTO_TEST_CASE(gets_one_message_until_it_answers) {
  auto x = feeding{};
  BOOST_TEST(x.fed().size() == 1U);
  x.leader.propose({"one"});
  x.leader.propose({"two"});
  BOOST_TEST(x.fed().empty());
  x.acknowledge(1);
  auto fed = x.fed();
  BOOST_TEST_REQUIRE(fed.size() == 1U);
  BOOST_TEST(fed[0].entries.count() == 2U);
  BOOST_TEST(x.peer().mode == progress_mode::replicate);
}

BOOST_AUTO_TEST_CASE(gets_heartbeats_all_the_same) {
  auto x = feeding{};
  x.sent();
  x.heartbeat();
  BOOST_TEST(x.sent().size() == 1U);
}

BOOST_AUTO_TEST_CASE(whose_answer_was_lost_is_found_by_a_heartbeat) {
  auto x = feeding{};
  x.leader.propose({"one"});
  x.sent();
  // The opening entry got there, the answer did not come back.
  x.heartbeat();
  auto heartbeat = x.sent();
  BOOST_TEST_REQUIRE(heartbeat.size() == 1U);
  BOOST_TEST(heartbeat[0].previous.index == raft::log_index{1});
  x.acknowledge(1);
  BOOST_TEST(x.fed().size() == 1U);
}

BOOST_AUTO_TEST_CASE(that_missed_the_message_gets_it_again) {
  auto x = feeding{};
  x.sent();
  x.heartbeat();
  x.refuse(1, {});
  auto fed = x.fed();
  BOOST_TEST_REQUIRE(fed.size() == 1U);
  BOOST_TEST(fed[0].entries.first().index == raft::log_index{1});
}

BOOST_AUTO_TEST_CASE(and_refuses_late_is_not_listened_to) {
  auto x = feeding{{}, {1, 1, 1, 1}};
  x.sent();
  x.refuse(4, {{2}, {1}});
  x.leader.step(raft::entries_read{{2}, batch_of(x.leader.log, {3}, {5})});
  BOOST_TEST(x.fed().size() == 1U);
  // The same refusal again, and one of nothing that was asked.
  x.refuse(4, {{2}, {1}});
  x.refuse(3, {{1}, {1}});
  x.refuse(9, {{1}, {1}});
  BOOST_TEST(x.sent().empty());
  BOOST_TEST(x.peer().next_index == raft::log_index{6});
}

BOOST_AUTO_TEST_CASE(never_gets_what_it_has_acknowledged) {
  auto x = feeding{{}, {1, 1, 1, 1}};
  x.acknowledge(3);
  x.refuse(4, {{1}, {1}});
  BOOST_TEST(x.peer().next_index >= raft::log_index{4});
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_peer_in_step)

BOOST_AUTO_TEST_CASE(gets_entries_without_waiting_for_answers) {
  auto x = feeding::in_step();
  for (auto i = 0; i < 5; ++i)
    x.leader.propose({"command"});
  BOOST_TEST(x.fed().size() == 5U);
}

BOOST_AUTO_TEST_CASE(gets_the_very_buffer_that_the_log_gets) {
  auto x = feeding::in_step();
  x.leader.propose({"command"});
  auto fed = x.fed();
  BOOST_TEST_REQUIRE(fed.size() == 1U);
  const auto& written = std::get<raft::log_write>(x.leader.pending.back());
  BOOST_CHECK(fed[0].entries.records().data()
              == written.entries.records().data());
}

BOOST_AUTO_TEST_CASE(gets_no_more_bytes_than_the_window_holds) {
  auto x = feeding::in_step(bounds_of(100, 300, 100));
  for (auto i = 0; i < 10; ++i)
    x.leader.propose({command_of(100)});
  BOOST_TEST(x.fed().size() == 3U);
  BOOST_TEST(x.peer().mode == progress_mode::paused);
  x.acknowledge(x.peer().match_index.value + 2);
  BOOST_TEST(x.fed().size() == 2U);
  x.acknowledge(x.peer().match_index.value + 3);
  BOOST_TEST(x.fed().size() == 3U);
}

BOOST_AUTO_TEST_CASE(gets_more_in_one_message_once_messages_are_outstanding) {
  auto x = feeding::in_step(bounds_of(10000, 1000000, 2));
  for (auto i = 0; i < 10; ++i)
    x.leader.propose({command_of(100)});
  BOOST_TEST(x.fed().size() == 2U);
  x.acknowledge(x.peer().match_index.value + 1);
  auto fed = x.fed();
  BOOST_TEST_REQUIRE(fed.size() == 1U);
  BOOST_TEST(fed[0].entries.count() == 8U);
}

// HAZARDS 43: all appends of a full window are lost; nothing new is written.
BOOST_AUTO_TEST_CASE(with_a_full_window_recovers_when_all_was_lost) {
  auto cluster = raft_cluster{2, bounds_of(100, 300, 3)};
  cluster.elect(1);
  cluster.pass(5);
  auto& leader = cluster.node(1);
  cluster.cut_one_way(1, 2);
  for (auto i = 0; i < 10; ++i)
    leader.propose({command_of(100)});
  cluster.settle();
  BOOST_TEST(leader.as_leader().peers.at({2}).mode == progress_mode::paused);
  cluster.mend();
  cluster.pass(leader.state.tuning.heartbeat_ticks);
  BOOST_TEST(cluster.node(2).disk.log == leader.log);
  BOOST_TEST(leader.state.commit_index == leader.state.log.last().index);
}

BOOST_AUTO_TEST_CASE(that_lost_one_message_gets_it_after_one_heartbeat) {
  auto cluster = raft_cluster{2};
  cluster.elect(1);
  cluster.pass(5);
  auto& leader = cluster.node(1);
  leader.propose({"lost"});
  leader.outbox.clear();
  leader.propose({"arrives"});
  cluster.settle();
  BOOST_TEST(cluster.node(2).log == leader.log);
  leader.propose({"lost"});
  leader.outbox.clear();
  cluster.pass(leader.state.tuning.heartbeat_ticks);
  BOOST_TEST(cluster.node(2).log == leader.log);
}

BOOST_AUTO_TEST_CASE(with_a_slow_disk_gets_nothing_twice) {
  auto cluster = raft_cluster{3};
  cluster.elect(1);
  cluster.pass(5);
  auto& leader = cluster.node(1);
  cluster.slow_disks = {{2}};
  leader.propose({"command"});
  cluster.settle();
  for (auto i = 0; i < 300; ++i) {
    leader.tick();
    for (const auto& out : leader.outbox)
      if (const auto* x = std::get_if<raft::append_entries>(&out.message))
        BOOST_REQUIRE(x->entries.empty());
    cluster.settle();
  }
  BOOST_TEST(leader.leads());
}

BOOST_AUTO_TEST_CASE(learns_the_commit_index_at_once_in_one_message) {
  auto x = feeding::in_step();
  x.leader.propose({"one"});
  x.leader.finish_disk();
  BOOST_TEST(x.sent().size() == 1U);
  x.acknowledge(x.last());
  auto notice = x.sent();
  BOOST_TEST_REQUIRE(notice.size() == 1U);
  BOOST_TEST(notice[0].entries.empty());
  BOOST_TEST(notice[0].commit_index.value == x.last());
}

BOOST_AUTO_TEST_CASE(learns_it_with_entries_that_go_out_anyway) {
  auto x = feeding::in_step(bounds_of(1000, 10000, 1));
  x.leader.propose({"one"});
  x.leader.propose({"two"});
  x.leader.finish_disk();
  x.sent();
  x.acknowledge(x.last() - 1);
  auto sent = x.sent();
  BOOST_TEST_REQUIRE(sent.size() == 1U);
  BOOST_TEST(sent[0].entries.count() == 1U);
  BOOST_TEST(sent[0].commit_index.value == x.last() - 1);
}

BOOST_AUTO_TEST_CASE(that_claims_what_cannot_be_is_not_believed) {
  auto x = feeding::in_step();
  auto before = x.leader.state.commit_index;
  x.leader.propose({"command"});
  x.leader.finish_disk();
  auto claim = raft::appended{.term = x.leader.state.hard.term,
                              .from = {2},
                              .match = {{x.last() + 1}, {2}},
                              .matched = true,
                              .conflict_hint = {},
                              .refused_previous = {}};
  x.leader.step(claim);
  claim.match = {{x.last()}, {1}};
  x.leader.step(claim);
  claim.match = {{x.last()}, {2}};
  claim.term = {1};
  x.leader.step(claim);
  claim.term = x.leader.state.hard.term;
  claim.from = {7};
  x.leader.step(claim);
  BOOST_TEST(x.leader.state.commit_index == before);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_peer_that_lags_beyond_memory)

BOOST_AUTO_TEST_CASE(gets_entries_from_the_disk) {
  auto x = feeding{{}, {1, 1, 1, 1}};
  x.sent();
  x.refuse(4, {});
  BOOST_TEST_REQUIRE(x.leader.reads.size() == 1U);
  BOOST_TEST(x.leader.reads[0].peer == raft::node_id{2});
  BOOST_TEST(x.leader.reads[0].from == raft::log_index{1});
  BOOST_TEST(x.fed().empty());
  x.leader.step(raft::entries_read{{2}, batch_of(x.leader.log, {1}, {3})});
  auto fed = x.fed();
  BOOST_TEST_REQUIRE(fed.size() == 1U);
  BOOST_TEST(fed[0].entries.count() == 3U);
  // The disk is asked for more while these are acknowledged.
  x.acknowledge(3);
  BOOST_TEST_REQUIRE(x.leader.reads.size() == 2U);
  BOOST_TEST(x.leader.reads[1].from == raft::log_index{4});
}

BOOST_AUTO_TEST_CASE(gets_heartbeats_while_the_disk_reads) {
  auto x = feeding{{}, {1, 1, 1, 1}};
  x.refuse(4, {});
  x.sent();
  x.heartbeat();
  x.heartbeat();
  BOOST_TEST(x.sent().size() == 2U);
  BOOST_TEST(x.leader.reads.size() == 1U);
}

// The log was compacted: only a snapshot would help.
BOOST_AUTO_TEST_CASE(waits_when_the_disk_has_them_no_more) {
  auto x = feeding{{}, {1, 1, 1, 1}};
  x.refuse(4, {});
  x.sent();
  x.leader.step(raft::entries_read{{2}, {}});
  x.leader.propose({"command"});
  BOOST_TEST(x.leader.reads.size() == 1U);
  BOOST_TEST(x.fed().empty());
  x.heartbeat();
  BOOST_TEST(x.leader.reads.size() == 2U);
}

// Asked for in an earlier leadership, answered in this one, overwritten in
// between.
BOOST_AUTO_TEST_CASE(never_gets_entries_that_were_overwritten) {
  auto x = feeding{{}, {1, 1, 1, 1}};
  x.refuse(4, {{2}, {1}});
  BOOST_TEST_REQUIRE(x.leader.reads.size() == 1U);
  x.sent();
  x.leader.step(
    raft::entries_read{{2}, batch_of(log_of({0, 0, 0, 0}), {3}, {4})});
  BOOST_TEST(x.fed().empty());
  x.leader.step(raft::entries_read{{2}, batch_of(x.leader.log, {3}, {4})});
  BOOST_TEST(x.fed().empty());
  x.heartbeat();
  BOOST_TEST_REQUIRE(x.leader.reads.size() == 2U);
  x.leader.step(raft::entries_read{{2}, batch_of(x.leader.log, {3}, {4})});
  BOOST_TEST(x.fed().size() == 1U);
}

BOOST_AUTO_TEST_CASE(does_not_get_entries_of_another_place) {
  auto x = feeding{{}, {1, 1, 1, 1}};
  x.refuse(4, {{2}, {1}});
  x.sent();
  x.leader.step(raft::entries_read{{2}, batch_of(x.leader.log, {1}, {4})});
  BOOST_TEST(x.fed().empty());
  BOOST_TEST(x.leader.reads.size() == 2U);
}

// HAZARDS 38: a node that only a snapshot can help becomes a candidate, again
// and again.
BOOST_AUTO_TEST_CASE(follows_quietly_while_only_a_snapshot_could_help) {
  auto cluster = raft_cluster{3};
  cluster.restart_with(1, disk_of({1, 1, 1}, 1));
  cluster.restart_with(2, disk_of({1, 1, 1}, 1));
  cluster.compacted = {{1}, {2}};
  cluster.elect(1);
  auto term = cluster.node(1).state.hard.term;
  cluster.pass(500);
  BOOST_TEST(cluster.node(3).kind() == raft::role_kind::follower);
  BOOST_TEST(cluster.node(3).log.empty());
  BOOST_TEST(cluster.node(1).state.hard.term == term);
  // The rest of the cluster works.
  cluster.node(1).propose({"command"});
  cluster.settle();
  BOOST_TEST(commands_of(cluster.node(2).applied).size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace flow_test
