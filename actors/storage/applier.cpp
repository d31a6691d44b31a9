#include "actors/storage/applier.hpp"

#include "actors/logging/logging.hpp"
#include "actors/storage/applier_queue.hpp"
#include "actors/storage/commit_pace.hpp"
#include "protocol/messages/wire.hpp"

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

/// What may wait in memory for a slow store before evaluation waits for it.
constexpr auto max_uncommitted_bytes = std::size_t{32} << 20U;

/// How many entries one turn of this actor evaluates.
constexpr auto entries_a_turn = std::uint64_t{256};

/// How long to wait before a busy store is asked again.
constexpr auto retry_delay = std::chrono::milliseconds{50};

void give_up(applier_pointer self, const failure& why) {
  logging::error("apply_failed", "code", to_string(why.code), "detail",
                 why.detail);
  self->quit(caf::make_error(why.code, why.detail));
}

bool is_full(const applier_state& state) {
  return state.evaluated_bytes + state.committing_bytes > max_uncommitted_bytes;
}

void evaluate_soon(applier_pointer self) {
  if (!std::exchange(self->state.evaluating, true))
    self->send(self, protocol::evaluate_more{});
}

void commit_now(applier_pointer self) {
  if (!std::exchange(self->state.pace.due, true))
    self->send(self, protocol::commit_state{});
}

/// Evaluated entries gather for a while, unless a read waits for them or they
/// are many.
void commit_soon(applier_pointer self) {
  auto& state = self->state;
  auto visible = state.machine->visible().index;
  if (state.work || state.evaluated == visible)
    return;
  if (state.machine->must_commit() || state.wanted > visible || is_full(state)
      || state.evaluated.value - visible.value >= commit_pace::most_entries)
    return commit_now(self);
  if (!std::exchange(state.pace.armed, true))
    self->delayed_send(self, commit_pace::delay, protocol::commit_state{});
}

void fetch_missing(applier_pointer self) {
  auto& state = self->state;
  if (!state.queue.empty() || state.evaluated >= state.commit_index
      || state.lacks_state)
    return;
  if (std::exchange(state.reading, true))
    return;
  state.read_from = state.evaluated.next();
  self->send(state.log,
             protocol::read_committed{state.read_from, state.commit_index});
}

bool must_wait(const applier_state& state) {
  return state.commit_refused || state.load_refused || state.installing
         || is_full(state) || state.machine->must_commit();
}

/// A node whose store has no room must not lead, as one whose log has none.
void tell_room(applier_pointer self, bool full) {
  if (std::exchange(self->state.disk_full, full) != full)
    self->send(self->state.server, raft::event{raft::disk_room_changed{full}});
}

void warn_of_outage(applier_state& state, const failure& why) {
  if (state.outage.is_due())
    logging::warn(why.code == errc::disk_full ? "store_full" : "store_busy",
                  "detail", why.detail);
}

void announce_recovery(applier_state& state) {
  if (state.outage.ends())
    logging::info("store_back");
}

/// Among these entries are some that raise the rules level.
void announce_levels(const raft::entry_batch& entries) {
  for (auto entry : entries)
    if (entry.kind == raft::entry_kind::level)
      logging::info("rules_level_raised", "level",
                    raft::decode_rules_level(entry.payload).value(), "index",
                    entry.index);
}

using evaluated_commands = std::vector<protocol::evaluated_command>;

/// Evaluates the entries of one turn. Nothing if this actor has ended.
std::optional<evaluated_commands> evaluate_turn(applier_pointer self) {
  auto& state = self->state;
  auto answers = evaluated_commands{};
  auto left = entries_a_turn;
  while (!state.queue.empty() && left > 0 && !is_full(state)
         && !state.machine->must_commit()) {
    auto entries = take_entries(state, left);
    auto level_before = state.machine->level();
    auto outcomes = state.machine->evaluate(entries);
    if (!outcomes && may_be_repeated(outcomes.error().code)) {
      warn_of_outage(state, outcomes.error());
      give_back(state, std::move(entries));
      state.load_refused = true;
      self->delayed_send(self, retry_delay, protocol::evaluate_more{});
      break;
    }
    if (!outcomes) {
      give_up(self, outcomes.error());
      return std::nullopt;
    }
    if (answers.empty())
      answers = std::move(*outcomes);
    else
      answers.insert(answers.end(), std::make_move_iterator(outcomes->begin()),
                     std::make_move_iterator(outcomes->end()));
    state.evaluated = state.machine->evaluated();
    if (state.evaluated < entries.last().index) {
      give_back(state,
                entries.slice(state.evaluated.next(), entries.last().index));
      entries = entries.slice(entries.first().index, state.evaluated);
    }
    if (state.machine->level() != level_before)
      announce_levels(entries);
    left -= entries.count();
    state.evaluated_bytes += entries.size_bytes();
  }
  return answers;
}

