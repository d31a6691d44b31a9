// §7 of the paper, "Log compaction", sentence by sentence, and Figure 13.

#include "protocol/raft/roles.hpp"
#include "tests/support/raft/raft_logs.hpp"
#include "tests/support/unit_test.hpp"

#include <utility>
#include <variant>

namespace paper_snapshots_test {

using namespace taskraft;
using namespace taskraft::tests;

raft::membership named_voters(std::size_t count) {
  auto members = voters(count);
  members.cluster_id = "known";
  return members;
}

/// Node 1 of three, in term 3, with entries of terms 1 1 2 2 2 3.
raft::consensus whole_log() {
  auto found = recover(disk_of({1, 1, 2, 2, 2, 3}, 3));
  found.memberships = {{{1}, named_voters(3)}};
  auto state = raft::make_consensus({1}, {}, found, voters(3));
  state.elections_allowed = true;
  state.tuning.log_retain_entries = 1;
  return state;
}

/// The same, of which all up to `base` is gone.
raft::consensus cut_log(raft::log_position base) {
  auto state = whole_log();
  state.log.truncate_prefix(base);
  state.commit_index = base.index;
  state.released_index = base.index;
  state.visible_index = base.index;
  state.durable_state_index = base.index;
  return state;
}

/// The leader of term 4 over such a log.
struct acting_leader {
  raft::consensus state;
  raft::leader role;

  explicit acting_leader(raft::consensus from) : state(std::move(from)) {
    state.hard = {{4}, {1}};
    state.durable_hard = state.hard;
    raft::start(role, state, 1);
  }

  raft::effects hear(const raft::event& x) {
    auto before = raft::promises_of(state);
    auto out = raft::step(role, state, x);
    raft::check_invariants(before, state);
    return out;
  }
  /// The peer refuses what was sent and says that its log ends at `last`.
  raft::effects refused(std::uint64_t peer, raft::log_position last) {
    return hear(raft::appended{.term = {4},
                               .from = {peer},
                               .match = {},
                               .matched = false,
                               .conflict_hint = last,
                               .refused_previous
                               = role.peers.at({peer}).next_index.previous()});
  }
  raft::effects matched(std::uint64_t peer, raft::log_position last) {
    return hear(raft::appended{.term = {4}, .from = {peer}, .match = last});
  }
};

struct acting_follower {
  raft::consensus state;
  raft::follower role;

