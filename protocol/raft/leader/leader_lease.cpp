// Reads by lease (thesis §6.4.1): a node that answers a round promises to elect
// nobody else for a while. While a majority is bound by such promises, nothing
// can be committed that this leader does not know of. A promise counts from
// the moment before its round was sent, as the leader's clock read it, and is
// shortened by what clocks may differ. Promises are kept by
// `consensus::hold_ticks`. A transfer breaks them all, so a leader that has
// told anybody to stand has no lease until the end of its term.

#include "protocol/raft/leader/leader_turn.hpp"

#include <algorithm>

namespace taskraft::raft {

namespace {

/// An answer to a round before these extends nothing.
constexpr auto most_rounds = std::size_t{256};

} // namespace

void leader_turn::note_time(std::uint64_t now_us) {
  if (now_us == 0)
    return;
  // Nothing can be concluded from a clock that goes back.
  if (now_us < role.lease.now_us)
    role.lease.forfeited = true;
  role.lease.now_us = now_us;
}

void leader_turn::note_round() {
  auto& rounds = role.lease.rounds;
  rounds.push_back({role.round, role.lease.now_us});
  if (rounds.size() > most_rounds)
    rounds.pop_front();
}

void leader_turn::note_answer(progress& peer, const appended& x) {
  const auto& rounds = role.lease.rounds;
  auto begun = std::lower_bound(
    rounds.begin(), rounds.end(), x.round,
    [](const lease::start& a, std::uint64_t round) { return a.round < round; });
  // A round that began before any time was told promises nothing.
  if (begun == rounds.end() || begun->round != x.round || begun->at_us == 0)
    return;
  extend_lease(peer, x, begun->at_us);
  peer.heard_us = x.sent_us;
  peer.round_trip_us = state.now_us - std::min(begun->at_us, state.now_us);
  note_clock(state, x.from, x.clock_us, begun->at_us);
  if (begun->at_us <= peer.followed_us)
    return;
  peer.followed_us = begun->at_us;
  note_certainty();
}

void leader_turn::extend_lease(progress& peer, const appended& x,
                               std::uint64_t begun_us) const {
  auto drift = std::min(state.tuning.clock_drift_percent, 100U);
  auto certain = x.hold_us / 100 * (100 - drift);
  peer.held_until_us = std::max(peer.held_until_us, begun_us + certain);
}

/// When a majority still followed this leader, nobody else could commit: so it
/// knows everything that was committed by then, once it knows anything (§8).
void leader_turn::note_certainty() {
  if (state.now_us == 0 || state.commit_index < role.opening_index)
    return;
  auto since = state.members().quorum_index([this](node_id id) {
    if (id == state.self)
      return log_index{state.now_us};
    auto peer = role.peers.find(id);
    return peer == role.peers.end() ? log_index{}
                                    : log_index{peer->second.followed_us};
  });
  role.sure_at_us = std::max(role.sure_at_us, since.value);
  if (role.sure_at_us != 0)
    state.fresh.learn(state.commit_index,
                      static_cast<std::int64_t>(role.sure_at_us),
                      state.visible_index);
}

bool leader_turn::holds_lease(std::uint64_t now_us) const {
  // Until an entry of its own term is committed a leader does not know what
  // is (§8).
  if (!state.tuning.lease_reads || role.lease.forfeited || role.transfer
      || now_us == 0 || state.commit_index < role.opening_index)
    return false;
  return state.members().has_quorum([&](node_id id) {
    auto peer = role.peers.find(id);
    return id == state.self
           || (peer != role.peers.end() && now_us < peer->second.held_until_us);
  });
}

} // namespace taskraft::raft
