#include "protocol/invariant.hpp"
#include "protocol/raft/leader/leader_turn.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace taskraft::raft {

namespace {

/// More than any name, address or disk id has; entries must stay small.
constexpr std::size_t longest_text = 512;

bool is_usable(const membership_change& x) {
  return x.node.value != 0 && !x.address.empty()
         && x.address.size() <= longest_text
         && x.disk_id.size() <= longest_text;
}

bool is_in_force(const membership& now, const membership_change& x) {
  switch (x.step) {
    case membership_step::add: {
      const auto* known = now.find(x.node);
      return known != nullptr && known->address == x.address;
    }
    case membership_step::promote:
      return now.has_voter(x.node);
    case membership_step::remove:
      return now.has_removed(x.node);
  }
  return false;
}

/// Why `now` cannot be changed so; nothing if it can.
std::optional<membership_outcome> objection(const membership& now,
                                            const membership_change& x) {
  if (x.step == membership_step::add) {
    auto address_is_used = std::ranges::any_of(
      now.members, [&](const member& one) { return one.address == x.address; });
    auto id_is_used = now.find(x.node) != nullptr || now.has_removed(x.node);
    if (id_is_used || address_is_used || !is_usable(x))
      return membership_outcome::conflict;
    return std::nullopt;
  }
  if (now.find(x.node) == nullptr)
    return membership_outcome::not_found;
  if (x.step == membership_step::remove && now.has_voter(x.node)
      && now.voter_count() == 1)
    return membership_outcome::last_voter;
  return std::nullopt;
}

/// `now` with the change, to which there is no objection.
membership changed(membership now, const membership_change& x) {
  auto& members = now.members;
  auto at = std::ranges::lower_bound(members, x.node, {}, &member::id);
  switch (x.step) {
    case membership_step::add:
      members.insert(at, {.id = x.node,
                          .address = x.address,
                          .disk_id = x.disk_id,
                          .voter = false});
      break;
    case membership_step::promote:
      at->voter = true;
      break;
    case membership_step::remove:
      members.erase(at);
      now.removed.insert(std::ranges::lower_bound(now.removed, x.node), x.node);
      break;
  }
  return now;
}

} // namespace

void leader_turn::operator()(const membership_change& x) {
  if (is_in_force(state.members(), x))
    return answer_after(x.context, state.memberships.back().index);
  if (auto why = refusal_of(x))
    return refuse_change(x, *why);
  // A learner counts in no majority.
  if (x.step == membership_step::add)
    return make_change(x);
  begin_round();
  role.requested_changes.push_back({.what = x, .round = role.round});
  decide_requested_changes();
}

std::optional<membership_outcome>
leader_turn::refusal_of(const membership_change& x) const {
  const auto& now = state.members();
  if (!may_change_members())
    return membership_outcome::busy;
  if (auto why = objection(now, x))
    return why;
  if (x.step == membership_step::add)
    if (auto why = objection_to_level_of(x.node))
      return why;
  if (x.step == membership_step::promote
      && role.peers.at(x.node).match_index < role.learners.at(x.node).goal)
    return membership_outcome::lags;
  auto next = changed(now, x);
  if (x.step != membership_step::add && !heard_quorum_of(next))
    return membership_outcome::no_quorum;
  if (!keeps_a_state(next))
    return membership_outcome::busy;
  return std::nullopt;
}

/// What was heard before a request proves little: a voter may have died since,
/// and one that is gone when its change is appended can never commit it. So the
/// voters that remain must answer a round that began after the request.
void leader_turn::decide_requested_changes() {
  for (auto& x : std::exchange(role.requested_changes, {})) {
    if (is_in_force(state.members(), x.what))
      answer_after(x.what.context, state.memberships.back().index);
    else if (auto why = refusal_of(x.what))
      refuse_change(x.what, *why);
    else if (auto next = changed(state.members(), x.what);
             confirms(next, x.round) && quorum_knows_members(next))
      make_change(x.what);
    else if (x.elapsed_ticks >= state.tuning.election_ticks_min)
      refuse_change(x.what, membership_outcome::no_quorum);
    else
      role.requested_changes.push_back(std::move(x));
  }
}

void leader_turn::age_requested_changes() {
  for (auto& x : role.requested_changes)
    ++x.elapsed_ticks;
  decide_requested_changes();
}

void leader_turn::make_change(const membership_change& x) {
  append_membership(changed(state.members(), x));
  answer_after(x.context, state.memberships.back().index);
  feed_peers();
}

void leader_turn::refuse_change(const membership_change& x,
                                membership_outcome why) {
  out.membership_answers.push_back({x.context, why});
}

/// One change at a time, so that majorities of the old and the new members
/// overlap (thesis §4.1); and none before an entry of the own term is
/// committed, or leaders that follow each other make disjoint ones.
bool leader_turn::may_change_members() const {
  return state.commit_index >= role.opening_index
         && state.commit_index >= state.memberships.back().index
         && !role.transfer;
}

