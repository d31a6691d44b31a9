#include "actors/gateway/gateway_work.hpp"
#include "protocol/raft/membership.hpp"
#include "protocol/wire.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace taskraft::actors {

namespace {

/// How long a change may take, when a request that stays unanswered is sent
/// again, and when one that was refused is. In milliseconds.
constexpr auto longest_change_wait_ms = std::uint64_t{4000};
constexpr auto ask_again_ms = std::uint64_t{500};
constexpr auto refused_again_ms = std::uint64_t{100};
/// How long it is tried for a leader that refuses: the client hears why, and
/// goes on for as long as it likes.
constexpr auto refusal_wait_ms = std::uint64_t{1000};

std::vector<protocol::member_row> rows_of(const std::string& encoded) {
  auto rows = std::vector<protocol::member_row>{};
  if (auto members = raft::decode_membership(encoded))
    for (const auto& x : members->members)
      rows.push_back({x.id, x.address, x.disk_id, x.voter});
  return rows;
}

void report_change(gateway_pointer self, const open_change& change, errc code,
                   const std::string& reason,
                   std::vector<protocol::member_row> rows) {
  auto& state = self->state;
  auto client = state.clients.find(change.client);
  if (client != state.clients.end())
    self->send(
      client->second.handle,
      protocol::members_listed{change.id, code, reason, std::move(rows)});
}

void ask_leader(gateway_pointer self, open_change& change) {
  auto& state = self->state;
  change.asked_at = state.now;
  if (state.leadership.leader.value == 0) {
    change.reason = "no leader is known";
    return;
  }
  change.doubtful = true;
  self->send(state.server, change.request);
}

} // namespace

void begin_change(gateway_pointer self, const protocol::change_members& x) {
  auto& state = self->state;
  auto number = client_number{0};
  if (current_client(self, number) == nullptr)
    return;
  auto fresh = open_change{};
  fresh.client = number;
  fresh.id = x.id;
  auto context = ++state.last_context;
  auto& change = state.changes[context] = fresh;
  change.born = state.now;
  change.wait_ms = std::min(x.wait_ms, longest_change_wait_ms);
  change.request.from = state.options.self;
  change.request.context = context;
  change.request.operation = x.operation;
  change.request.node = x.node;
  change.request.address = x.address;
  ask_leader(self, change);
}

void take_answer(gateway_pointer self, const protocol::members_answered& x) {
  auto& state = self->state;
  auto found = state.changes.find(x.context);
  if (found == state.changes.end())
    return;
  auto& change = found->second;
  if (is_passing(x.code)) {
    change.reason = x.reason;
    change.doubtful = x.code == errc::outcome_unknown;
    return;
  }
  report_change(self, change, x.code, x.reason, rows_of(x.members));
  state.changes.erase(found);
}

void tend_changes(gateway_pointer self) {
  auto& state = self->state;
  for (auto at = state.changes.begin(); at != state.changes.end();) {
    auto& change = at->second;
    // A request whose client is gone must not come true later.
    if (!state.clients.contains(change.client)) {
      at = state.changes.erase(at);
      continue;
    }
    auto passed_ms = [&](tick_count since) {
      return (state.now - since) * state.options.tick_ms;
    };
    auto passed = passed_ms(change.born);
    auto wait = change.doubtful ? change.wait_ms
                                : std::min(change.wait_ms, refusal_wait_ms);
    if (passed >= wait) {
      auto lists
        = change.request.operation == protocol::members_operation::list;
      report_change(self, change,
                    change.doubtful && !lists ? errc::outcome_unknown
                                              : errc::unavailable,
                    change.reason, {});
      at = state.changes.erase(at);
      continue;
    }
    // What is certain stays certain if there is no time for another answer.
    auto pause = change.doubtful ? ask_again_ms : refused_again_ms;
    auto in_time = change.doubtful || passed + ask_again_ms <= wait;
    if (passed_ms(change.asked_at) >= pause && in_time)
      ask_leader(self, change);
    ++at;
  }
}

void take_members(gateway_pointer self, const protocol::members_changed& x) {
  auto& rows = self->state.options.members;
  rows.clear();
  for (const auto& member : x.current.members) {
    auto row = protocol::node_status{};
    row.id = member.id;
    row.address = member.address;
    rows.push_back(row);
  }
  auto& id = self->state.cluster_id;
  if (std::exchange(id, x.current.cluster_id) != id)
    for (const auto& [number, client] : self->state.clients)
      greet(self, client);
}

} // namespace taskraft::actors
