#include "protocol/invariant.hpp"
#include "protocol/raft/compaction.hpp"
#include "protocol/raft/roles.hpp"
#include "protocol/raft/rules.hpp"
#include "protocol/raft/trust.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace taskraft::raft {

namespace {

/// A leader is never taken for further ahead than this.
constexpr auto most_entries_ahead = std::uint64_t{1} << 20U;

/// Whether a message could come from any honest leader.
bool is_well_formed(const append_entries& x, node_id self) {
  if (x.entries.malformed() || x.leader.value == 0 || x.leader == self
      || x.previous.term > x.term)
    return false;
  return x.entries.empty()
         || (x.entries.first().index == x.previous.index.next()
             && x.entries.first().term >= x.previous.term
             && x.entries.last().term <= x.term);
}

bool is_well_formed(const install_snapshot& x, node_id self) {
  auto last = x.about.base.position;
  return x.leader.value != 0 && x.leader != self && last.index.value != 0
         && last.term <= x.term && x.offset <= x.about.size_bytes
         && x.bytes.view().size() <= x.about.size_bytes - x.offset;
}

/// One event at a follower (§5.2, §5.3).
struct follower_turn : refuses_clients {
  using refuses_clients::operator();

  follower& role;
  consensus& state;

  follower_turn(follower& r, consensus& s, effects& o)
    : refuses_clients(o), role(r), state(s) {
  }

  void operator()(const append_entries& x) {
    if (!is_well_formed(x, state.self))
      return;
    if (x.term < state.hard.term) {
      answer_older_append(state, out, x);
      return;
    }
    hear_leader(x.term, x.leader);
    if (!agrees_with(state, out, x))
      return;
    note_commit(x);
    auto news = x.round > role.round;
    role.round = std::max(role.round, x.round);
    if (!has(x.previous)) {
      refuse(x);
      return;
    }
    auto before = state.last_sequence;
    if (!has_room() || !take(x.entries)) {
      // The entries are ignored, but the leader counts as heard.
      if (news)
        answer();
      return;
    }
    role.verified = std::max(
      role.verified, log_index{x.previous.index.value + x.entries.count()});
    commit_to(state, out, std::min(x.commit_index, verified()));
    // Entries that must be written are answered when they are; everything
    // else, and every heartbeat, at once.
    auto written = state.last_sequence != before;
    if (news || (!written && !x.entries.empty()))
      answer();
  }

  void operator()(const request_vote& x) {
    // Stickiness: a node that hears a leader elects no other (thesis §4.2.3).
    if (!state.elections_allowed || (state.hold_ticks > 0 && !x.transfer))
      return;
    if (!x.pre_vote && x.term > state.hard.term)
      adopt(x.term);
    if (x.pre_vote || !would_grant(state, x)) {
      answer_without_voting(state, out, x);
      return;
    }
    change_hard_state(state, out, {state.hard.term, x.candidate});
    role.quiet_ticks = 0;
    role.election_ticks = 0;
    send(state, out, x.candidate,
         voted{.term = state.hard.term,
               .from = state.self,
               .granted = true,
               .pre_vote = false,
               .clock_us = state.clock_us});
  }

  void operator()(const timeout_now& x) {
    if (x.term < state.hard.term || x.leader.value == 0
        || x.leader == state.self)
      return;
    hear_leader(x.term, x.leader);
    if (may_campaign(state) && !state.lacks_state && disk_is_fit(state))
      out.become = transition{
        .next = role_kind::candidate, .redeliver = false, .transfer = true};
  }

  void operator()(const tick& x) {
    pass_tick(state);
    compact_in_time(state, out, {});
    if (role.election_ticks == 0)
      role.election_ticks = draw_election_ticks(state.tuning, x.random);
    if (++role.quiet_ticks >= election_time_limit() && state.hold_ticks == 0
        && may_campaign(state) && disk_is_fit(state))
      out.become = transition{.next = role_kind::candidate};
  }

  void operator()(const appended& x) {
    if (x.term > state.hard.term)
      adopt(x.term);
  }