/// Voters that are gone must be replaced one by one: a change that leaves no
/// live majority could not be committed, nor anything after it.
bool leader_turn::heard_quorum_of(const membership& next) const {
  return next.has_quorum([&](node_id id) {
    auto peer = role.peers.find(id);
    return id == state.self
           || (peer != role.peers.end() && peer->second.acknowledged_round > 0
               && peer->second.quiet_ticks < state.tuning.election_ticks_min);
  });
}

bool leader_turn::confirms(const membership& next, std::uint64_t round) const {
  return next.has_quorum([&](node_id id) {
    auto peer = role.peers.find(id);
    return id == state.self
           || (peer != role.peers.end()
               && peer->second.acknowledged_round >= round);
  });
}

/// A voter without the members in force may know of no cluster yet: it votes
/// for nobody. With majorities that need it, nobody could be elected if this
/// leader failed before that voter had caught up.
bool leader_turn::quorum_knows_members(const membership& next) const {
  return next.has_quorum([&](node_id id) {
    auto peer = role.peers.find(id);
    return id == state.self
           || (peer != role.peers.end()
               && peer->second.match_index >= state.memberships.back().index);
  });
}

/// The leader that goes must not take the only state along. A node that needs a
/// snapshot itself can send none.
bool leader_turn::keeps_a_state(const membership& next) const {
  return std::ranges::any_of(next.members, [&](const member& one) {
    if (one.id == state.self)
      return one.voter && !state.lacks_state;
    auto peer = role.peers.find(one.id);
    return one.voter && peer != role.peers.end() && !peer->second.lacks_state
           && peer->second.match_index >= state.log.base().index
           && peer->second.acknowledged_round > 0;
  });
}

void leader_turn::append_membership(membership next) {
  auto index = state.log.last().index.next();
  auto payload = encode(next);
  auto builder = entry_batch_builder{};
  builder.add({.term = state.hard.term,
               .index = index,
               .kind = entry_kind::membership,
               .time_us = state.newest_time_us,
               .payload = payload});
  append(builder.build(), {{index, std::move(next)}});
  follow_members();
}

void leader_turn::follow_members() {
  const auto& now = state.members();
  auto gone = [&](const auto& x) { return now.find(x.first) == nullptr; };
  std::erase_if(role.peers, gone);
  std::erase_if(role.learners, [&](const auto& x) {
    return gone(x) || now.has_voter(x.first);
  });
  auto last = state.log.last().index;
  for (const auto& one : now.members) {
    if (one.id == state.self)
      continue;
    auto [peer, fresh] = role.peers.try_emplace(one.id);
    if (fresh)
      peer->second.next_index = last.next();
    if (!one.voter)
      role.learners.try_emplace(one.id, catching_up{.goal = last});
  }
}

void leader_turn::answer_after(std::uint64_t context, log_index index) {
  role.changes.push_back({context, index});
  answer_committed_changes();
}

void leader_turn::answer_committed_changes() {
  std::erase_if(role.changes, [&](const waiting_change& x) {
    if (x.index > state.commit_index)
      return false;
    out.membership_answers.push_back({x.context, membership_outcome::done});
    return true;
  });
}

void leader_turn::abandon_changes() {
  for (const auto& x : std::exchange(role.requested_changes, {}))
    refuse_change(x.what, membership_outcome::not_leader);
  for (const auto& x : std::exchange(role.changes, {}))
    out.membership_answers.push_back({x.context, membership_outcome::unknown});
}

void leader_turn::age_learners() {
  for (auto& [id, round] : role.learners)
    ++round.elapsed_ticks;
  promote_learners();
}

/// Thesis §4.2.1: a learner that takes less than an election time-out for what
/// the log held when its round began delays nobody as a voter.
void leader_turn::promote_learners() {
  for (auto& [id, learner] : role.learners) {
    const auto& peer = role.peers.at(id);
    if (peer.match_index < learner.goal || peer.acknowledged_round == 0)
      continue;
    if (learner.elapsed_ticks >= state.tuning.election_ticks_min) {
      learner = {.goal = state.log.last().index};
      continue;
    }
    if (!may_change_members())
      continue;
    if (learner.confirming_round == 0) {
      begin_round();
      learner.confirming_round = role.round;
    }
    auto next = changed(state.members(),
                        {.step = membership_step::promote, .node = id});
    if (!confirms(next, learner.confirming_round))
      continue;
    append_membership(std::move(next));
    feed_peers();
    // `append_membership` has changed the list that this loop goes over.
    return;
  }
}

void leader_turn::leave_if_removed() {
  if (out.become || state.members().find(state.self) != nullptr
      || state.memberships.back().index > state.commit_index
      || !keeps_a_state(state.members()))
    return;
  // The voter with the longest log takes over without waiting (thesis §4.2.2).
  hand_over_and_step_down(step_down_cause::removed);
}

} // namespace taskraft::raft
