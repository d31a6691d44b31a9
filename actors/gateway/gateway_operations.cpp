#include "actors/gateway/gateway_work.hpp"
#include "protocol/raft/effects.hpp"
#include "protocol/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

namespace {

/// How long rows are waited for, and a new leader. In milliseconds.
constexpr auto status_wait_ms = std::uint64_t{400};
constexpr auto compaction_wait_ms = std::uint64_t{800};
constexpr auto transfer_wait_ms = std::uint64_t{4000};

/// Requests beyond this number are dropped; clients repeat them.
constexpr auto most_open = std::size_t{256};

bool is_over(const gateway_state& state, tick_count born,
             std::uint64_t wait_ms) {
  return (state.now - born) * state.options.tick_ms >= wait_ms;
}

void finish_status(gateway_pointer self, const open_status& status) {
  auto& state = self->state;
  auto client = state.clients.find(status.client);
  if (client == state.clients.end())
    return;
  self->send(client->second.handle,
             protocol::cluster_status_answered{
               status.id, rows_of(status, state.options.members)});
}

void finish_transfer(gateway_pointer self, const open_transfer& transfer,
                     bool succeeded, const std::string& reason) {
  auto& state = self->state;
  auto client = state.clients.find(transfer.client);
  if (client == state.clients.end())
    return;
  self->send(client->second.handle,
             protocol::leadership_transferred{transfer.id, succeeded,
                                              state.leadership.leader, reason});
}

void ask_for_transfer(gateway_pointer self, std::uint64_t context,
                      open_transfer& transfer) {
  auto& state = self->state;
  transfer.leader = state.leadership.leader;
  self->send(state.server, protocol::request_transfer{
                             state.options.self, context, transfer.target});
}

} // namespace

void begin_status(gateway_pointer self,
                  const protocol::request_cluster_status& x) {
  auto& state = self->state;
  auto number = client_number{0};
  if (current_client(self, number) == nullptr
      || state.statuses.size() >= most_open)
    return;
  auto context = ++state.last_context;
  auto request
    = protocol::request_node_status{state.options.self, context, x.compact};
  state.statuses[context] = {.client = number,
                             .compact = x.compact,
                             .id = x.id,
                             .born = state.now,
                             .rows = {}};
  self->send(state.server, request);
  for (const auto& [node, link] : state.links)
    self->send(link, request);
}

void take_answer(gateway_pointer self,
                 const protocol::node_status_answered& x) {
  auto& state = self->state;
  auto found = state.statuses.find(x.context);
  if (found == state.statuses.end())
    return;
  auto& rows = found->second.rows;
  rows[x.status.id] = x.status;
  if (!std::ranges::all_of(state.options.members, [&](const auto& member) {
        return rows.contains(member.id);
      }))
    return;
  finish_status(self, found->second);
  state.statuses.erase(found);
}

void begin_transfer(gateway_pointer self,
                    const protocol::transfer_leadership& x) {
  auto& state = self->state;
  auto number = client_number{0};
  if (current_client(self, number) == nullptr)
    return;
  auto transfer = open_transfer{};
  transfer.client = number;
  transfer.id = x.id;
  transfer.born = state.now;
  transfer.target = x.target;
  if (state.transfers.size() >= most_open)
    return finish_transfer(self, transfer, false, "too many ask for one");
  auto leader = state.leadership.leader;
  if (leader.value == 0)
    return finish_transfer(self, transfer, false, "no leader is known");
  if (x.target == leader)
    return finish_transfer(self, transfer, true, "it leads already");
  auto context = ++state.last_context;
  ask_for_transfer(self, context, transfer);
  state.transfers[context] = transfer;
}

void take_answer(gateway_pointer self, const protocol::transfer_answered& x) {
  auto& state = self->state;
  auto found = state.transfers.find(x.context);
  if (found == state.transfers.end())
    return;
  auto& transfer = found->second;
  switch (x.outcome) {
    case raft::transfer_outcome::started:
      transfer.started = true;
      return;
    case raft::transfer_outcome::not_leader: {
      auto asked = std::exchange(transfer.leader, {});
      // The next leader may be known already.
      if (state.leadership.leader != asked)
        follow_transfers(self);
      return;
    }
    default:
      finish_transfer(self, transfer, false,
                      "the leader refused: the target is no voter, is not "
                      "reachable, or a transfer is under way");
      state.transfers.erase(found);
  }
}

void follow_transfers(gateway_pointer self) {
  auto& state = self->state;
  auto leader = state.leadership.leader;
  if (leader.value == 0)
    return;
  for (auto at = state.transfers.begin(); at != state.transfers.end();) {
    auto& [context, transfer] = *at;
    auto anybody = transfer.target.value == 0 && transfer.leader.value != 0;
    if (leader == transfer.leader) {
      ++at;
    } else if (leader == transfer.target || anybody) {
      finish_transfer(self, transfer, true, "");
      at = state.transfers.erase(at);
    } else if (transfer.started) {
      finish_transfer(self, transfer, false, "another node was elected");
      at = state.transfers.erase(at);
    } else {
      ask_for_transfer(self, context, transfer);
      ++at;
    }
  }
}

void expire_operators(gateway_pointer self) {
  auto& state = self->state;
  for (auto at = state.statuses.begin(); at != state.statuses.end();) {
    auto wait = at->second.compact ? compaction_wait_ms : status_wait_ms;
    if (!is_over(state, at->second.born, wait)) {
      ++at;
      continue;
    }
    finish_status(self, at->second);
    at = state.statuses.erase(at);
  }
  for (auto at = state.transfers.begin(); at != state.transfers.end();) {
    if (!is_over(state, at->second.born, transfer_wait_ms)) {
      ++at;
      continue;
    }
    finish_transfer(self, at->second, false, "no other node took over in time");
    at = state.transfers.erase(at);
  }
}

} // namespace taskraft::actors