  void operator()(const voted& x) {
    // The term of a granted pre-vote does not exist yet.
    if (!x.granted && x.term > state.hard.term)
      adopt(x.term);
  }

  void operator()(const hard_state_saved& x) {
    confirm_hard_state(state, out, x);
  }

  void operator()(const log_written& x) {
    auto before = match();
    confirm_log(state, x);
    if (state.leader.value != 0 && match() > before)
      answer();
  }

  void operator()(const disk_room_changed& x) {
    state.disk.full = x.full;
  }

  void operator()(const entries_read& /*x*/) {
    // These were requested in an earlier role.
  }

  void operator()(const install_snapshot& x) {
    if (!is_well_formed(x, state.self))
      return;
    if (x.term < state.hard.term) {
      answer_older_snapshot(state, out, x);
      return;
    }
    hear_leader(x.term, x.leader);
    if (is_useful(state, x.about.base.position)) {
      out.snapshot_pieces.push_back(x);
      return;
    }
    answer_snapshot(x.about.checksum, x.offset, snapshot_outcome::not_needed);
    answer();
  }

  void operator()(const snapshot_gathered& x) {
    if (state.leader.value != 0)
      answer_snapshot(x.file_checksum, x.offset, x.outcome);
  }

  void operator()(const snapshot_installed& x) {
    take_snapshot(state, out, x);
    if (state.leader.value != 0)
      answer();
  }

  void operator()(const snapshot_received& x) {
    if (x.term > state.hard.term)
      adopt(x.term);
  }

  void operator()(const snapshot_begun& /*x*/) {
    // Of a leadership that is over, like the next one.
  }

  void operator()(const snapshot_failed& /*x*/) {
  }

  void operator()(const state_progressed& x) {
    needs_its_state{state}(x);
    compact(state, out, {});
  }

  void operator()(const levels_announced& x) {
    needs_its_state{state}(x);
  }

  void operator()(const compaction_requested& x) {
    needs_its_state{state}(x);
    compact(state, out, {});
  }

  void operator()(const seen_by_peer& /*x*/) {
    // `may_proceed` has judged it.
  }

  void operator()(const elections_allowed& x) {
    state.elections_allowed = true;
    state.bootstrap = x.bootstrap;
    // All nodes hear this at about the same time, perhaps after a long wait:
    // let each wait a time of its own before it stands.
    if (state.leader.value == 0) {
      role.quiet_ticks = 0;
      role.election_ticks = 0;
    }
  }

private:
  void adopt(term later) {
    enter_term(state, out, later);
    role.verified = {};
    role.round = 0;
  }

  void hear_leader(term its_term, node_id leader) {
    if (its_term > state.hard.term)
      adopt(its_term);
    // Election Safety (§5.2): at most one leader a term.
    RAFT_INVARIANT(state.leader.value == 0 || state.leader == leader);
    state.leader = leader;
    state.hold_ticks = state.tuning.election_ticks_min;
    role.quiet_ticks = 0;
    role.election_ticks = 0;
  }

  /// The leader names what it knows to be committed, and since when that is
  /// all.
  void note_commit(const append_entries& x) {
    auto most = state.log.last().index.value + most_entries_ahead;
    state.named_commit
      = std::max(state.named_commit, std::min(x.commit_index, log_index{most}));
    if (x.heard_us == 0 || x.heard_us > state.now_us)
      return;
    auto drift = std::min(state.tuning.clock_drift_percent, 100U);
    auto sure = x.sure_us / 100 * (100 + drift) + drift;
    state.fresh.learn(x.commit_index,
                      static_cast<std::int64_t>(x.heard_us)
                        - static_cast<std::int64_t>(sure),
                      state.visible_index);
  }

  /// A node without its state leads only to give way (`leader_store.cpp`): all
  /// others may try to win first.
  std::uint32_t election_time_limit() const {
    return role.election_ticks
           + (state.lacks_state ? 4 * state.tuning.election_ticks_max : 0);
  }

