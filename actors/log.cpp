#include "actors/log.hpp"

#include "actors/report.hpp"
#include "protocol/wire.hpp"

#include <caf/send.hpp>

#include <chrono>
#include <cstddef>
#include <span>
#include <utility>

namespace taskraft::actors {

namespace {

using log_pointer = protocol::log_actor::stateful_pointer<log_state>;

/// How long nothing is written before the last batch is marked as durable.
constexpr auto idle_time = std::chrono::seconds{1};

/// A disk that refused once is not trusted again: the log ends, and the node.
void give_up(log_pointer self, const failure& why) {
  report::error("log_failed", "code", to_string(why.code), "detail",
                why.detail);
  self->quit(caf::make_error(why.code, why.detail));
}

void flush_soon(log_pointer self) {
  if (std::exchange(self->state.flushing, true))
    return;
  self->send(self, protocol::flush_log{});
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
  return state.store->append(batches);
}

/// Runs of appends share a sync; a truncation stands between them.
status carry_out_writes(log_state& state) {
  auto first = std::size_t{0};
  for (auto i = std::size_t{0}; i < state.writes.size(); ++i) {
    if (!state.writes[i].truncate_from)
      continue;
    if (auto appended = append_run(state, first, i); !appended)
      return appended;
    auto from = *state.writes[i].truncate_from;
    if (auto truncated = state.store->truncate_suffix(from); !truncated)
      return truncated;
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

/// False if the disk refused.
bool flush(log_pointer self) {
  auto& state = self->state;
  state.flushing = false;
  // Term and vote first: nothing of a term may be durable before the term is.
  if (auto hard_state = std::exchange(state.hard_state, std::nullopt)) {
    if (auto saved = state.store->save(*hard_state); !saved) {
      give_up(self, saved.error());
      return false;
    }
    self->send(state.server, raft::hard_state_saved{*hard_state});
  }
  if (state.writes.empty())
    return true;
  if (auto written = carry_out_writes(state); !written) {
    give_up(self, written.error());
    return false;
  }
  self->send(state.server, raft::log_written{state.writes.back().sequence,
                                             state.store->last()});
  state.writes.clear();
  arm_idle(self);
  return true;
}

void mark_idle(log_pointer self) {
  auto& state = self->state;
  state.idle_armed = false;
  if (state.busy_since_armed)
    return arm_idle(self);
  if (auto marked = state.store->idle(); !marked)
    give_up(self, marked.error());
}

void save_founding(log_pointer self, const protocol::save_founding& founding) {
  if (auto saved = self->state.write_founding(founding); !saved)
    return give_up(self, saved.error());
  self->send(self->state.server, protocol::founding_saved{founding});
}

/// The applier asks for what is committed. All of it was sent here before, but
/// the disk may still have what it replaces: first things first.
void read_back(log_pointer self, const protocol::read_committed& wanted) {
  auto applier = caf::actor_cast<caf::actor>(self->current_sender());
  if (flush(self) && applier)
    caf::send_as(applier, self->state.log_reader, wanted);
}

} // namespace

protocol::log_actor::behavior_type
log(log_pointer self, std::unique_ptr<persistence::log_store> store,
    founding_writer write_founding, protocol::log_reader_actor log_reader,
    protocol::server_actor server) {
  self->state.store = std::move(store);
  self->state.write_founding = std::move(write_founding);
  self->state.log_reader = std::move(log_reader);
  self->state.server = std::move(server);
  return {
    [self](const protocol::save_hard_state& x) {
      self->state.hard_state = x.state;
      flush_soon(self);
    },
    [self](const protocol::write_log& x) {
      auto& writes = self->state.writes;
      writes.insert(writes.end(), x.writes.begin(), x.writes.end());
      flush_soon(self);
    },
    [self](const protocol::save_founding& x) { save_founding(self, x); },
    [self](const protocol::read_committed& x) { read_back(self, x); },
    [self](const protocol::flush_log&) { flush(self); },
    [self](const protocol::mark_idle&) { mark_idle(self); },
  };
}

} // namespace taskraft::actors
