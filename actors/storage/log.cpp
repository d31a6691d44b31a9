#include "actors/storage/log.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/messages/wire.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <span>
#include <utility>

namespace taskraft::actors {

namespace {

using log_pointer = protocol::log_actor::stateful_pointer<log_state>;

/// How long nothing is written before the last batch is marked as durable.
constexpr auto idle_time = std::chrono::seconds{1};

/// A disk that failed once is not trusted again: the log ends, and with it the
/// node.
void give_up(log_pointer self, const failure& why) {
  logging::error("log_failed", "code", to_string(why.code), "detail",
                 why.detail);
  self->quit(caf::make_error(why.code, why.detail));
}

void flush_soon(log_pointer self) {
  if (std::exchange(self->state.flushing, true))
    return;
  self->send(self, protocol::flush_log{});
}

/// How long a full disk is left alone before it is tried again.
constexpr auto full_disk_pause = std::chrono::milliseconds{250};

/// Removes from writes[first, last) what was written before the disk was full.
void forget_written(log_state& state, std::size_t first, std::size_t last) {
  auto written = state.store->last().index;
  for (auto i = first; i < last; ++i) {
    auto& write = state.writes[i];
    // The first of the run has cut the log already.
    write.truncate_from.reset();
    write.begin.reset();
    if (write.entries.empty())
      continue;
    auto from = std::max(written.next(), write.entries.first().index);
    write.entries = write.entries.slice(from, write.entries.last().index);
  }
}

/// Removes writes[0, count), which are done.
void forget_done(log_state& state, std::size_t count) {
  state.writes.erase(state.writes.begin(),
                     state.writes.begin() + static_cast<std::ptrdiff_t>(count));
}

/// Appends the batches of writes[first, last) with one sync.
status append_run(log_state& state, std::size_t first, std::size_t last) {
  auto batches = std::vector<raft::entry_batch>{};
  batches.reserve(last - first);
  for (auto i = first; i < last; ++i)
    if (!state.writes[i].entries.empty())
      batches.push_back(state.writes[i].entries);
  if (batches.empty())
    return done{};
  auto appended = state.store->append(batches);
  if (!appended && appended.error().code == errc::disk_full) {
    forget_written(state, first, last);
    forget_done(state, first);
  }
  return appended;
}

/// Cuts the log at one of its ends.
status truncate(log_state& state, const raft::log_write& x) {
  if (x.truncate_from)
    if (auto cut = state.store->truncate_suffix(*x.truncate_from); !cut)
      return cut;
  if (x.begin)
    return state.store->truncate_prefix(x.begin->last, x.begin->members);
  return done{};
}

/// Runs of appends share a sync; a truncation stands between them.
status carry_out_writes(log_state& state) {
  auto first = std::size_t{0};
  for (auto i = std::size_t{0}; i < state.writes.size(); ++i) {
    const auto& next = state.writes[i];
    if (!next.truncate_from && !next.begin)
      continue;
    if (auto appended = append_run(state, first, i); !appended)
      return appended;
    if (auto truncated = truncate(state, next); !truncated) {
      forget_done(state, i);
      return truncated;
    }
    first = i;
  }
  return append_run(state, first, state.writes.size());
}

void arm_idle(log_pointer self) {
  self->state.busy_since_armed = true;
  if (std::exchange(self->state.idle_armed, true))
    return;
  self->state.busy_since_armed = false;
  self->delayed_send(self, idle_time, protocol::mark_idle{});
}

/// On a full disk this actor waits: nothing was lost, and the senders bound
/// what waits. Any other failure ends it.
void meet(log_pointer self, const failure& why) {
  auto& state = self->state;
  if (why.code != errc::disk_full)
    return give_up(self, why);
  if (!std::exchange(state.disk_full, true)) {
    logging::error("disk_full", "detail", why.detail);
    self->send(state.server, raft::event{raft::disk_room_changed{true}});
  }
  // The next attempt may be under way already.
  if (!std::exchange(state.flushing, true))
    self->delayed_send(self, full_disk_pause, protocol::flush_log{});
}

void note_room(log_pointer self) {
  auto& state = self->state;
  if (!std::exchange(state.disk_full, false))
    return;
  logging::info("disk_has_room");
  self->send(state.server, raft::event{raft::disk_room_changed{false}});
}

/// Hands on the applier's request, now that the disk has everything before it.
void pass_reads_on(log_pointer self) {
  for (const auto& read : std::exchange(self->state.reads, {}))
    caf::send_as(read.applier, self->state.log_reader, read.wanted);
}

/// Saves term and vote; false if that fails.
bool save_hard_state(log_pointer self) {
  auto& state = self->state;
  if (!state.hard_state)
    return true;
  if (auto saved = state.store->save(*state.hard_state); !saved) {
    meet(self, saved.error());
    return false;
  }
  self->send(state.server,
             raft::event{raft::hard_state_saved{*state.hard_state}});
  state.hard_state.reset();
  return true;
}

void flush(log_pointer self) {
  auto& state = self->state;
  // Term and vote first: nothing of a term may be durable before the term is.
  if (!save_hard_state(self))
    return;
  if (!state.writes.empty()) {
    if (auto written = carry_out_writes(state); !written)
      return meet(self, written.error());
    self->send(state.server,
               raft::event{raft::log_written{state.writes.back().sequence,
                                             state.store->last(),
                                             state.store->size_bytes()}});
    state.writes.clear();
    arm_idle(self);
  }
  note_room(self);
  pass_reads_on(self);
}

void mark_idle(log_pointer self) {
  auto& state = self->state;
  state.idle_armed = false;
  if (state.busy_since_armed)
    return arm_idle(self);
  auto marked = state.store->idle();
  // The mark may wait: on a full disk nothing follows that could need it.
  if (!marked && marked.error().code == errc::disk_full)
    return arm_idle(self);
  if (!marked)
    give_up(self, marked.error());
}

void save_bootstrap(log_pointer self,
                    const protocol::save_bootstrap& bootstrap) {
  auto saved = self->state.write_bootstrap(bootstrap);
  if (!saved && saved.error().code == errc::disk_full) {
    logging::error("disk_full", "detail", saved.error().detail);
    self->delayed_send(self, std::chrono::seconds{1}, bootstrap);
    return;
  }
  if (!saved)
    return give_up(self, saved.error());
  self->send(self->state.server, protocol::bootstrap_saved{bootstrap});
}

/// The applier asks for committed entries. All of them were sent here before,
/// but the disk may still hold entries that they replace: writes come first.
void read_back(log_pointer self, const protocol::read_committed& wanted) {
  auto& state = self->state;
  if (auto applier = caf::actor_cast<caf::actor>(self->current_sender()))
    state.reads.push_back({std::move(applier), wanted});
  if (!state.disk_full)
    flush(self);
}

} // namespace

protocol::log_actor::behavior_type
log(log_pointer self, std::unique_ptr<persistence::log_store> store,
    bootstrap_writer write_bootstrap, protocol::log_reader_actor log_reader,
    protocol::server_actor server) {
  self->state.store = std::move(store);
  self->state.write_bootstrap = std::move(write_bootstrap);
  self->state.log_reader = std::move(log_reader);
  self->state.server = std::move(server);
  return {
    [self](const protocol::save_hard_state& x) {
      self->state.hard_state = x.state;
      // Term and vote need no room: a full disk must not keep a node from
      // voting.
      if (self->state.disk_full)
        save_hard_state(self);
      else
        flush_soon(self);
    },
    [self](const protocol::write_log& x) {
      auto& writes = self->state.writes;
      writes.insert(writes.end(), x.writes.begin(), x.writes.end());
      flush_soon(self);
    },
    [self](const protocol::save_bootstrap& x) { save_bootstrap(self, x); },
    [self](const protocol::read_committed& x) { read_back(self, x); },
    [self](const protocol::flush_log&) {
      self->state.flushing = false;
      flush(self);
    },
    [self](const protocol::mark_idle&) { mark_idle(self); },
  };
}

} // namespace taskraft::actors
