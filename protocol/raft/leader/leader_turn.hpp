// One event at a leader. Included by the leader's sources only, which share
// out the work: leader.cpp, leader_replication.cpp, leader_reads.cpp,
// leader_lease.cpp, leader_pressure.cpp, leader_transfer.cpp, leader_store.cpp,
// leader_membership.cpp, leader_level.cpp and leader_snapshot.cpp.

#pragma once

#include "protocol/raft/compaction.hpp"
#include "protocol/raft/roles.hpp"
#include "protocol/raft/rules.hpp"
#include "protocol/raft/trust.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace taskraft::raft {

struct leader_turn {
  leader& role;
  consensus& state;
  effects& out;

  // leader.cpp
  void begin(std::uint64_t time_us);
  void operator()(const append_entries& x);
  void operator()(const request_vote& x);
  void operator()(const voted& x);
  void operator()(const timeout_now& x);
  void operator()(const tick& x);
  void operator()(const hard_state_saved& x);
  void operator()(const log_written& x);
  void operator()(const disk_room_changed& x);
  void operator()(const proposal& x);
  void operator()(const elections_allowed& x);

  // leader_replication.cpp
  void operator()(const appended& x);
  void operator()(const entries_read& x);

  // leader_reads.cpp
  void operator()(const read_requested& x);

  void operator()(const seen_by_peer& /*x*/) {
    // `may_proceed` has judged it.
  }

  // leader_transfer.cpp
  void operator()(const transfer_requested& x);

  // leader_membership.cpp
  void operator()(const membership_change& x);

  // leader_level.cpp
  void operator()(const levels_announced& x);

  // leader_snapshot.cpp
  void operator()(const install_snapshot& x);
  void operator()(const snapshot_received& x);
  void operator()(const snapshot_begun& x);
  void operator()(const snapshot_failed& x);
  void operator()(const snapshot_gathered& /*x*/) {
    // Of a snapshot that an earlier leader has sent.
  }
  void operator()(const snapshot_installed& x);
  void operator()(const state_progressed& x);
  void operator()(const compaction_requested& x);

private:
  // leader.cpp
  void step_down(bool redeliver, step_down_cause why);
  bool hears_quorum(std::uint32_t ticks) const;
  void append_opening(std::uint64_t time_us);

  // leader_replication.cpp
  /// Sends every peer what it may have, and the commit index if it is news.
  void feed_peers();
  /// The same, but says something to each: a heartbeat with a new round.
  void begin_round();
  void feed(node_id id, progress& peer, bool must_speak);
  bool feed_entries(node_id id, progress& peer);
  void send_append(node_id id, progress& peer, log_index previous,
                   entry_batch entries);
  void back_off(progress& peer, const appended& x) const;
  /// False if nothing of the answer may be used: it is of another time, or of a
  /// disk that cannot be trusted.
  bool is_usable(node_id id, progress& peer, const appended& x);
  void commit_what_a_quorum_has();

  // leader_reads.cpp
  /// Grants what has been confirmed, and begins the next round of reads.
  void serve_reads();
  /// Begins a round that asks the peers which answer soonest.
  void begin_read_round();
  /// Puts the peer in its place among those that answer soonest; called before
  /// its answer is counted.
  void note_quickness(const progress& peer, const appended& x);
  /// Asks all peers if a round of reads that asked fewer is not confirmed yet.
  void ask_all_for_reads();
  bool is_confirmed(std::uint64_t round) const;

  // leader_lease.cpp
  void note_time(std::uint64_t now_us);
  void note_round();
  /// What an answer promises, and what it says of the time.
  void note_answer(progress& peer, const appended& x);
  void extend_lease(progress& peer, const appended& x,
                    std::uint64_t begun_us) const;
  /// Since when this leader is certain to know what is committed.
  void note_certainty();
  /// Whether no other leader can have committed anything by `now_us`.
  bool holds_lease(std::uint64_t now_us) const;

  // leader_pressure.cpp
  /// Appends entries of this term; everything a leader appends comes here.
  void append(entry_batch entries,
              std::vector<placed_membership> memberships = {});
  void count_what_was_left();
  void forget_committed();
  bool is_overloaded() const;

  // leader_transfer.cpp
  /// Gives up at once; who has most of the log may stand without waiting.
  void hand_over_and_step_down(step_down_cause why);
  void tell_to_stand(node_id target);
  void hand_over_if_ready();
  void age_transfer();
  node_id most_caught_up() const;
  bool is_reachable(node_id id) const;

  // leader_store.cpp
  /// Offers leadership to another node while the own state machine stands
  /// still; counts one tick.
  void watch_state_machine();
  void give_way_to_a_state();
  /// Because of the own state machine; zero: nobody could do better.
  void offer_leadership(node_id target);
  node_id best_working_state_machine() const;

  // leader_membership.cpp
  /// Whether members may change now.
  bool may_change_members() const;
  /// Why the change cannot be made now; nothing if it can, as far as is known.
  std::optional<membership_outcome>
  refusal_of(const membership_change& x) const;
  /// Makes or refuses the requested changes that need not wait longer.
  void decide_requested_changes();
  void age_requested_changes();
  void make_change(const membership_change& x);
  void refuse_change(const membership_change& x, membership_outcome why);
  /// Whether a majority of the voters of `next` was heard within an election
  /// time-out.
  bool heard_quorum_of(const membership& next) const;
  /// Whether a majority of the voters of `next` has answered this round or a
  /// later one.
  bool quorum_knows_members(const membership& next) const;
  bool confirms(const membership& next, std::uint64_t round) const;
  /// Whether one of the voters of `next` has a state.
  bool keeps_a_state(const membership& next) const;
  void append_membership(membership next);
  /// Keeps `role.peers` and `role.learners` in line with the members.
  void follow_members();
  /// Answers the client once its change is committed.
  void answer_after(std::uint64_t context, log_index index);
  void answer_committed_changes();
  void abandon_changes();
  void age_learners();
  void promote_learners();
  /// §4.2.2 of the thesis: a leader that was removed leads until that is
  /// committed.
  void leave_if_removed();

  // leader_level.cpp
  bool knows_level() const;
  /// What the log raises the level to, as far as it goes.
  rules_level level_in_log() const;
  /// Raises the level by one if it is time.
  void raise_level();
  std::optional<membership_outcome>
  objection_to_level_of(node_id newcomer) const;

  // leader_snapshot.cpp
  void start_snapshot_if_needed(node_id id, progress& peer);
  void want_snapshot(node_id id, const snapshot_transfer& x);
  void note_snapshot_arrived(progress& peer) const;
  void age_snapshot_transfer(node_id id, progress& peer);
  log_needs needs_of_peers() const;
};

} // namespace taskraft::raft
