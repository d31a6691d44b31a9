#include "actors/storage/scrubber.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

namespace {

using scrubber_pointer
  = protocol::scrubber_actor::stateful_pointer<scrubber_state>;

void give_up(scrubber_pointer self, const char* event, const failure& why) {
  logging::error(event, "code", to_string(why.code), "detail", why.detail);
  self->quit(caf::make_error(why.code, why.detail));
}

void scrub_log(scrubber_pointer self, const scrub_pace& pace) {
  auto& state = self->state;
  // Entries that were cut meanwhile need no reading.
  state.next = std::max(state.next, state.log->first());
  auto entries = state.log->scrub(state.next);
  if (!entries)
    return give_up(self, "log_damaged", entries.error());
  if (!entries->empty()) {
    state.next = entries->last().index.next();
    self->delayed_send(self, pace.step, protocol::scrub_log{});
    return;
  }
  logging::debug("log_scrubbed", "until", state.next.previous());
  state.next = {};
  self->delayed_send(self, pace.log_rest, protocol::scrub_log{});
}

void scrub_store(scrubber_pointer self, const scrub_pace& pace) {
  auto checked = self->state.store->scrub();
  if (!checked && !may_be_repeated(checked.error().code))
    return give_up(self, "store_damaged", checked.error());
  self->delayed_send(self, pace.store_rest, protocol::scrub_store{});
}

/// Reports how much room the disk has. Little room is reported at every look,
/// because the gateway forgets such a report after a while.
void look(scrubber_pointer self, const scrub_pace& pace) {
  constexpr auto least_percent = 10U;
  auto& state = self->state;
  if (auto free = state.disk.free_percent()) {
    auto is_low = *free < least_percent;
    if (is_low != state.is_low)
      logging::warn(is_low ? "disk_nearly_full" : "disk_has_room_again",
                    "free_percent", *free);
    if (is_low || state.is_low)
      self->send(state.disk.gateway, protocol::disk_room{is_low});
    state.is_low = is_low;
  }
  self->delayed_send(self, pace.look, protocol::look_at_disk{});
}

void measure_room(scrubber_pointer self, const scrub_pace& pace) {
  pace.measure_room();
  self->delayed_send(self, pace.room_rest, protocol::measure_room{});
}

} // namespace

protocol::scrubber_actor::behavior_type
scrubber(scrubber_pointer self, scrub_pace pace,
         std::shared_ptr<persistence::log_source> log,
         std::unique_ptr<persistence::state_reader> store, disk_watch disk) {
  self->state.disk = std::move(disk);
  if (self->state.disk.free_percent)
    self->send(self, protocol::look_at_disk{});
  self->state.log = std::move(log);
  self->state.store = std::move(store);
  self->delayed_send(self, pace.before, protocol::scrub_log{});
  if (self->state.store)
    self->delayed_send(self, pace.before, protocol::scrub_store{});
  if (pace.measure_room)
    measure_room(self, pace);
  return {
    [self, pace](const protocol::scrub_log&) { scrub_log(self, pace); },
    [self, pace](const protocol::scrub_store&) { scrub_store(self, pace); },
    [self, pace](const protocol::look_at_disk&) { look(self, pace); },
    [self, pace](const protocol::measure_room&) { measure_room(self, pace); },
  };
}

} // namespace taskraft::actors
