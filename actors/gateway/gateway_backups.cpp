// Copies of the state for clients: everything that was acknowledged when they
// asked is in it.

#include "actors/gateway/gateway_work.hpp"
#include "protocol/applier_actor.hpp"
#include "protocol/wire.hpp"

#include <memory>
#include <utility>

namespace taskraft::actors {

namespace {

/// How long a read index, or the state to get there, is waited for. In
/// milliseconds.
constexpr auto backup_wait_ms = std::uint64_t{3000};

template <class Message>
void send_to(gateway_pointer self, client_number number, Message message) {
  auto& clients = self->state.clients;
  if (auto client = clients.find(number); client != clients.end())
    self->send(client->second.handle, std::move(message));
}

void refuse(gateway_pointer self, const open_backup& x,
            const std::string& reason) {
  auto answer = protocol::backup_begun{};
  answer.id = x.id;
  answer.reason = reason;
  send_to(self, x.client, std::move(answer));
}

void write(gateway_pointer self, std::uint64_t context, open_backup& x) {
  auto& state = self->state;
  x.stage = backup_stage::writing;
  auto client = std::weak_ptr<const char>{};
  if (auto found = state.clients.find(x.client); found != state.clients.end())
    client = found->second.presence;
  self->send(state.backup_writer, protocol::write_backup{context, client});
}

} // namespace

void start_backup(gateway_pointer self, const protocol::begin_backup& x) {
  auto& state = self->state;
  auto number = client_number{0};
  if (current_client(self, number) == nullptr)
    return;
  auto open = open_backup{};
  open.client = number;
  open.id = x.id;
  open.born = state.now;
  if (!state.backup_writer)
    return refuse(self, open, "this node keeps no backups");
  if (!x.linearizable && state.applied.lacks_state)
    return refuse(self, open, "this node waits for its state");
  auto context = ++state.last_context;
  auto& kept = state.backups[context] = open;
  if (!x.linearizable)
    return write(self, context, kept);
  self->send(state.server,
             protocol::request_read_index{state.options.self, context});
}

bool take_backup_index(gateway_pointer self,
                       const protocol::read_index_answered& x) {
  auto& state = self->state;
  auto found = state.backups.find(x.context);
  if (found == state.backups.end()
      || found->second.stage != backup_stage::asking)
    return false;
  if (!x.granted) {
    refuse(self, found->second, "no leader with a quorum answers");
    state.backups.erase(found);
    return true;
  }
  found->second.stage = backup_stage::waiting;
  found->second.index = x.read_index;
  self->send(state.server, protocol::make_visible{x.read_index});
  move_backups(self);
  return true;
}

void move_backups(gateway_pointer self) {
  auto& state = self->state;
  for (auto& [context, open] : state.backups)
    if (open.stage == backup_stage::waiting
        && state.applied.visible >= open.index)
      write(self, context, open);
}

void pass_on_progress(gateway_pointer self) {
  for (const auto& [context, open] : self->state.backups)
    if (open.stage == backup_stage::writing)
      send_to(self, open.client, protocol::backup_progressed{open.id});
}

void take_backup(gateway_pointer self, const protocol::backup_written& x) {
  auto& state = self->state;
  auto found = state.backups.find(x.context);
  if (found == state.backups.end())
    return;
  auto answer = protocol::backup_begun{};
  answer.id = found->second.id;
  answer.backup = x.backup;
  answer.reason = x.reason;
  answer.position = x.about.base.position;
  answer.membership_index = x.about.base.members.index;
  answer.membership = raft::encode(x.about.base.members.value);
  answer.size_bytes = x.about.size_bytes;
  answer.checksum = x.about.checksum;
  send_to(self, found->second.client, std::move(answer));
  state.backups.erase(found);
}

void read_backup(gateway_pointer self, const protocol::read_backup& x) {
  auto& state = self->state;
  auto number = client_number{0};
  if (current_client(self, number) == nullptr || !state.backup_writer)
    return;
  auto context = ++state.last_context;
  auto open = open_backup{};
  open.client = number;
  open.id = x.id;
  open.born = state.now;
  open.stage = backup_stage::reading;
  state.backups[context] = open;
  self->send(state.backup_writer,
             protocol::read_chunk{context, x.backup, x.offset});
}

void take_chunk(gateway_pointer self, const protocol::chunk_read& x) {
  auto& state = self->state;
  auto found = state.backups.find(x.context);
  if (found == state.backups.end())
    return;
  send_to(
    self, found->second.client,
    protocol::backup_read{found->second.id, x.reason, x.checksum, x.bytes});
  state.backups.erase(found);
}

void expire_backups(gateway_pointer self) {
  auto& state = self->state;
  for (auto at = state.backups.begin(); at != state.backups.end();) {
    const auto& open = at->second;
    auto early = open.stage == backup_stage::asking
                 || open.stage == backup_stage::waiting;
    auto waited = (state.now - open.born) * state.options.tick_ms;
    if (!early || waited < backup_wait_ms) {
      ++at;
      continue;
    }
    refuse(self, open, "no leader with a quorum answers");
    at = state.backups.erase(at);
  }
}

} // namespace taskraft::actors
