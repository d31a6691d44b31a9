#include "protocol/invariant.hpp"
#include "protocol/raft/compaction.hpp"
#include "protocol/raft/roles.hpp"
#include "protocol/raft/rules.hpp"
#include "protocol/raft/trust.hpp"

#include <utility>

namespace taskraft::raft {

namespace {

/// One event at a candidate (§5.2): first a pre-vote, which changes nothing
/// anywhere (thesis §9.6), then the election itself.
struct candidate_turn : refuses_clients {
  using refuses_clients::operator();

  candidate& role;
  consensus& state;

  candidate_turn(candidate& r, consensus& s, effects& o)
    : refuses_clients(o), role(r), state(s) {
  }

  void begin(std::uint64_t random) {
    RAFT_INVARIANT(may_campaign(state));
    role.election_ticks = draw_election_ticks(state.tuning, random);
    state.leader = {};
    if (role.transfer)
      begin_election();
    else
      begin_pre_vote();
  }

  void operator()(const append_entries& x) {
    if (x.leader.value == 0 || x.leader == state.self)
      return;
    // §5.2: a leader of at least this term is legitimate.
    if (x.term >= state.hard.term)
      follow();
    else
      answer_older_append(state, out, x);
  }

  void operator()(const appended& x) {
    if (x.term > state.hard.term)
      follow();
  }

  void operator()(const request_vote& x) {
    if (!x.pre_vote
        && (x.term > state.hard.term
            || (role.pre_vote && would_grant(state, x))))
      follow();
    else
      answer_without_voting(state, out, x);
  }

  void operator()(const voted& x) {
    if (!x.granted && x.term > state.hard.term) {
      follow();
      return;
    }
    if (x.pre_vote != role.pre_vote)
      return;
    if (!x.granted) {
      role.refused.insert(x.from);
      return;
    }
    if (x.term != election_term())
      return;
    role.granted.insert(x.from);
    // The first entry of a leader needs the time.
    note_clock(state, x.from, x.clock_us, 0);
    count_votes();
  }

  void operator()(const timeout_now& x) {
    if (x.term > state.hard.term) {
      follow();
    } else if (x.term == state.hard.term && role.pre_vote) {
      role.transfer = true;
      begin_election();
    }
  }

  void operator()(const tick& x) {
    pass_tick(state);
    // Votes are requested only after the own term and vote are durable.
    if (!state.hard_state_is_durable())
      return;
    ++role.elapsed_ticks;
    if (role.elapsed_ticks >= election_time_limit()) {
      // §5.2: without a winner everybody times out and begins anew.
      role.transfer = false;
      begin(x.random);
    } else if (role.elapsed_ticks % state.tuning.heartbeat_ticks == 0) {
      // §5.1: a node that has not answered is asked again.
      ask();
    }
  }

  void operator()(const hard_state_saved& x) {
    confirm_hard_state(state, out, x);
    if (role.pre_vote || !state.hard_state_is_durable())
      return;
    role.granted.insert(state.self);
    count_votes();
  }

  void operator()(const log_written& x) {
    confirm_log(state, x);
  }

  void operator()(const disk_room_changed& x) {
    state.disk.full = x.full;
    // A leader on a full disk could not append its first entry.
    if (x.full)
      out.become = transition{.next = role_kind::follower};
  }

  void operator()(const entries_read& /*x*/) {
    // These were requested in an earlier role.
  }

  void operator()(const install_snapshot& x) {
    if (x.leader.value == 0 || x.leader == state.self)
      return;
    if (x.term >= state.hard.term)
      follow();
    else
      answer_older_snapshot(state, out, x);
  }

  void operator()(const snapshot_received& x) {
    if (x.term > state.hard.term)
      follow();
  }

  void operator()(const snapshot_installed& x) {
    take_snapshot(state, out, x);
    // The snapshot's log may be shorter, and have other voters.
    if (!may_campaign(state))
      out.become = transition{.next = role_kind::follower};
  }

  void operator()(const snapshot_begun& /*x*/) {
    // This and the next events belong to a leadership that is over.
  }

  void operator()(const snapshot_failed& /*x*/) {
  }

  void operator()(const snapshot_gathered& /*x*/) {
  }

  void operator()(const state_progressed& x) {
    needs_its_state{state}(x);
  }

  void operator()(const levels_announced& x) {
    needs_its_state{state}(x);
  }

  void operator()(const compaction_requested& x) {
    needs_its_state{state}(x);
  }

  void operator()(const seen_by_peer& /*x*/) {
    // `may_proceed` has judged it.
  }

  void operator()(const elections_allowed& x) {
    state.elections_allowed = true;
    state.bootstrap = x.bootstrap;
  }

private:
  term election_term() const {
    return role.pre_vote ? state.hard.term.next() : state.hard.term;
  }

  /// Voters' disks may be as slow as this node's own.
  std::uint32_t election_time_limit() const {
    return role.election_ticks
           + (role.pre_vote ? 0 : 2 * state.disk.slowest_ticks);
  }

  void begin_pre_vote() {
    role.pre_vote = true;
    begin_asking();
    role.granted.insert(state.self);
    count_votes();
  }

  /// §5.2: raises the term and votes for itself. Neither counts nor is told to
  /// anybody before the disk has it.
  void begin_election() {
    role.pre_vote = false;
    enter_term(state, out, state.hard.term.next());
    change_hard_state(state, out, {state.hard.term, state.self});
    begin_asking();
  }

  void begin_asking() {
    role.elapsed_ticks = 0;
    role.granted.clear();
    role.refused.clear();
    ask();
  }

  void ask() {
    for (const auto& member : state.members().members)
      if (member.voter && member.id != state.self
          && !role.granted.contains(member.id)
          && !role.refused.contains(member.id))
        send(state, out, member.id,
             request_vote{.term = election_term(),
                          .candidate = state.self,
                          .last = state.log.last(),
                          .pre_vote = role.pre_vote,
                          .transfer = role.transfer});
  }

  void count_votes() {
    if (!state.members().has_quorum(
          [this](node_id id) { return role.granted.contains(id); }))
      return;
    if (role.pre_vote)
      begin_election();
    else
      out.become = transition{.next = role_kind::leader};
  }

  void follow() {
    out.become = transition{.next = role_kind::follower, .redeliver = true};
  }
};

} // namespace

effects start(candidate& acting, consensus& state, std::uint64_t random) {
  auto out = effects{};
  candidate_turn{acting, state, out}.begin(random);
  return out;
}

effects step(candidate& acting, consensus& state, const event& x) {
  auto out = effects{};
  if (may_proceed(state, out, x))
    std::visit(candidate_turn{acting, state, out}, x);
  return out;
}

} // namespace taskraft::raft
