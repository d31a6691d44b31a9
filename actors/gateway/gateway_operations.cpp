// The table of what operators wait for, the status of the cluster, and
// transfers of leadership.

#include "actors/gateway/gateway_work.hpp"
#include "protocol/messages/wire.hpp"
#include "protocol/raft/effects.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace taskraft::actors {

namespace {

/// How long the gateway waits for rows, for logs to be cut, and for a new
/// leader. In milliseconds.
constexpr auto status_wait_ms = std::uint64_t{400};
constexpr auto compaction_wait_ms = std::uint64_t{800};
constexpr auto transfer_wait_ms = std::uint64_t{4000};

void conclude(gateway_pointer self, const pending_operation& operation,
              const pending_status& status) {
  tell(self, operation.client,
       protocol::cluster_status_answered{
         operation.id,
         rows_of(status, status.local ? std::vector<protocol::node_status>{}
                                      : self->state.options.members)});
}

void end_transfer(gateway_pointer self, client_number client, std::uint64_t id,
                  bool succeeded, const std::string& reason) {
  if (succeeded)
    note_use(self, client, "cluster.leader_transferred",
             std::to_string(self->state.leadership.leader.value));
  tell(self, client,
       protocol::leadership_transferred{id, succeeded,
                                        self->state.leadership.leader, reason});
}

void end_transfer(gateway_pointer self, std::uint64_t context, bool succeeded,
                  const std::string& reason) {
  auto operation = self->state.operations.take(context);
  end_transfer(self, operation.client, operation.id, succeeded, reason);
}

void conclude(gateway_pointer self, const pending_operation& operation,
              const pending_transfer& /*x*/) {
  end_transfer(self, operation.client, operation.id, false,
               "no other node took over in time");
}

void ask_for_transfer(gateway_pointer self, std::uint64_t context,
                      pending_transfer& transfer) {
  auto& state = self->state;
  transfer.leader = state.leadership.leader;
  self->send(state.server, protocol::request_transfer{
                             state.options.self, context, transfer.target});
}

} // namespace

std::optional<std::uint64_t> begin(gateway_pointer self, client_number client,
                                   std::uint64_t id, std::uint64_t wait_ms,
                                   decltype(pending_operation::what) what) {
  auto& state = self->state;
  auto added = state.operations.add(
    state.last_context + 1, {.client = client,
                             .id = id,
                             .born = state.now,
                             .ends = state.now + ticks_in(state, wait_ms),
                             .what = std::move(what)});
  return added ? std::optional{++state.last_context} : std::nullopt;
}

void tend_operations(gateway_pointer self) {
  ask_for_changes_again(self);
  give_up_unreachable(self);
  for (const auto& operation : self->state.operations.expire(self->state.now))
    std::visit([&](const auto& what) { conclude(self, operation, what); },
               operation.what);
}

void begin_status(gateway_pointer self, client_number client,
                  const protocol::request_cluster_status& x) {
  auto& state = self->state;
  auto context
    = begin(self, client, x.id, x.compact ? compaction_wait_ms : status_wait_ms,
            pending_status{.local = x.local, .rows = {}});
  // A client that hears nothing asks again.
  if (!context)
    return;
  auto request
    = protocol::request_node_status{state.options.self, *context, x.compact};
  self->send(state.server, request);
  if (x.local)
    return;
  for (const auto& [node, link] : state.links)
    self->send(link, request);
}

void take_answer(gateway_pointer self,
                 const protocol::node_status_answered& x) {
  auto& state = self->state;
  auto* status = state.operations.find<pending_status>(x.context);
  if (status == nullptr)
    return;
  status->rows[x.status.id] = x.status;
  auto is_there
    = [&](const auto& member) { return status->rows.contains(member.id); };
  if (status->local || std::ranges::all_of(state.options.members, is_there)) {
    auto operation = state.operations.take(x.context);
    conclude(self, operation, std::get<pending_status>(operation.what));
  }
}

void begin_log(gateway_pointer self, client_number client,
               const protocol::read_log& x) {
  auto& state = self->state;
  auto found = state.clients.find(client);
  if (found == state.clients.end() || !state.log_reader)
    return;
  self->send(state.log_reader,
             protocol::list_log{
               caf::actor_cast<caf::strong_actor_ptr>(found->second.handle),
               x.id, std::min(x.before, state.applied.evaluated.next()),
               x.limit});
}

void ask_for_export(gateway_pointer self, client_number client,
                    const protocol::begin_export& x) {
  auto& state = self->state;
  auto found = state.clients.find(client);
  if (found == state.clients.end())
    return;
  if (!state.exporter)
    return tell(self, client,
                protocol::operation_refused{x.id, errc::unavailable,
                                            "this node exports nothing"});
  self->send(state.exporter,
             protocol::write_export{
               caf::actor_cast<caf::strong_actor_ptr>(found->second.handle),
               found->second.principal, state.options.now_us(), x});
}

void begin_transfer(gateway_pointer self, client_number client,
                    const protocol::transfer_leadership& x) {
  auto end = [&](bool succeeded, const std::string& reason) {
    end_transfer(self, client, x.id, succeeded, reason);
  };
  auto& state = self->state;
  auto leader = state.leadership.leader;
  if (leader.value == 0)
    return end(false, "no leader is known");
  if (x.target == leader)
    return end(true, "it leads already");
  auto context = begin(self, client, x.id, transfer_wait_ms,
                       pending_transfer{.target = x.target, .leader = {}});
  if (!context)
    return end(false, too_many_operations);
  ask_for_transfer(self, *context,
                   *state.operations.find<pending_transfer>(*context));
}

void take_answer(gateway_pointer self, const protocol::transfer_answered& x) {
  auto& state = self->state;
  auto* transfer = state.operations.find<pending_transfer>(x.context);
  if (transfer == nullptr)
    return;
  switch (x.outcome) {
    case raft::transfer_outcome::started:
      transfer->started = true;
      return;
    case raft::transfer_outcome::not_leader: {
      auto asked = std::exchange(transfer->leader, {});
      // The next leader may be known already.
      if (state.leadership.leader != asked)
        follow_transfers(self);
      return;
    }
    default:
      end_transfer(self, x.context, false,
                   "the leader refused: the target is no voter, is not "
                   "reachable, or a transfer is under way");
  }
}

void follow_transfers(gateway_pointer self) {
  auto& operations = self->state.operations;
  auto leader = self->state.leadership.leader;
  if (leader.value == 0)
    return;
  for (auto context : operations.contexts_of<pending_transfer>()) {
    auto& transfer = *operations.find<pending_transfer>(context);
    auto anybody = transfer.target.value == 0 && transfer.leader.value != 0;
    if (leader == transfer.leader)
      continue;
    if (leader == transfer.target || anybody)
      end_transfer(self, context, true, "");
    else if (transfer.started)
      end_transfer(self, context, false, "another node was elected");
    else
      ask_for_transfer(self, context, transfer);
  }
}

} // namespace taskraft::actors
