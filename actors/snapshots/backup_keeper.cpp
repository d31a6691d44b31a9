#include "actors/snapshots/backup_keeper.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/actors/inner_gateway_actor.hpp"

#include <utility>

namespace taskraft::actors {

namespace {

using backup_keeper_pointer
  = protocol::backup_keeper_actor::stateful_pointer<backup_keeper_state>;

/// How many rows are written before the room on the disk is looked at again.
constexpr auto rows_between_looks = std::uint64_t{10'000};

/// Writes a snapshot; stops if the node does, or the disk has no room for it.
class snapshot_source {
public:
  explicit snapshot_source(backup_store& store) : store_(store) {
  }

  result<raft::snapshot_about> operator()(const std::string& path) {
    auto about = store_.reader->write_snapshot(*store_.place.files, path,
                                               [this] { return must_stop(); });
    if (!about && disk_is_full_)
      return failure{errc::disk_full,
                     store_.place.directory + ": fewer than "
                       + std::to_string(backup_reserve_bytes >> 20U)
                       + " MiB would be free"};
    return about;
  }

private:
  bool must_stop() {
    if (rows_++ % rows_between_looks == 0 && store_.free_bytes)
      disk_is_full_
        = disk_is_full_
          || store_.free_bytes(store_.place.directory) < backup_reserve_bytes;
    return disk_is_full_ || (store_.stop && store_.stop());
  }

  backup_store& store_;
  std::uint64_t rows_ = 0;
  bool disk_is_full_ = false;
};

void remove_old(const persistence::backup_place& place,
                std::uint64_t taken_us) {
  auto removed = persistence::remove_old_backups(place, taken_us);
  if (!removed)
    return logging::warn("backup_not_removed", "detail",
                         removed.error().detail);
  for (const auto& name : *removed)
    logging::info("backup_removed", "file", place.directory + '/' + name);
}

protocol::backup_kept keep(backup_store& store,
                           const protocol::keep_backup& x) {
  const auto& place = store.place;
  auto reply = protocol::backup_kept{};
  reply.named_at_us = x.named_at_us;
  auto about
    = persistence::take_backup(place, x.named_at_us, snapshot_source{store});
  if (!about) {
    reply.reason = about.error().detail;
    logging::warn("backup_failed", "detail", reply.reason);
    return reply;
  }
  reply.index = about->base.position.index;
  reply.bytes = about->size_bytes;
  logging::info("backup_taken", "file",
                place.directory + '/'
                  + persistence::backup_name(place.prefix, x.named_at_us),
                "index", reply.index, "bytes", reply.bytes);
  remove_old(place, x.named_at_us);
  return reply;
}

} // namespace

protocol::backup_keeper_actor::behavior_type
backup_keeper(backup_keeper_pointer self, std::shared_ptr<backup_store> with) {
  self->state.store = std::move(*with);
  return {
    [self](const protocol::keep_backup& x) {
      auto gateway = caf::actor_cast<protocol::inner_gateway_actor>(
        self->current_sender());
      auto reply = keep(self->state.store, x);
      if (gateway)
        self->send(gateway, std::move(reply));
    },
    [self](const protocol::backups_wanted& x) {
      auto& place = self->state.store.place;
      place.directory = x.directory;
      place.keep = x.keep;
    },
  };
}

} // namespace taskraft::actors