  /// What is committed equals the log of every later leader (§5.4.3).
  log_index verified() const {
    return std::max(role.verified, state.commit_index);
  }

  log_index match() const {
    return std::min(state.durable_index, verified());
  }

  bool has(log_position previous) const {
    return previous.index < state.log.base().index
           || state.log.term_at(previous.index) == previous.term;
  }

  /// The first of `entries` that the log does not have.
  std::optional<log_index> first_missing(const entry_batch& entries) const {
    const auto& log = state.log;
    if (entries.first().index == log.last().index.next())
      return entries.first().index;
    if (log.term_at(entries.last().index) == entries.last().term)
      return std::nullopt;
    for (auto entry : entries)
      if (entry.index > log.base().index
          && log.term_at(entry.index) != entry.term)
        return entry.index;
    return std::nullopt;
  }

  /// Makes the log agree with `entries`. False if they cannot be read: then
  /// they are ignored.
  bool take(const entry_batch& entries) {
    if (entries.empty())
      return true;
    auto from = first_missing(entries);
    if (!from)
      return true;
    auto fresh = entries.slice(*from, entries.last().index);
    auto memberships = find_memberships(fresh);
    if (!memberships)
      return false;
    if (*from > state.log.last().index) {
      append_to_log(state, out, std::move(fresh), std::move(*memberships));
      return true;
    }
    RAFT_INVARIANT(*from > verified());
    replace_suffix(state, out, *from, std::move(fresh),
                   std::move(*memberships));
    return true;
  }

  /// Whether the disk will take more entries within a bounded memory.
  bool has_room() const {
    return !state.disk.full
           && state.pending_bytes <= state.tuning.max_inflight_bytes;
  }

  /// How long `hold_ticks` lasts at least: the first tick may come at once.
  std::uint64_t promise_us() const {
    return std::uint64_t{state.tuning.election_ticks_min - 1}
           * state.tuning.tick_us;
  }

  void answer() {
    send(state, out, state.leader,
         appended{.term = state.hard.term,
                  .from = state.self,
                  .match = state.log.position_at(match()),
                  .matched = true,
                  .conflict_hint = {},
                  .refused_previous = {},
                  .round = role.round,
                  .hold_us = promise_us(),
                  .no_room = !has_room(),
                  .visible = state.visible_index,
                  .lacks_state = state.lacks_state,
                  .sent_us = state.now_us,
                  .clock_us = state.clock_us});
  }

  void answer_snapshot(std::uint32_t file_checksum, std::uint64_t offset,
                       snapshot_outcome outcome) {
    send(state, out, state.leader,
         snapshot_received{.term = state.hard.term,
                           .from = state.self,
                           .file_checksum = file_checksum,
                           .offset = offset,
                           .outcome = outcome});
  }

  /// §5.3: the entry before is not there; say where to look instead, so that
  /// one refusal skips whole terms.
  void refuse(const append_entries& x) {
    auto hint
      = std::min(x.previous.index, state.log.last_at_or_below(x.previous.term));
    send(state, out, x.leader,
         appended{.term = state.hard.term,
                  .from = state.self,
                  .match = state.log.position_at(match()),
                  .matched = false,
                  .conflict_hint = state.log.position_at(hint),
                  .refused_previous = x.previous.index,
                  .round = role.round,
                  .hold_us = promise_us(),
                  .no_room = !has_room(),
                  .visible = state.visible_index,
                  .lacks_state = state.lacks_state,
                  .sent_us = state.now_us,
                  .clock_us = state.clock_us});
  }
};

} // namespace

role_kind kind_of(const role& x) {
  return std::visit([](const auto& one) { return kind_of(one); }, x);
}

effects start(follower& /*acting*/, consensus& /*state*/) {
  return {};
}

effects step(follower& acting, consensus& state, const event& x) {
  auto out = effects{};
  if (may_proceed(state, out, x))
    std::visit(follower_turn{acting, state, out}, x);
  return out;
}

} // namespace taskraft::raft
