#include "actors/snapshots/snapshotter.hpp"

#include "actors/logging/logging.hpp"
#include "actors/snapshots/shared_snapshot.hpp"
#include "protocol/messages/wire.hpp"

#include <utility>

namespace taskraft::actors {

namespace {

using snapshotter_pointer
  = protocol::snapshotter_actor::stateful_pointer<snapshotter_state>;

constexpr auto outgoing = "outgoing-";

void remove_leftovers(const snapshot_place& place) {
  auto found = place.files->list(place.directory);
  if (!found)
    return;
  for (const auto& name : *found)
    if (name.starts_with(outgoing))
      if (auto removed = place.files->remove(place.directory + "/" + name);
          !removed)
        logging::warn("snapshot_not_removed", "detail", removed.error().detail);
}

result<protocol::shared_snapshot> write(snapshotter_state& state) {
  auto path = state.place.directory + "/" + outgoing
              + std::to_string(++state.last_number);
  auto& files = *state.place.files;
  auto written = state.store->write_snapshot(files, path, state.place.stop);
  if (!written)
    return written.error();
  auto file = persistence::snapshot_file::open(files, path);
  if (!file)
    return file.error();
  logging::info("snapshot_made", "index", written->base.position.index, "bytes",
                written->size_bytes);
  return hold_snapshot(files, std::move(*file));
}

protocol::shared_snapshot make(snapshotter_state& state,
                               raft::log_index at_least) {
  auto file = state.newest.lock();
  if (file && file->about().base.position.index >= at_least)
    return file;
  auto fresh = write(state);
  if (!fresh) {
    // A snapshot that was stopped half-way has not failed.
    if (fresh.error().code != errc::unavailable)
      logging::warn("snapshot_failed", "detail", fresh.error().detail);
    return nullptr;
  }
  state.newest = *fresh;
  return std::move(*fresh);
}

} // namespace

protocol::snapshotter_actor::behavior_type
snapshotter(snapshotter_pointer self, snapshot_place place,
            std::unique_ptr<persistence::state_reader> store) {
  self->state.place = std::move(place);
  self->state.store = std::move(store);
  remove_leftovers(self->state.place);
  return {
    [self](const protocol::make_snapshot& x) {
      auto requester = caf::actor_cast<protocol::snapshot_sender_actor>(
        self->current_sender());
      auto reply = protocol::snapshot_made{make(self->state, x.at_least)};
      if (requester)
        self->send(requester, std::move(reply));
    },
  };
}

} // namespace taskraft::actors
