// Compares the states of all nodes at one index.

#include "actors/gateway/gateway_work.hpp"
#include "actors/logging/logging.hpp"
#include "protocol/actors/applier_actor.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

namespace taskraft::actors {

namespace {

/// How long the gateway waits for nodes that it reaches, in milliseconds: a
/// large state is hashed for seconds, and a node may lag.
constexpr auto longest_wait_ms = std::uint64_t{60'000};
/// How long a node may be without a link before it counts as unreachable.
constexpr auto link_grace_ms = std::uint64_t{3000};

protocol::request_digest request_for(const gateway_state& state,
                                     std::uint64_t context,
                                     const pending_comparison& x) {
  return {state.options.self, context, x.index};
}

bool is_complete(const pending_comparison& x) {
  return x.answers.size() >= x.asked.size();
}

void drop_unreachable(const gateway_state& state, pending_comparison& x) {
  std::erase_if(x.asked, [&](raft::node_id node) {
    if (node == state.options.self || state.links.contains(node)
        || x.answers.contains(node)) {
      x.unlinked_since.erase(node);
      return false;
    }
    auto since = x.unlinked_since.try_emplace(node, state.now).first->second;
    return state.now - since >= ticks_in(state, link_grace_ms);
  });
}

/// Tells a node that its state is not that of the majority.
void refute(gateway_pointer self, raft::node_id node, raft::log_index index,
            const std::string& majority) {
  auto& state = self->state;
  logging::error("digest_differs", "peer", node, "index", index);
  auto news = protocol::digest_refuted{state.options.self, index, majority};
  if (node == state.options.self)
    self->send(state.server, news);
  else if (auto link = state.links.find(node); link != state.links.end())
    self->send(link->second, news);
}

} // namespace

void begin_comparison(gateway_pointer self, client_number client,
                      const protocol::compare_digests& x) {
  auto& state = self->state;
  auto comparison = pending_comparison{.index = x.index,
                                       .asked = {state.options.self},
                                       .unlinked_since = {},
                                       .answers = {}};
  for (const auto& member : state.options.members)
    comparison.asked.insert(member.id);
  auto context = begin(self, client, x.id, std::min(x.wait_ms, longest_wait_ms),
                       comparison);
  // A client that hears nothing asks again.
  if (!context)
    return;
  // The store must make the index visible even if nobody reads.
  self->send(state.server, protocol::make_visible{x.index});
  auto request = request_for(state, *context, comparison);
  self->send(state.server, request);
  for (const auto& [node, link] : state.links)
    if (comparison.asked.contains(node))
      self->send(link, request);
}

void take_answer(gateway_pointer self, const protocol::digest_answered& x) {
  auto& operations = self->state.operations;
  auto* comparison = operations.find<pending_comparison>(x.context);
  if (comparison == nullptr || comparison->index != x.index)
    return;
  comparison->answers[x.node] = x;
  if (!is_complete(*comparison))
    return;
  auto operation = operations.take(x.context);
  conclude(self, operation, std::get<pending_comparison>(operation.what));
}

void ask_for_digests_again(gateway_pointer self, raft::node_id node) {
  auto& state = self->state;
  auto link = state.links.find(node);
  if (link == state.links.end())
    return;
  for (auto context : state.operations.contexts_of<pending_comparison>()) {
    const auto& x = *state.operations.find<pending_comparison>(context);
    if (x.asked.contains(node) && !x.answers.contains(node))
      self->send(link->second, request_for(state, context, x));
  }
}

void give_up_unreachable(gateway_pointer self) {
  auto& state = self->state;
  for (auto context : state.operations.contexts_of<pending_comparison>()) {
    auto& comparison = *state.operations.find<pending_comparison>(context);
    drop_unreachable(state, comparison);
    if (is_complete(comparison))
      state.operations.at(context).ends = state.now;
  }
}

void conclude(gateway_pointer self, const pending_operation& operation,
              const pending_comparison& x) {
  const auto& members = self->state.options.members;
  auto rows = digest_rows(x, members);
  if (auto majority = majority_digest(x, members.size()))
    for (const auto& row : rows)
      if (row.differs)
        refute(self, row.id, x.index, *majority);
  auto compared
    = protocol::digests_compared{operation.id, x.index, std::move(rows)};
  self->state.newest_digests
    = std::make_shared<const protocol::digests_compared>(compared);
  tell(self, operation.client, std::move(compared));
}

} // namespace taskraft::actors