  raft::effects hear(const raft::event& x) {
    auto before = raft::promises_of(state);
    auto out = raft::step(role, state, x);
    raft::check_invariants(before, state);
    return out;
  }
};

raft::install_snapshot piece(std::uint64_t term, raft::log_position last) {
  return {.term = {term},
          .leader = {2},
          .about = {.base = {last, {}}, .size_bytes = 3, .checksum = 7},
          .offset = 0,
          .bytes = protocol::blob{"abc"},
          .checksum = 1};
}

raft::snapshot_installed installed(raft::log_position last,
                                   std::size_t members = 3) {
  return {.base = {last, {{1}, named_voters(members)}}};
}

BOOST_AUTO_TEST_SUITE(log_compaction)

// "Each server takes snapshots independently, covering just the committed
// entries in its log."
BOOST_AUTO_TEST_CASE(covers_just_the_committed_entries) {
  auto node = acting_follower{whole_log(), {}};
  node.hear(append_from(2, 3, log_of({1, 1, 2, 2, 2, 3}), 5, 6, 4));
  auto out = node.hear(raft::state_progressed{{6}, {6}});
  BOOST_TEST_REQUIRE(out.writes.size() == 1U);
  BOOST_REQUIRE(out.writes[0].begin.has_value());
  BOOST_TEST(out.writes[0].begin->last == (raft::log_position{{4}, {2}}));
  BOOST_TEST(node.state.log.base() == (raft::log_position{{4}, {2}}));
  BOOST_TEST(node.state.log.last() == (raft::log_position{{6}, {3}}));
}

// "... the last included index ... and the last included term ... are
// preserved to support the AppendEntries consistency check for the first log
// entry following the snapshot."
BOOST_AUTO_TEST_CASE(keeps_index_and_term_for_the_consistency_check) {
  auto node = acting_follower{cut_log({{6}, {3}}), {}};
  auto longer = log_of({1, 1, 2, 2, 2, 3, 3});
  auto out = node.hear(append_from(2, 3, longer, 6, 7));
  BOOST_TEST_REQUIRE(out.writes.size() == 1U);
  BOOST_TEST(out.writes[0].entries.first().index == raft::log_index{7});
  auto other = acting_follower{cut_log({{6}, {3}}), {}};
  auto wrong = log_of({1, 1, 2, 2, 2, 2, 3});
  auto refused
    = only<raft::appended>(other.hear(append_from(2, 3, wrong, 6, 7)));
  BOOST_TEST_REQUIRE(refused.size() == 1U);
  BOOST_TEST(!refused[0].matched);
}

// "... the snapshot also includes the latest configuration in the log as of
// last included index."
BOOST_AUTO_TEST_CASE(keeps_the_latest_configuration_at_the_base) {
  auto state = whole_log();
  state.memberships
    = {{{1}, named_voters(3)}, {{3}, named_voters(4)}, {{6}, named_voters(5)}};
  state.commit_index = {5};
  state.released_index = {5};
  auto node = acting_follower{std::move(state), {}};
  auto out = node.hear(raft::state_progressed{{5}, {5}});
  BOOST_TEST_REQUIRE(out.writes.size() == 1U);
  BOOST_TEST(out.writes[0].begin->members == named_voters(4));
  BOOST_TEST_REQUIRE(node.state.memberships.size() == 2U);
  BOOST_TEST(node.state.memberships[0].index == raft::log_index{3});
  BOOST_TEST(node.state.members() == named_voters(5));
}

// "Once a server completes writing a snapshot, it may delete all log entries
// up through the last included index." Here the store is the snapshot.
BOOST_AUTO_TEST_CASE(deletes_nothing_before_the_state_is_durable) {
  auto state = whole_log();
  state.commit_index = {6};
  state.released_index = {6};
  auto node = acting_follower{std::move(state), {}};
  auto out = node.hear(raft::state_progressed{{5}, {2}});
  BOOST_TEST(out.make_state_durable);
  BOOST_TEST(out.writes.empty());
  // It is asked for once.
  BOOST_TEST(!node.hear(raft::tick{}).make_state_durable);
  out = node.hear(raft::state_progressed{{6}, {5}});
  BOOST_TEST_REQUIRE(out.writes.size() == 1U);
  BOOST_TEST(out.writes[0].begin->last == (raft::log_position{{5}, {2}}));
}

// "... the leader must occasionally send snapshots to followers that lag
// behind. This happens when the leader has already discarded the next log
// entry that it needs to send to a follower."
BOOST_AUTO_TEST_CASE(sends_a_snapshot_when_the_next_entry_is_gone) {
  auto node = acting_leader{cut_log({{5}, {2}})};
  auto out = node.refused(2, {{2}, {1}});
  BOOST_TEST_REQUIRE(out.snapshots.size() == 1U);
  BOOST_TEST(out.snapshots[0].peer == raft::node_id{2});
  BOOST_TEST(out.snapshots[0].term == raft::term{4});
  BOOST_TEST(out.snapshots[0].at_least == raft::log_index{5});
  BOOST_TEST(node.role.peers.at({2}).mode == raft::progress_mode::snapshot);
  BOOST_TEST(only<raft::append_entries>(out).empty());
}

// "... a follower that has kept up with the leader would already have this
// entry."
BOOST_AUTO_TEST_CASE(sends_none_to_a_follower_that_kept_up) {
  auto node = acting_leader{cut_log({{5}, {2}})};
  auto out = node.refused(2, {{5}, {2}});
  BOOST_TEST(out.snapshots.empty());
  auto sent = only<raft::append_entries>(out);
  BOOST_TEST((!sent.empty() || !out.reads.empty()));
  BOOST_TEST(node.role.peers.at({2}).mode == raft::progress_mode::probe);
}

// "Usually the snapshot will contain new information not already in the
// recipient's log. In this case, the follower discards its entire log; it is
// all superseded by the snapshot."
BOOST_AUTO_TEST_CASE(supersedes_a_log_that_ends_before) {
  auto node = acting_follower{whole_log(), {}};
  auto out = node.hear(piece(4, {{9}, {4}}));
  BOOST_TEST_REQUIRE(out.snapshot_pieces.size() == 1U);
  out = node.hear(installed({{9}, {4}}));
  BOOST_TEST(node.state.log.base() == (raft::log_position{{9}, {4}}));
  BOOST_TEST(node.state.log.last() == (raft::log_position{{9}, {4}}));
  BOOST_TEST(node.state.commit_index == raft::log_index{9});
  BOOST_TEST(node.state.released_index == raft::log_index{9});
  BOOST_TEST_REQUIRE(out.writes.size() == 1U);
  BOOST_TEST(out.writes[0].begin->last == (raft::log_position{{9}, {4}}));
  node.hear(raft::hard_state_saved{node.state.hard});
  node.hear(append_from(2, 4, log_of({1, 1, 2, 2, 2, 3, 3, 3, 4, 4}), 9, 10));
  BOOST_TEST(node.state.log.last() == (raft::log_position{{10}, {4}}));
}

// "... and may possibly have uncommitted entries that conflict with the
// snapshot."
BOOST_AUTO_TEST_CASE(supersedes_uncommitted_entries_that_conflict) {
  auto state = whole_log();
  state.memberships.push_back({{6}, named_voters(5)});
  auto node = acting_follower{std::move(state), {}};
  node.hear(piece(4, {{5}, {4}}));
  node.hear(installed({{5}, {4}}, 4));
  BOOST_TEST(node.state.log.last() == (raft::log_position{{5}, {4}}));
  BOOST_TEST(node.state.durable_index == raft::log_index{5});
  // HAZARDS 31: what the lost entries said of the cluster is lost with them.
  BOOST_TEST_REQUIRE(node.state.memberships.size() == 1U);
  BOOST_TEST(node.state.members() == named_voters(4));
}

// "If instead the follower receives a snapshot that describes a prefix of its
// log (due to retransmission or by mistake), then log entries covered by the
// snapshot are deleted but entries following the snapshot are still valid and
// must be retained."
BOOST_AUTO_TEST_CASE(keeps_what_follows_a_snapshot_of_a_prefix) {
  auto state = whole_log();
  state.memberships.push_back({{6}, named_voters(5)});
  auto node = acting_follower{std::move(state), {}};
  node.hear(piece(3, {{4}, {2}}));
  node.hear(installed({{4}, {2}}));
  BOOST_TEST(node.state.log.base() == (raft::log_position{{4}, {2}}));
  BOOST_TEST(node.state.log.last() == (raft::log_position{{6}, {3}}));
  BOOST_TEST(node.state.durable_index == raft::log_index{6});
  BOOST_TEST(node.state.commit_index == raft::log_index{4});
  BOOST_TEST(node.state.members() == named_voters(5));
}

// "... followers can take snapshots without the knowledge of the leader."
BOOST_AUTO_TEST_CASE(happens_at_a_follower_that_hears_no_leader) {
  auto state = whole_log();
  state.commit_index = {6};
  state.released_index = {6};
  auto node = acting_follower{std::move(state), {}};
  auto out = node.hear(raft::state_progressed{{6}, {6}});
  BOOST_TEST(out.writes.size() == 1U);
  BOOST_TEST(out.messages.empty());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(install_snapshot)

// "Reply immediately if term < currentTerm."
BOOST_AUTO_TEST_CASE(of_an_older_term_is_answered_with_the_newer_one) {
  auto node = acting_follower{whole_log(), {}};
  auto out = node.hear(piece(2, {{9}, {2}}));
  BOOST_TEST(out.snapshot_pieces.empty());
  auto answers = only<raft::snapshot_received>(out);
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].term == raft::term{3});
  BOOST_TEST(node.state.leader == raft::node_id{});
  auto leader = acting_leader{cut_log({{5}, {2}})};
  out = leader.hear(raft::snapshot_received{.term = {5}, .from = {2}});
  BOOST_REQUIRE(out.become.has_value());
  BOOST_TEST(out.become->next == raft::role_kind::follower);
  BOOST_TEST(out.become->redeliver);
}