/// Evaluates what is queued, a part of it each turn so that nobody on this
/// thread waits for long; answers go out at once, because the log is what makes
/// them durable.
void evaluate(applier_pointer self) {
  auto& state = self->state;
  if (must_wait(state))
    return;
  auto answers = evaluate_turn(self);
  if (!answers)
    return;
  if (!state.commit_refused && !state.load_refused)
    announce_recovery(state);
  if (!answers->empty())
    self->send(state.gateway, protocol::commands_evaluated{
                                std::make_shared<const evaluated_commands>(
                                  std::move(*answers))});
  commit_soon(self);
  if (!state.queue.empty() && !must_wait(state))
    evaluate_soon(self);
  fetch_missing(self);
}

void tell_progress(applier_pointer self) {
  auto& state = self->state;
  auto news = protocol::applied{
    state.evaluated,   state.machine->visible().index, state.machine->durable(),
    state.lacks_state, state.machine->level(),         state.watch.is_away};
  self->send(state.gateway, news);
  self->send(state.server, news);
}

void begin_work(applier_pointer self, persistence::state_work work) {
  auto& state = self->state;
  state.work = std::move(work);
  self->send(state.committer, protocol::carry_out{state.work->run});
}

/// Nobody else would notice that the store hangs while nothing is written.
void look_at_store(applier_pointer self) {
  auto& state = self->state;
  self->delayed_send(self, store_watch::interval, protocol::look_at_store{});
  if (state.work && !state.installing) {
    if (state.watch.finds_work())
      tell_progress(self);
  } else if (!state.work && state.evaluated == state.machine->visible().index) {
    begin_work(self, *state.machine->begin_look());
  }
}

void commit(applier_pointer self) {
  auto& state = self->state;
  auto visible = state.machine->visible().index;
  auto is_idle = !state.work && state.evaluated != visible;
  if (is_idle && state.pace.puts_off(state.evaluated.value - visible.value))
    return self->delayed_send(self, commit_pace::more_delay,
                              protocol::commit_state{});
  state.pace = {};
  if (!is_idle)
    return;
  state.committing_bytes = std::exchange(state.evaluated_bytes, 0);
  begin_work(self, state.machine->begin_commit());
  // Evaluation may have waited for this commit to begin.
  if (!state.queue.empty())
    evaluate_soon(self);
}

/// A snapshot that is not newer than the state is not installed (§7): it would
/// undo entries.
bool begin_install(applier_pointer self) {
  auto& state = self->state;
  auto wanted = std::exchange(state.to_install, std::nullopt);
  if (!wanted)
    return false;
  auto& file = wanted->file;
  if (file->about().base.position.index <= state.evaluated) {
    self->send(state.receiver,
               protocol::state_installed{raft::snapshot_outcome::not_needed});
    return false;
  }
  logging::info("snapshot_installs", "index",
                file->about().base.position.index);
  state.installing = file;
  state.queue.clear();
  state.queue_bytes = 0;
  state.evaluated_bytes = 0;
  begin_work(self, state.machine->begin_install(std::move(file), wanted->stop));
  return true;
}

bool begin_make_durable(applier_pointer self) {
  auto& state = self->state;
  if (!std::exchange(state.durability_due, false))
    return false;
  if (state.machine->durable() == state.machine->visible().index) {
    tell_progress(self);
    return false;
  }
  begin_work(self, state.machine->begin_make_durable());
  return true;
}

/// Rare work (durability, installation) comes before the next commit.
void begin_rare_work(applier_pointer self) {
  if (!self->state.work && !begin_install(self))
    begin_make_durable(self);
}

