#include "actors/storage/log_reader.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/applier_actor.hpp"
#include "protocol/wire.hpp"

#include <cstddef>
#include <optional>
#include <utility>

namespace taskraft::actors {

namespace {

using reader_pointer
  = protocol::log_reader_actor::stateful_pointer<log_reader_state>;

/// The most bytes that the applier gets at once.
constexpr auto applier_bytes = std::size_t{1} << 20U;

/// A log that cannot be read back cannot be trusted: the node ends.
std::optional<raft::entry_batch> read(reader_pointer self, raft::log_index from,
                                      std::size_t max_bytes) {
  auto found = self->state.source->read(from, max_bytes);
  if (found)
    return *found;
  logging::error("log_unreadable", "detail", found.error().detail);
  self->quit(caf::make_error(found.error().code, found.error().detail));
  return std::nullopt;
}

} // namespace

protocol::log_reader_actor::behavior_type
log_reader(reader_pointer self, std::shared_ptr<persistence::log_source> source,
           protocol::server_actor server) {
  self->state.source = std::move(source);
  self->state.server = std::move(server);
  return {
    [self](const raft::entries_wanted& x) {
      if (auto entries = read(self, x.from, x.max_bytes))
        self->send(self->state.server,
                   raft::event{raft::entries_read{x.peer, *entries}});
    },
    [self](const protocol::read_committed& x) {
      auto entries = read(self, x.from, applier_bytes);
      if (!entries)
        return;
      auto applier
        = caf::actor_cast<protocol::applier_actor>(self->current_sender());
      if (applier)
        self->send(applier,
                   protocol::committed_read{entries->slice(x.from, x.to)});
    },
  };
}

} // namespace taskraft::actors