// "If RPC request or response contains term T > currentTerm: set currentTerm =
// T, convert to follower."
BOOST_AUTO_TEST_CASE(of_a_newer_term_is_followed) {
  auto node = acting_follower{whole_log(), {}};
  auto out = node.hear(piece(5, {{9}, {4}}));
  BOOST_TEST(node.state.hard.term == raft::term{5});
  BOOST_TEST(node.state.leader == raft::node_id{2});
  BOOST_TEST(out.snapshot_pieces.size() == 1U);
  auto standing = whole_log();
  auto candidate = raft::candidate{};
  raft::start(candidate, standing, 1);
  out = raft::step(candidate, standing, raft::event{piece(3, {{9}, {3}})});
  BOOST_REQUIRE(out.become.has_value());
  BOOST_TEST(out.become->redeliver);
  auto leader = acting_leader{cut_log({{5}, {2}})};
  BOOST_TEST(leader.hear(piece(5, {{9}, {4}})).become.has_value());
}

// "Each chunk gives the follower a sign of life from the leader, so it can
// reset its election timer." HAZARDS 38.
BOOST_AUTO_TEST_CASE(puts_off_elections_with_every_piece) {
  auto node = acting_follower{whole_log(), {}};
  for (auto i = 0; i < 20; ++i) {
    node.hear(piece(3, {{9}, {3}}));
    for (auto ticks = 1U; ticks < node.state.tuning.election_ticks_min; ++ticks)
      BOOST_TEST(!node.hear(raft::tick{}).become.has_value());
  }
}

