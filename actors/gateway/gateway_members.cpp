// The members, and requests for other ones.

#include "actors/gateway/gateway_work.hpp"
#include "protocol/messages/wire.hpp"
#include "protocol/raft/log/membership.hpp"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

namespace taskraft::actors {

namespace {

/// How long a change may take, when a request without an answer is sent again,
/// and when one that was refused is. In milliseconds.
constexpr auto longest_change_wait_ms = std::uint64_t{4000};
constexpr auto ask_again_ms = std::uint64_t{500};
constexpr auto refused_again_ms = std::uint64_t{100};
/// How long the gateway asks a leader that refuses. Then the client hears why,
/// and may ask again.
constexpr auto refusal_wait_ms = std::uint64_t{1000};

std::vector<protocol::member_row> rows_of(const std::string& encoded) {
  auto rows = std::vector<protocol::member_row>{};
  if (auto members = raft::decode_membership(encoded))
    for (const auto& x : members->members)
      rows.push_back({x.id, x.address, x.disk_id, x.voter});
  return rows;
}

void tell_members(gateway_pointer self, const pending_operation& operation,
                  errc code, const std::string& reason,
                  std::vector<protocol::member_row> rows) {
  tell(self, operation.client,
       protocol::members_listed{operation.id, code, reason, std::move(rows)});
}

/// Whether the change may be done by now. While nothing was done for certain,
/// the client need not wait as long.
void set_doubtful(const gateway_state& state, pending_operation& operation,
                  pending_change& change, bool doubtful) {
  change.doubtful = doubtful;
  auto wait_ms
    = doubtful ? change.wait_ms : std::min(change.wait_ms, refusal_wait_ms);
  operation.ends = operation.born + ticks_in(state, wait_ms);
}

void ask_leader(gateway_pointer self, std::uint64_t context) {
  auto& state = self->state;
  auto& operation = state.operations.at(context);
  auto& change = std::get<pending_change>(operation.what);
  change.asked_at = state.now;
  if (state.leadership.leader.value == 0) {
    change.reason = "no leader is known";
    change.code = errc::unavailable;
    return;
  }
  set_doubtful(state, operation, change, true);
  self->send(state.server, change.request);
}

/// Whether it is time to ask again, and an answer may still come in time.
bool is_due(const gateway_state& state, const pending_operation& operation,
            const pending_change& change) {
  auto until = operation.ends.value_or(state.now);
  auto again = ticks_in(state, ask_again_ms);
  if (change.doubtful)
    return state.now < until && state.now - change.asked_at >= again;
  return state.now + again <= until
         && state.now - change.asked_at >= ticks_in(state, refused_again_ms);
}

void note_change(gateway_pointer self, client_number client,
                 protocol::members_operation done, raft::node_id node) {
  using enum protocol::members_operation;
  if (done != list)
    note_use(self, client,
             done == add       ? "cluster.member_added"
             : done == promote ? "cluster.member_promoted"
                               : "cluster.member_removed",
             std::to_string(node.value));
}

} // namespace

void begin_change(gateway_pointer self, client_number client,
                  const protocol::change_members& x) {
  auto& state = self->state;
  auto change = pending_change{};
  change.wait_ms = std::min(x.wait_ms, longest_change_wait_ms);
  change.request.from = state.options.self;
  change.request.operation = x.operation;
  change.request.node = x.node;
  change.request.address = x.address;
  auto wait_ms = std::min(change.wait_ms, refusal_wait_ms);
  auto context = begin(self, client, x.id, wait_ms, std::move(change));
  if (!context)
    return tell(self, client,
                protocol::members_listed{
                  x.id, errc::unavailable, too_many_operations, {}});
  state.operations.find<pending_change>(*context)->request.context = *context;
  ask_leader(self, *context);
}

void take_answer(gateway_pointer self, const protocol::members_answered& x) {
  auto& operations = self->state.operations;
  auto* change = operations.find<pending_change>(x.context);
  if (change == nullptr)
    return;
  if (is_passing(x.code)) {
    change->reason = x.reason;
    change->code
      = x.code == errc::member_change_pending ? x.code : errc::unavailable;
    return set_doubtful(self->state, operations.at(x.context), *change,
                        x.code == errc::outcome_unknown);
  }
  auto asked = change->request;
  auto operation = operations.take(x.context);
  if (x.code == errc::none)
    note_change(self, operation.client, asked.operation, asked.node);
  tell_members(self, operation, x.code, x.reason, rows_of(x.members));
}

void ask_for_changes_again(gateway_pointer self) {
  auto& state = self->state;
  for (auto context : state.operations.contexts_of<pending_change>())
    if (is_due(state, state.operations.at(context),
               *state.operations.find<pending_change>(context)))
      ask_leader(self, context);
}

void conclude(gateway_pointer self, const pending_operation& operation,
              const pending_change& change) {
  auto lists = change.request.operation == protocol::members_operation::list;
  tell_members(self, operation,
               change.doubtful && !lists ? errc::outcome_unknown : change.code,
               change.reason, {});
}

void take_members(gateway_pointer self, const protocol::members_changed& x) {
  auto& rows = self->state.options.members;
  auto& seen = self->state.members;
  rows.clear();
  seen.clear();
  for (const auto& member : x.current.members) {
    auto row = protocol::node_status{};
    row.id = member.id;
    row.address = member.address;
    rows.push_back(row);
    seen.push_back({.id = member.id, .voter = member.voter});
  }
  auto& id = self->state.cluster_id;
  if (std::exchange(id, x.current.cluster_id) != id)
    for (const auto& [number, client] : self->state.clients)
      greet(self, number);
}

} // namespace taskraft::actors