/// The state is the snapshot's: the log goes on from there.
void conclude_install(applier_pointer self) {
  auto& state = self->state;
  state.installing = nullptr;
  state.lacks_state = false;
  state.queue.clear();
  state.queue_bytes = 0;
  state.evaluated = state.machine->visible().index;
  logging::info("snapshot_installed", "index", state.evaluated);
  self->send(state.server,
             raft::event{raft::snapshot_installed{state.machine->base()}});
  self->send(state.receiver, protocol::state_installed{});
}

void take_outcome(applier_pointer self, const std::optional<failure>& refusal) {
  auto& state = self->state;
  if (refusal && may_be_repeated(refusal->code)) {
    warn_of_outage(state, *refusal);
    tell_room(self, refusal->code == errc::disk_full);
    state.commit_refused = true;
    self->delayed_send(state.committer, retry_delay,
                       protocol::carry_out{state.work->run});
    return;
  }
  // The node was told to stop: this is no failure.
  if (refusal && refusal->code == errc::unavailable && state.installing)
    return self->quit();
  if (refusal)
    return give_up(self, *refusal);
  std::exchange(state.work, std::nullopt)->finish();
  state.committing_bytes = 0;
  state.commit_refused = false;
  state.watch = {};
  announce_recovery(state);
  tell_room(self, false);
  if (state.installing)
    conclude_install(self);
  if (auto digest = state.machine->take_digest_work())
    self->send(
      state.server,
      protocol::take_digest{state.machine->visible().index, std::move(digest)});
  tell_progress(self);
  begin_rare_work(self);
  evaluate(self);
  commit_soon(self);
}

void take_read(applier_pointer self, const raft::entry_batch& entries) {
  auto& state = self->state;
  state.reading = false;
  auto wanted = state.evaluated.next();
  // A snapshot may have passed everything that was asked for.
  if (state.read_from != wanted || state.installing)
    return evaluate(self);
  auto lacking = entries.empty() || entries.first().index > wanted;
  if (lacking && state.queue.empty() && wanted <= state.commit_index)
    return give_up(self, {errc::corrupted, "the log does not have entry "
                                             + std::to_string(wanted.value)
                                             + ", which is committed"});
  enqueue(state, entries);
  evaluate(self);
}

} // namespace

protocol::applier_actor::behavior_type
applier(applier_pointer self,
        std::unique_ptr<persistence::state_machine> machine,
        protocol::committer_actor committer, protocol::log_actor log,
        protocol::inner_gateway_actor gateway, protocol::server_actor server,
        bool lacks_state) {
  auto& state = self->state;
  state.machine = std::move(machine);
  state.committer = std::move(committer);
  state.log = std::move(log);
  state.gateway = std::move(gateway);
  state.server = std::move(server);
  state.evaluated = state.machine->visible().index;
  state.lacks_state = lacks_state;
  tell_progress(self);
  if (state.machine->begin_look())
    self->delayed_send(self, store_watch::interval, protocol::look_at_store{});
  return {
    [self](const raft::committed& x) {
      auto& s = self->state;
      s.commit_index = std::max(s.commit_index, x.commit_index);
      for (const auto& entries : x.entries)
        enqueue(s, entries);
      evaluate(self);
    },
    [self](const protocol::committed_read& x) { take_read(self, x.entries); },
    [self](const protocol::make_visible& x) {
      auto& s = self->state;
      // A client may name any index.
      if (x.index.value <= s.commit_index.value + commit_pace::most_entries)
        s.wanted = std::max(s.wanted, x.index);
      commit_soon(self);
    },
    [self](const protocol::make_state_durable&) {
      self->state.durability_due = true;
      begin_rare_work(self);
    },
    [self](const protocol::install_state& x) {
      self->state.to_install = x;
      self->state.receiver = caf::actor_cast<protocol::snapshot_receiver_actor>(
        self->current_sender());
      begin_rare_work(self);
    },
    [self](const protocol::carried_out& x) { take_outcome(self, x.refusal); },
    [self](const protocol::commit_state&) { commit(self); },
    [self](const protocol::look_at_store&) { look_at_store(self); },
    [self](const protocol::evaluate_more&) {
      self->state.evaluating = false;
      self->state.load_refused = false;
      evaluate(self);
    },
  };
}

} // namespace taskraft::actors