// HAZARDS 37: late, doubled or old, it never overwrites what is newer.
BOOST_AUTO_TEST_CASE(that_is_late_changes_nothing) {
  auto node = acting_follower{whole_log(), {}};
  node.hear(append_from(2, 3, log_of({1, 1, 2, 2, 2, 3}), 5, 6, 6));
  auto out = node.hear(piece(3, {{5}, {2}}));
  BOOST_TEST(out.snapshot_pieces.empty());
  auto answers = only<raft::snapshot_received>(out);
  BOOST_TEST_REQUIRE(answers.size() == 1U);
  BOOST_TEST(answers[0].outcome == raft::snapshot_outcome::not_needed);
  auto progress = only<raft::appended>(out);
  BOOST_TEST_REQUIRE(progress.size() == 1U);
  BOOST_TEST(progress[0].match.index == raft::log_index{6});
  // Even one that was installed after all only shortens the log.
  node.hear(installed({{5}, {2}}));
  BOOST_TEST(node.state.log.last() == (raft::log_position{{6}, {3}}));
  node.hear(installed({{4}, {2}}));
  BOOST_TEST(node.state.log.base() == (raft::log_position{{5}, {2}}));
}

BOOST_AUTO_TEST_CASE(that_nobody_honest_sends_is_ignored) {
  auto node = acting_follower{whole_log(), {}};
  auto own = piece(3, {{9}, {3}});
  own.leader = {1};
  auto nobody = piece(3, {{9}, {3}});
  nobody.leader = {};
  auto future = piece(3, {{9}, {4}});
  auto beyond = piece(3, {{9}, {3}});
  beyond.offset = 1;
  for (const auto& x : {own, nobody, future, beyond}) {
    auto out = node.hear(x);
    BOOST_TEST(out.snapshot_pieces.empty());
    BOOST_TEST(out.messages.empty());
  }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace paper_snapshots_test
