#include "actors/snapshots/snapshot_receiver.hpp"

#include "actors/logging/logging.hpp"
#include "actors/snapshots/shared_snapshot.hpp"
#include "protocol/messages/wire.hpp"

#include <utility>

namespace taskraft::actors {

namespace {

using receiver_pointer = protocol::snapshot_receiver_actor::stateful_pointer<
  snapshot_receiver_state>;

std::string finished_path(const snapshot_place& place) {
  return place.directory + "/incoming";
}

void answer(receiver_pointer self, const raft::snapshot_about& about,
            std::uint64_t offset, raft::snapshot_outcome outcome) {
  self->send(self->state.server, raft::event{raft::snapshot_gathered{
                                   about.checksum, offset, outcome}});
}

/// Refuses a snapshot for which the disk has no room.
void refuse(receiver_pointer self, const raft::install_snapshot& x,
            const failure& why) {
  logging::warn("snapshot_refused", "code", to_string(why.code), "detail",
                why.detail);
  self->state.incoming.reset();
  answer(self, x.about, 0, raft::snapshot_outcome::unusable);
}

/// Whether a piece belongs to what is being gathered, or to something newer.
bool is_current(const snapshot_receiver_state& state,
                const raft::install_snapshot& x) {
  if (!state.incoming || state.incoming->about() == x.about)
    return x.term >= state.term;
  return x.term > state.term
         || (x.term == state.term
             && x.about.base.position.index
                  > state.incoming->about().base.position.index);
}

status begin(snapshot_receiver_state& state, const raft::install_snapshot& x) {
  state.term = x.term;
  if (state.incoming && state.incoming->about() == x.about)
    return done{};
  state.incoming.reset();
  auto begun = persistence::snapshot_receiver::begin(
    *state.place.files, state.place.directory, x.about);
  if (!begun)
    return begun.error();
  logging::info("snapshot_coming", "from", x.leader, "index",
                x.about.base.position.index, "bytes", x.about.size_bytes,
                "have", begun->offset());
  state.incoming.emplace(std::move(*begun));
  return done{};
}

void finish(receiver_pointer self, const raft::install_snapshot& x) {
  auto& state = self->state;
  auto file = state.incoming->finish(finished_path(state.place));
  state.incoming.reset();
  if (!file)
    return refuse(self, x, file.error());
  state.installing = hold_snapshot(*state.place.files, std::move(*file));
  logging::info("snapshot_complete", "index", x.about.base.position.index);
  self->send(state.applier,
             protocol::install_state{state.installing, state.place.stop});
  answer(self, x.about, x.about.size_bytes, raft::snapshot_outcome::complete);
}

void take(receiver_pointer self, const raft::install_snapshot& x) {
  auto& state = self->state;
  if (state.installing) {
    // The next snapshot waits until this one is installed.
    answer(self, x.about, x.about.size_bytes, raft::snapshot_outcome::complete);
    return;
  }
  if (!is_current(state, x))
    return;
  if (auto begun = begin(state, x); !begun)
    return refuse(self, x, begun.error());
  auto& incoming = *state.incoming;
  if (!x.bytes.view().empty()) {
    auto written = incoming.write(x.offset, x.bytes.view(), x.checksum);
    if (!written && written.error().code != errc::malformed)
      return refuse(self, x, written.error());
  }
  if (incoming.complete())
    return finish(self, x);
  answer(self, x.about, incoming.offset(), raft::snapshot_outcome::wanted);
}

void conclude(receiver_pointer self, const protocol::state_installed& x) {
  auto file = std::exchange(self->state.installing, nullptr);
  // Otherwise the role hears of it from the applier.
  if (file && x.outcome != raft::snapshot_outcome::complete)
    answer(self, file->about(), file->about().size_bytes, x.outcome);
}

} // namespace

protocol::snapshot_receiver_actor::behavior_type
snapshot_receiver(receiver_pointer self, snapshot_place place,
                  protocol::applier_actor applier,
                  protocol::server_actor server) {
  auto& state = self->state;
  state.place = std::move(place);
  state.applier = std::move(applier);
  state.server = std::move(server);
  // Left by an earlier start: what was installed is in the store.
  auto left = finished_path(state.place);
  if (auto there = state.place.files->exists(left); there && *there)
    if (auto removed = state.place.files->remove(left); !removed)
      logging::warn("snapshot_not_removed", "detail", removed.error().detail);
  return {
    [self](const raft::install_snapshot& x) { take(self, x); },
    [self](const protocol::state_installed& x) { conclude(self, x); },
  };
}

} // namespace taskraft::actors
