#include "actors/applier.hpp"

#include "actors/report.hpp"
#include "protocol/wire.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::actors {

namespace {

using applier_pointer
  = protocol::applier_actor::stateful_pointer<applier_state>;

/// Beyond this, committed entries are read from the log when their turn comes.
constexpr auto max_queue_bytes = std::size_t{32} << 20U;

/// How long evaluated entries wait for others to share their transaction, and
/// how many of them do not wait any longer.
constexpr auto commit_delay = std::chrono::milliseconds{10};
constexpr auto entries_a_commit = std::uint64_t{4096};

/// How long to wait before a busy store is asked again.
constexpr auto retry_delay = std::chrono::milliseconds{50};

void give_up(applier_pointer self, const failure& why) {
  report::error("apply_failed", "code", to_string(why.code), "detail",
                why.detail);
  self->quit(caf::make_error(why.code, why.detail));
}

raft::log_index queued_until(const applier_state& state) {
  return state.queue.empty() ? state.evaluated
                             : state.queue.back().last().index;
}

/// Takes the part of `entries` that continues the queue, if there is one.
void enqueue(applier_state& state, const raft::entry_batch& entries) {
  if (state.queue_bytes > max_queue_bytes || entries.empty())
    return;
  auto next = queued_until(state).next();
  if (entries.first().index > next || entries.last().index < next)
    return;
  auto fresh = entries.slice(next, entries.last().index);
  state.queue_bytes += fresh.size_bytes();
  state.queue.push_back(std::move(fresh));
}

void commit_now(applier_pointer self) {
  if (!std::exchange(self->state.committing, true))
    self->send(self, protocol::commit_state{});
}

/// A transaction costs about as much as a hundred rows: unless somebody waits
/// to see them, or they are many, commits gather for a while.
void commit_soon(applier_pointer self) {
  auto& state = self->state;
  auto gathered = state.evaluated.value - state.machine->visible().index.value;
  if (state.wanted > state.machine->visible().index
      || gathered >= entries_a_commit)
    return commit_now(self);
  if (!std::exchange(state.commit_armed, true))
    self->delayed_send(self, commit_delay, protocol::commit_state{});
}

void fetch_missing(applier_pointer self) {
  auto& state = self->state;
  if (!state.queue.empty() || state.evaluated >= state.commit_index)
    return;
  if (!std::exchange(state.reading, true))
    self->send(state.log, protocol::read_committed{state.evaluated.next(),
                                                   state.commit_index});
}

/// Evaluates what is queued; answers go out at once, because the log is what
/// makes them durable.
void work(applier_pointer self) {
  auto& state = self->state;
  if (state.stalled)
    return;
  auto answers = std::vector<protocol::evaluated_command>{};
  auto before = state.evaluated;
  while (!state.queue.empty()) {
    auto entries = std::move(state.queue.front());
    state.queue.pop_front();
    state.queue_bytes -= entries.size_bytes();
    auto outcomes = state.machine->evaluate(entries);
    if (!outcomes)
      return give_up(self, outcomes.error());
    answers.insert(answers.end(), std::make_move_iterator(outcomes->begin()),
                   std::make_move_iterator(outcomes->end()));
    state.evaluated = entries.last().index;
  }
  if (!answers.empty())
    self->send(
      state.gateway,
      protocol::commands_evaluated{
        std::make_shared<const std::vector<protocol::evaluated_command>>(
          std::move(answers))});
  if (state.evaluated > before)
    commit_soon(self);
  fetch_missing(self);
}

void tell_progress(applier_pointer self) {
  auto& state = self->state;
  auto news
    = protocol::applied{state.evaluated, state.machine->visible().index};
  self->send(state.gateway, news);
  self->send(state.server, news);
}

void commit(applier_pointer self) {
  auto& state = self->state;
  state.committing = false;
  state.commit_armed = false;
  if (state.evaluated == state.machine->visible().index)
    return;
  auto committed = state.machine->commit();
  if (!committed && committed.error().code == errc::store_busy) {
    if (!std::exchange(state.stalled, true))
      report::warn("store_busy", "detail", committed.error().detail);
    state.committing = true;
    self->delayed_send(self, retry_delay, protocol::commit_state{});
    return;
  }
  if (!committed)
    return give_up(self, committed.error());
  if (std::exchange(state.stalled, false))
    report::info("store_back");
  tell_progress(self);
  work(self);
}

void take_read(applier_pointer self, const raft::entry_batch& entries) {
  auto& state = self->state;
  state.reading = false;
  auto wanted = state.evaluated.next();
  auto lacking = entries.empty() || entries.first().index > wanted;
  if (lacking && state.queue.empty() && wanted <= state.commit_index)
    return give_up(self, {errc::corrupted, "the log does not have entry "
                                             + std::to_string(wanted.value)
                                             + ", which is committed"});
  enqueue(state, entries);
  work(self);
}

} // namespace

protocol::applier_actor::behavior_type
applier(applier_pointer self,
        std::unique_ptr<persistence::state_machine> machine,
        protocol::log_actor log, protocol::inner_gateway_actor gateway,
        protocol::server_actor server) {
  auto& state = self->state;
  state.machine = std::move(machine);
  state.log = std::move(log);
  state.gateway = std::move(gateway);
  state.server = std::move(server);
  state.evaluated = state.machine->visible().index;
  tell_progress(self);
  return {
    [self](const raft::committed& x) {
      auto& s = self->state;
      s.commit_index = std::max(s.commit_index, x.commit_index);
      for (const auto& entries : x.entries)
        enqueue(s, entries);
      work(self);
    },
    [self](const protocol::committed_read& x) { take_read(self, x.entries); },
    [self](const protocol::make_visible& x) {
      auto& s = self->state;
      s.wanted = std::max(s.wanted, x.index);
      if (s.wanted > s.machine->visible().index
          && s.evaluated > s.machine->visible().index)
        commit_now(self);
    },
    [self](const protocol::commit_state&) { commit(self); },
  };
}

} // namespace taskraft::actors
