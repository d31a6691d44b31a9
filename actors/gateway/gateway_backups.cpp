// Copies of the state for clients: everything that was acknowledged when they
// asked is in it.

#include "actors/gateway/gateway_work.hpp"
#include "protocol/actors/applier_actor.hpp"
#include "protocol/messages/wire.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::actors {

namespace {

/// How long the gateway waits for a read index, and for the store to make it
/// visible. In milliseconds.
constexpr auto backup_wait_ms = std::uint64_t{3000};
constexpr auto no_quorum = "no leader with a quorum answers";

void refuse(gateway_pointer self, client_number client, std::uint64_t id,
            const std::string& reason) {
  auto answer = protocol::backup_begun{};
  answer.id = id;
  answer.reason = reason;
  tell(self, client, std::move(answer));
}

/// From now on the backup writer decides how long it takes.
void enter(gateway_pointer self, std::uint64_t context, backup_stage stage) {
  auto& operations = self->state.operations;
  operations.find<pending_backup>(context)->stage = stage;
  operations.at(context).ends.reset();
}

void write(gateway_pointer self, std::uint64_t context) {
  auto& state = self->state;
  enter(self, context, backup_stage::writing);
  auto presence = std::weak_ptr<const char>{};
  auto client = state.clients.find(state.operations.at(context).client);
  if (client != state.clients.end())
    presence = client->second.presence;
  self->send(state.backup_writer, protocol::write_backup{context, presence});
}

/// The backups that are in this stage.
std::vector<std::uint64_t> backups_in(gateway_state& state,
                                      backup_stage stage) {
  auto contexts = state.operations.contexts_of<pending_backup>();
  std::erase_if(contexts, [&](std::uint64_t context) {
    return state.operations.find<pending_backup>(context)->stage != stage;
  });
  return contexts;
}

} // namespace

void start_backup(gateway_pointer self, client_number client,
                  const protocol::begin_backup& x) {
  auto& state = self->state;
  if (!state.backup_writer)
    return refuse(self, client, x.id, "this node keeps no backups");
  if (!x.linearizable && state.applied.lacks_state)
    return refuse(self, client, x.id, "this node waits for its state");
  auto context = begin(self, client, x.id, backup_wait_ms, pending_backup{});
  if (!context)
    return refuse(self, client, x.id, too_many_operations);
  note_use(self, client, "backup.made");
  if (!x.linearizable)
    return write(self, *context);
  self->send(state.server,
             protocol::request_read_index{state.options.self, *context});
}

bool take_backup_index(gateway_pointer self,
                       const protocol::read_index_answered& x) {
  auto& state = self->state;
  auto* backup = state.operations.find<pending_backup>(x.context);
  if (backup == nullptr || backup->stage != backup_stage::asking)
    return false;
  if (!x.granted) {
    auto operation = state.operations.take(x.context);
    refuse(self, operation.client, operation.id, no_quorum);
    return true;
  }
  backup->stage = backup_stage::waiting;
  backup->index = x.read_index;
  self->send(state.server, protocol::make_visible{x.read_index});
  move_backups(self);
  return true;
}

void move_backups(gateway_pointer self) {
  auto& state = self->state;
  for (auto context : backups_in(state, backup_stage::waiting))
    if (state.applied.visible
        >= state.operations.find<pending_backup>(context)->index)
      write(self, context);
}

void pass_on_progress(gateway_pointer self) {
  auto& state = self->state;
  for (auto context : backups_in(state, backup_stage::writing)) {
    const auto& operation = state.operations.at(context);
    tell(self, operation.client, protocol::backup_progressed{operation.id});
  }
}

void take_backup(gateway_pointer self, const protocol::backup_written& x) {
  auto& operations = self->state.operations;
  if (operations.find<pending_backup>(x.context) == nullptr)
    return;
  auto operation = operations.take(x.context);
  auto answer = protocol::backup_begun{};
  answer.id = operation.id;
  answer.backup = x.backup;
  answer.reason = x.reason;
  answer.position = x.about.base.position;
  answer.membership_index = x.about.base.members.index;
  answer.membership = raft::encode(x.about.base.members.value);
  answer.size_bytes = x.about.size_bytes;
  answer.checksum = x.about.checksum;
  tell(self, operation.client, std::move(answer));
}

void read_backup(gateway_pointer self, client_number client,
                 const protocol::read_backup& x) {
  auto& state = self->state;
  if (!state.backup_writer)
    return;
  auto context = begin(self, client, x.id, backup_wait_ms, pending_backup{});
  if (!context)
    return tell(self, client,
                protocol::backup_read{x.id, too_many_operations, 0, {}});
  enter(self, *context, backup_stage::reading);
  self->send(state.backup_writer,
             protocol::read_chunk{*context, x.backup, x.offset});
}

void take_chunk(gateway_pointer self, const protocol::chunk_read& x) {
  auto& operations = self->state.operations;
  if (operations.find<pending_backup>(x.context) == nullptr)
    return;
  auto operation = operations.take(x.context);
  tell(self, operation.client,
       protocol::backup_read{operation.id, x.reason, x.checksum, x.bytes});
}

void conclude(gateway_pointer self, const pending_operation& operation,
              const pending_backup& /*x*/) {
  refuse(self, operation.client, operation.id, no_quorum);
}

} // namespace taskraft::actors
