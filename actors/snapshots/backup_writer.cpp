#include "actors/snapshots/backup_writer.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/actors/inner_gateway_actor.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

namespace taskraft::actors {

namespace {

using backup_writer_pointer
  = protocol::backup_writer_actor::stateful_pointer<backup_writer_state>;

/// A quarter of what a client's link takes in one message.
constexpr auto chunk_bytes = std::size_t{512} << 10U;
/// More would fill the disk that the log is on.
constexpr auto most_backups = std::size_t{2};
constexpr auto tidy_interval = std::chrono::seconds{60};
constexpr auto oldest_age = std::uint32_t{5};

void remove(backup_writer_state& state, std::uint64_t number) {
  auto found = state.backups.find(number);
  if (found == state.backups.end())
    return;
  auto removed = state.archive.files->remove(found->second.file->path());
  if (!removed)
    logging::warn("backup_not_removed", "detail", removed.error().detail);
  state.backups.erase(found);
}

/// Removes everything that an earlier start has left.
void clear(backup_writer_state& state) {
  auto& archive = state.archive;
  auto names = archive.files->list(archive.directory);
  if (!names)
    return logging::warn("backups_not_cleared", "detail", names.error().detail);
  for (const auto& name : *names)
    if (auto removed = archive.files->remove(archive.directory + "/" + name);
        !removed)
      logging::warn("backup_not_removed", "detail", removed.error().detail);
}

/// Removes the files whose clients are gone.
void remove_orphans(backup_writer_state& state) {
  auto orphans = std::vector<std::uint64_t>{};
  for (const auto& [number, backup] : state.backups)
    if (backup.client.expired())
      orphans.push_back(number);
  for (auto number : orphans)
    remove(state, number);
}

template <class Reply>
void answer(backup_writer_pointer self, Reply reply) {
  auto gateway
    = caf::actor_cast<protocol::inner_gateway_actor>(self->current_sender());
  if (gateway)
    self->send(gateway, std::move(reply));
}

/// Writes the state into a file; stops if the client goes away meanwhile.
result<std::shared_ptr<const persistence::snapshot_file>>
write(backup_writer_pointer self, const protocol::write_backup& x,
      const std::string& path) {
  using clock = std::chrono::steady_clock;
  auto& archive = self->state.archive;
  auto told_at = clock::now();
  auto stop = [&] {
    if (clock::now() - told_at >= archive.progress_interval) {
      told_at = clock::now();
      answer(self, protocol::backup_advanced{x.context});
    }
    return (archive.stop && archive.stop()) || x.client.expired();
  };
  auto about = archive.reader->write_snapshot(*archive.files, path, stop);
  if (!about)
    return about.error();
  return persistence::snapshot_file::open(*archive.files, path);
}

protocol::backup_written begin(backup_writer_pointer self,
                               const protocol::write_backup& x) {
  auto& state = self->state;
  auto reply = protocol::backup_written{};
  reply.context = x.context;
  remove_orphans(state);
  if (x.client.expired()) {
    reply.reason = "the client is gone";
    return reply;
  }
  if (state.backups.size() == most_backups) {
    reply.reason = "two backups are under way already";
    return reply;
  }
  auto number = ++state.last_number;
  auto written
    = write(self, x, state.archive.directory + "/" + std::to_string(number));
  if (!written) {
    reply.reason = written.error().detail;
    logging::warn("backup_failed", "detail", reply.reason);
    return reply;
  }
  reply.backup = number;
  reply.about = (*written)->about();
  state.backups[number] = {std::move(*written), x.client, 0};
  logging::info("backup_begun", "index", reply.about.base.position.index,
                "bytes", reply.about.size_bytes);
  return reply;
}

protocol::chunk_read read(backup_writer_state& state,
                          const protocol::read_chunk& x) {
  auto reply = protocol::chunk_read{};
  reply.context = x.context;
  auto found = state.backups.find(x.backup);
  if (found == state.backups.end()) {
    reply.reason = "this node does not have the backup any more";
    return reply;
  }
  found->second.age = 0;
  if (x.offset >= found->second.file->about().size_bytes) {
    remove(state, x.backup);
    return reply;
  }
  auto bytes = found->second.file->read(x.offset, chunk_bytes);
  if (!bytes) {
    reply.reason = bytes.error().detail;
    return reply;
  }
  reply.checksum = persistence::checksum_of(*bytes);
  reply.bytes = protocol::blob{std::move(*bytes)};
  return reply;
}

void tidy(backup_writer_pointer self) {
  auto& state = self->state;
  remove_orphans(state);
  auto old = std::vector<std::uint64_t>{};
  for (auto& [number, backup] : state.backups)
    if (++backup.age > oldest_age)
      old.push_back(number);
  for (auto number : old)
    remove(state, number);
  self->delayed_send(self, tidy_interval, protocol::tidy_up{});
}

} // namespace

protocol::backup_writer_actor::behavior_type
backup_writer(backup_writer_pointer self, std::shared_ptr<archive> about) {
  auto& state = self->state;
  state.archive = std::move(*about);
  state.last_number = state.archive.first_number;
  clear(state);
  self->delayed_send(self, tidy_interval, protocol::tidy_up{});
  return {
    [self](const protocol::write_backup& x) { answer(self, begin(self, x)); },
    [self](const protocol::read_chunk& x) {
      answer(self, read(self->state, x));
    },
    [self](const protocol::tidy_up&) { tidy(self); },
  };
}

} // namespace taskraft::actors
