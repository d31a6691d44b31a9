// What every role actor does: it steps the rules, carries out their effects,
// and hands the baton on. Included by the three roles only.

#pragma once

#include "actors/consensus/order_of_sends.hpp"
#include "actors/consensus/role.hpp"
#include "actors/consensus/role_answers.hpp"
#include "actors/consensus/sights.hpp"
#include "actors/logging/logging.hpp"
#include "protocol/messages/wire.hpp"

#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

namespace taskraft::actors {

std::string_view to_string(raft::role_kind kind);
std::string_view to_string(raft::step_down_cause why);

/// Null while nobody watches.
inline raft::observer* watcher_of(const role_environment& environment) {
  auto* observer = environment.observer.get();
  return observer != nullptr && observer->is_watched() ? observer : nullptr;
}

template <class Role>
void carry_out_snapshots(role_pointer<Role> self, raft::effects& effects) {
  auto& environment = self->state.environment;
  for (const auto& wanted : effects.snapshots)
    self->send(environment.snapshot_sender, wanted);
  for (const auto& answer : effects.snapshot_answers)
    self->send(environment.snapshot_sender, answer);
  for (auto& piece : effects.snapshot_pieces)
    self->send(environment.snapshot_receiver, std::move(piece));
  if (effects.make_state_durable)
    send_later(self, environment.applier, protocol::make_state_durable{});
}

/// Says what is wrong with disks, terms and clocks; a node whose own disk
/// cannot be trusted ends.
template <class Role>
void warn_of_distrust(role_pointer<Role> self, const raft::effects& effects) {
  const auto& consensus = *self->state.consensus;
  for (const auto& verdict : effects.distrusted) {
    auto why = meaning_of(verdict);
    if (verdict.node != consensus.self) {
      logging::error("peer_distrusted", "peer", verdict.node, "detail", why);
      continue;
    }
    logging::error("disk_distrusted", "term", consensus.hard.term, "detail",
                   why);
    self->send(self->state.environment.auditor, protocol::mark_distrusted{why});
  }
  if (effects.term_refused)
    logging::warn("term_refused", "peer", effects.term_refused->from, "named",
                  effects.term_refused->term, "own", consensus.hard.term);
  for (const auto& clock : effects.clocks_differ)
    logging::warn("clock_differs", "node", clock.node, "by_ms",
                  clock.us / 1000);
}

/// Turns the rules' effects into messages.
template <class Role>
void carry_out(role_pointer<Role> self, raft::effects& effects) {
  auto& environment = self->state.environment;
  carry_out_writes(self, effects);
  auto tells_news = effects.committed.has_value();
  if (effects.committed)
    if (auto news = self->state.feed.offer(std::move(*effects.committed)))
      release(self, std::move(*news));
  carry_out_messages(self, effects, tells_news);
  for (const auto& wanted : effects.reads)
    self->send(environment.log_reader, wanted);
  carry_out_snapshots(self, effects);
  answer_requesters(self, effects);
  warn_of_distrust(self, effects);
  if (effects.stalled_for)
    logging::warn("store_stands_still", "term",
                  self->state.consensus->hard.term, "visible",
                  self->state.consensus->visible_index, "commit",
                  self->state.consensus->commit_index, "offers_leadership_to",
                  *effects.stalled_for);
}

/// Tells gateway and server who the members are, when that is news.
template <class Role>
void announce_members(role_pointer<Role> self) {
  auto& state = self->state;
  const auto& consensus = *state.consensus;
  auto index = consensus.memberships.back().index;
  // An entry that took another's place has another term.
  auto current = raft::log_position{
    index, consensus.log.term_at(index).value_or(raft::term{})};
  const auto& committed = consensus.committed_members();
  if (state.members_announced && current == state.announced_current
      && committed.index == state.announced_committed)
    return;
  state.members_announced = true;
  state.announced_current = current;
  state.announced_committed = committed.index;
  auto news = protocol::members_changed{consensus.members(), committed.value};
  self->send(state.environment.gateway, news);
  self->send(state.environment.server, news);
}

/// Tells gateway and server who leads and who the members are, when that is
/// news.
template <class Role>
void announce(role_pointer<Role> self) {
  auto& state = self->state;
  const auto& consensus = *state.consensus;
  auto kind = raft::kind_of(state.role);
  auto now = protocol::leadership_changed{
    kind, consensus.hard.term, consensus.leader,
    raft::agrees_with_leader(state.role, consensus)};
  auto known
    = now.term == state.announced.term && now.leader == state.announced.leader;
  if (known && now.agrees == state.announced.agrees)
    return announce_members(self);
  state.announced = now;
  self->send(state.environment.gateway, now);
  self->send(state.environment.server, now);
  if (!known)
    logging::info("leader_known", "term", now.term, "leader", now.leader,
                  "role", to_string(kind));
  announce_members(self);
}

/// What happens rarely enough to be counted one by one.
template <class Role>
void count_event(role_pointer<Role> self, const raft::event& x) {
  auto* measures = self->state.environment.measures.get();
  if (measures == nullptr)
    return;
  if (std::holds_alternative<raft::snapshot_begun>(x))
    measures->count(protocol::counted_event::snapshot_sent, 1);
  if (std::holds_alternative<raft::snapshot_installed>(x))
    measures->count(protocol::counted_event::snapshot_installed, 1);
}

/// Ends this role: from now on every message is given back.
template <class Role>
void hand_over(role_pointer<Role> self, const raft::transition& next,
               const raft::event& event) {
  auto& state = self->state;
  state.over = true;
  if (next.why != raft::step_down_cause::none)
    logging::warn("stepped_down", "term", state.announced.term, "why",
                  to_string(next.why));
  for (const auto& [node, batches] : state.gathered_from)
    answer(self, node,
           protocol::commands_refused{state.consensus->hard.term,
                                      state.consensus->leader, batches, false});
  for (const auto& waiting : state.compactions)
    answer_status(self, waiting.who);
  if (auto* watcher = watcher_of(state.environment))
    show_role(*watcher, state.environment.now_us(), state.consensus->self,
              state.consensus->hard.term, next);
  if (next.next == raft::role_kind::candidate && state.environment.measures)
    state.environment.measures->count(protocol::counted_event::election, 1);
  auto baton = protocol::baton{};
  baton.next = next.next;
  baton.transfer = next.transfer;
  baton.state = std::move(state.consensus);
  if (next.redeliver)
    baton.redeliver = std::make_shared<const raft::event>(event);
  self->send(state.environment.server, std::move(baton));
}

template <class Role>
void conclude(role_pointer<Role> self, raft::effects& effects,
              const raft::event& event) {
  carry_out(self, effects);
  announce(self);
  if (effects.become)
    hand_over(self, *effects.become, event);
}

/// The time now, where the time of an earlier message would not do.
template <class Role>
std::uint64_t uptime(role_pointer<Role> self) {
  const auto& source = self->state.environment.uptime_us;
  return source ? source() : 0;
}

/// The rules know the time from here alone.
template <class Role>
void set_time(role_pointer<Role> self) {
  auto& state = self->state;
  state.consensus->now_us = uptime(self);
  state.consensus->clock_us = state.environment.now_us();
}

/// Steps one event and carries out its effects, which it returns.
template <class Role>
raft::effects perform(role_pointer<Role> self, const raft::event& event) {
  auto& state = self->state;
  set_time(self);
  auto before = raft::promises_of(*state.consensus);
  auto effects = raft::step(state.role, *state.consensus, event);
  raft::check_invariants(before, *state.consensus);
  if (auto* watcher = watcher_of(state.environment))
    show_step(*watcher, state.consensus->clock_us, state.consensus->self, event,
              effects);
  count_event(self, event);
  conclude(self, effects, event);
  return effects;
}

/// Tells the gateway how new the visible state is, and now and then the server
/// what is known to be on disks.
template <class Role>
void tell_what_is_known(role_pointer<Role> self) {
  constexpr auto interval_ticks = std::uint32_t{50};
  auto& state = self->state;
  if (state.over)
    return;
  auto known = state.consensus->fresh.known_us();
  if (known && known != state.told_known_us) {
    state.told_known_us = known;
    self->send(state.environment.gateway, protocol::state_known{*known});
  }
  if (++state.ticks % interval_ticks != 0)
    return;
  self->send(state.environment.server,
             protocol::disks_confirmed{
               raft::confirmations(state.role, *state.consensus)});
  if (state.environment.measures)
    state.environment.measures->see_followers(followers_of(state.role));
}

/// Steps `event`, or gives it back when this role is over. Every role is told
/// by itself which levels are known.
template <class Role>
void hear_event(role_pointer<Role> self, const raft::event& event) {
  auto& state = self->state;
  const auto* tick = std::get_if<raft::tick>(&event);
  if (!state.over && tick != nullptr)
    perform(self, raft::event{raft::tick{tick->random, uptime(self)}});
  else if (!state.over)
    perform(self, event);
  else if (!std::holds_alternative<raft::levels_announced>(event))
    self->send(state.environment.server, event);
  if (tick != nullptr) {
    tell_what_is_known(self);
    answer_compactions(self, 1);
  }
}

template <class Role>
void handle_progress(role_pointer<Role> self, const protocol::applied& x) {
  auto& state = self->state;
  state.environment.applied = x;
  if (state.over)
    return;
  if (auto news = state.feed.progress(x.evaluated))
    release(self, std::move(*news));
  perform(self, raft::event{raft::state_progressed{x.visible, x.durable,
                                                   x.level, x.store_is_away}});
}

template <class Role>
void handle_link(role_pointer<Role> self, const protocol::link_opened& link) {
  self->state.environment.links[link.node] = link.remote;
}

template <class Role>
void take_request(role_pointer<Role> self,
                  const protocol::request_read_index& x) {
  perform(self,
          raft::event{raft::read_requested{
            add_requester(self->state, x.from, x.context), uptime(self)}});
}

template <class Role>
void take_request(role_pointer<Role> self,
                  const protocol::request_transfer& x) {
  perform(self, raft::event{raft::transfer_requested{
                  add_requester(self->state, x.from, x.context), x.target}});
}

template <class Role>
void take_request(role_pointer<Role> self, const protocol::request_members& x) {
  auto lists = x.operation == protocol::members_operation::list;
  auto context = add_requester(self->state, x.from, x.context, lists);
  if (lists)
    perform(self, raft::event{raft::read_requested{context, uptime(self)}});
  else
    perform(self, raft::event{change_of(x, context)});
}

template <class Role>
void take_request(role_pointer<Role> self,
                  const protocol::request_node_status& x) {
  constexpr auto time_limit_ticks = std::uint32_t{30};
  auto& state = self->state;
  auto who = requester{x.from, x.context};
  if (!x.compact)
    return answer_status(self, who);
  state.compactions.push_back(
    {who, state.consensus->visible_index, time_limit_ticks});
  perform(self, raft::event{raft::compaction_requested{}});
  answer_compactions(self, 0);
}

/// Commands at a node that does not lead.
template <class Role>
void refuse_commands(role_pointer<Role> self,
                     const protocol::forward_commands& x) {
  const auto& consensus = *self->state.consensus;
  answer(self, x.from,
         protocol::commands_refused{
           consensus.hard.term, consensus.leader, {x.batch}, false});
}

/// Takes a request, or gives it back when this role is over; `take` is what
/// the role does with commands.
template <class Role, class Take>
void hear_request(role_pointer<Role> self, const protocol::role_request& x,
                  Take take) {
  if (self->state.over)
    return self->send(self->state.environment.server, x);
  std::visit(
    [&]<class Request>(const Request& request) {
      if constexpr (std::is_same_v<Request, protocol::forward_commands>)
        take(self, request);
      else
        take_request(self, request);
    },
    x);
}

/// Takes the baton: `start` is the role's own beginning.
template <class Role, class Start>
void take_over(role_pointer<Role> self, const role_environment& environment,
               const protocol::baton& baton, Start start) {
  auto& state = self->state;
  state.environment = environment;
  state.consensus = baton.state;
  state.consensus->visible_index = environment.applied.visible;
  state.consensus->level
    = std::max(state.consensus->level, environment.applied.level);
  state.consensus->announced = environment.announced;
  state.feed
    = applier_feed{baton.state->released_index, environment.applied.evaluated};
  set_time(self);
  auto effects = start(state.role, *state.consensus);
  auto nothing = raft::event{raft::tick{}};
  conclude(self, effects, nothing);
  if (baton.redeliver && !state.over)
    perform(self, *baton.redeliver);
  // What the applier said between two roles.
  handle_progress(self, protocol::applied{state.environment.applied});
}

/// The handlers of a role; `take` and `flush` are what it does with commands.
template <class Role, class Take, class Flush>
protocol::role_actor::behavior_type behavior_of(role_pointer<Role> self,
                                                Take take, Flush flush) {
  return {
    [self](const raft::event& x) { hear_event(self, x); },
    [take, self](const protocol::role_request& x) {
      hear_request(self, x, take);
    },
    [self](const protocol::link_opened& x) { handle_link(self, x); },
    [self](const protocol::link_closed& x) {
      self->state.environment.links.erase(x.node);
    },
    [self](const protocol::applied& x) { handle_progress(self, x); },
    [flush, self](const protocol::flush_proposals&) { flush(self); },
    [self](const protocol::retire&) { self->quit(); },
  };
}

} // namespace taskraft::actors
