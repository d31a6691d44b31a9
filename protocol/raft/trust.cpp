#include "protocol/raft/trust.hpp"

#include "protocol/raft/roles.hpp"

#include <algorithm>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace taskraft::raft {

namespace {

/// The least number of ticks between two refused terms that the node speaks of.
constexpr auto refusal_pause = std::uint32_t{500};

/// The sender of a message, and the term that the message names.
template <class Message>
std::optional<refused_term> claim_of(const Message& x) {
  if constexpr (requires { x.leader; })
    return refused_term{x.leader, x.term};
  else if constexpr (requires { x.candidate; })
    return refused_term{x.candidate, x.term};
  else if constexpr (requires {
                       x.from;
                       x.term;
                     })
    return refused_term{x.from, x.term};
  else
    return std::nullopt;
}

bool is_absurd(const consensus& state, term named) {
  auto own = state.hard.term.value;
  // A node that was in no term yet cannot know how many there were.
  if (own == 0)
    return named.value > std::uint64_t{1} << 62U;
  return named.value > own && named.value - own > most_terms_ahead;
}

void judge(consensus& state, effects& out, const seen_by_peer& x) {
  if (x.newer_start || x.term > state.hard.term)
    distrust_own_disk(state, out, disk_fault::rolled_back, x.confirmed.index);
  else if (!state.log.may_have(x.confirmed))
    distrust_own_disk(state, out, disk_fault::lost_entries, x.confirmed.index);
}

/// The first committed entry of this node that is another one at the leader.
std::optional<log_index> first_conflict(const consensus& state,
                                        const append_entries& x) {
  auto differs = [&](log_index index, term its_term) {
    return index <= state.commit_index && index > state.log.base().index
           && state.log.term_at(index) != its_term;
  };
  if (differs(x.previous.index, x.previous.term))
    return x.previous.index;
  if (x.entries.empty() || x.entries.first().index > state.commit_index)
    return std::nullopt;
  for (auto entry : x.entries)
    if (differs(entry.index, entry.term))
      return entry.index;
  return std::nullopt;
}

/// Sent at once, durable or not: nothing of this node counts any more.
void tell_leader(const consensus& state, effects& out,
                 const append_entries& x) {
  out.messages.push_back(
    {x.leader, appended{.term = state.hard.term,
                        .from = state.self,
                        .match = {},
                        .matched = false,
                        .conflict_hint = state.log.last(),
                        .refused_previous = x.previous.index,
                        .round = x.round,
                        .distrusts_disk = true}});
}

/// Of what the node has confirmed, only what is committed is never replaced.
void add_confirmation(std::vector<confirmation>& all, const consensus& state,
                      node_id node, log_index match) {
  auto index = std::min(match, state.commit_index);
  auto its_term = state.log.term_at(index);
  all.push_back({node, state.hard.term,
                 its_term ? log_position{index, *its_term} : log_position{}});
}

std::vector<confirmation> own_confirmations(const consensus& state) {
  auto all = std::vector<confirmation>{};
  if (state.hard_state_is_durable())
    add_confirmation(all, state, state.self, state.durable_index);
  return all;
}

} // namespace

bool may_proceed(consensus& state, effects& out, const event& x) {
  if (state.disk_distrusted)
    return false;
  if (const auto* seen = std::get_if<seen_by_peer>(&x)) {
    judge(state, out, *seen);
    return false;
  }
  auto claim = std::visit([](const auto& one) { return claim_of(one); }, x);
  if (!claim || !is_absurd(state, claim->term))
    return true;
  if (std::exchange(state.refusal_pause_ticks, refusal_pause) == 0)
    out.term_refused = claim;
  return false;
}

void distrust_own_disk(consensus& state, effects& out, disk_fault fault,
                       log_index index) {
  state.disk_distrusted = true;
  out.distrusted.push_back({.node = state.self,
                            .fault = fault,
                            .index = index,
                            .last = state.log.last().index});
}

std::vector<confirmation> confirmations(const follower& /*acting*/,
                                        const consensus& state) {
  auto result = own_confirmations(state);
  if (state.leader.value != 0 && state.hard_state_is_durable())
    add_confirmation(result, state, state.leader, {});
  return result;
}

std::vector<confirmation> confirmations(const candidate& /*acting*/,
                                        const consensus& state) {
  return own_confirmations(state);
}

std::vector<confirmation> confirmations(const leader& acting,
                                        const consensus& state) {
  auto result = own_confirmations(state);
  for (const auto& [id, peer] : acting.peers)
    if (peer.match_index.value != 0)
      add_confirmation(result, state, id, peer.match_index);
  return result;
}

bool agrees_with_leader(const follower& acting, const consensus& state) {
  return state.leader.value != 0 && acting.verified >= state.commit_index;
}

bool agrees_with_leader(const candidate& /*acting*/,
                        const consensus& /*state*/) {
  return false;
}

bool agrees_with_leader(const leader& /*acting*/, const consensus& /*state*/) {
  return true;
}

bool agrees_with(consensus& state, effects& out, const append_entries& x) {
  auto conflict = std::optional<log_index>{};
  if (state.log.may_have(x.confirmed))
    conflict = first_conflict(state, x);
  if (state.log.may_have(x.confirmed) && !conflict)
    return true;
  tell_leader(state, out, x);
  distrust_own_disk(
    state, out, conflict ? disk_fault::other_past : disk_fault::lost_entries,
    conflict.value_or(x.confirmed.index));
  return false;
}

} // namespace taskraft::raft
