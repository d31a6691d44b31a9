// Compares the states of all nodes at one index.

#include "actors/gateway/gateway_work.hpp"
#include "actors/logging/logging.hpp"
#include "protocol/applier_actor.hpp"
#include "protocol/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

namespace {

/// How long nodes may take that are reached, in milliseconds: large states are
/// hashed for seconds, and a node may lag.
constexpr auto longest_wait_ms = std::uint64_t{60'000};
/// How long a node may be without a link before it counts as unreachable.
constexpr auto link_grace_ms = std::uint64_t{3000};

protocol::request_digest request_for(const gateway_state& state,
                                     std::uint64_t context,
                                     const open_comparisons& x) {
  return {state.options.self, context, x.index};
}

/// Drops the nodes without an answer to which there is no link for too long.
void give_up_unreachable(const gateway_state& state, open_comparisons& x) {
  std::erase_if(x.asked, [&](raft::node_id node) {
    if (node == state.options.self || state.links.contains(node)
        || x.answers.contains(node)) {
      x.unlinked_since.erase(node);
      return false;
    }
    auto since = x.unlinked_since.try_emplace(node, state.now).first->second;
    return (state.now - since) * state.options.tick_ms >= link_grace_ms;
  });
}

void finish(gateway_pointer self, const open_comparisons& x) {
  auto& state = self->state;
  auto rows = digest_rows(x, state.options.members);
  if (auto hash = majority_digest(x, state.options.members.size()))
    for (const auto& row : rows) {
      if (!row.differs)
        continue;
      logging::error("checksum_differs", "peer", row.id, "index", x.index);
      auto news = protocol::digest_refuted{state.options.self, x.index, *hash};
      auto link = state.links.find(row.id);
      if (row.id == state.options.self)
        self->send(state.server, news);
      else if (link != state.links.end())
        self->send(link->second, news);
    }
  auto client = state.clients.find(x.client);
  if (client != state.clients.end())
    self->send(client->second.handle,
               protocol::digests_compared{x.id, x.index, std::move(rows)});
}

} // namespace

void begin_comparison(gateway_pointer self,
                      const protocol::compare_digests& x) {
  auto& state = self->state;
  auto number = client_number{0};
  if (current_client(self, number) == nullptr)
    return;
  auto context = ++state.last_context;
  auto& open = state.checksums[context];
  open = {.client = number,
          .id = x.id,
          .born = state.now,
          .wait_ms = std::min(x.wait_ms, longest_wait_ms),
          .index = x.index,
          .asked = {state.options.self},
          .unlinked_since = {},
          .answers = {}};
  for (const auto& member : state.options.members)
    open.asked.insert(member.id);
  // The own state must get there even if nobody else reads.
  self->send(state.server, protocol::make_visible{x.index});
  self->send(state.server, request_for(state, context, open));
  for (const auto& [node, link] : state.links)
    if (open.asked.contains(node))
      self->send(link, request_for(state, context, open));
}

void take_answer(gateway_pointer self, const protocol::digest_answered& x) {
  auto& state = self->state;
  auto found = state.checksums.find(x.context);
  if (found == state.checksums.end() || found->second.index != x.index)
    return;
  auto& open = found->second;
  open.answers[x.node] = x;
  if (open.answers.size() < open.asked.size())
    return;
  finish(self, open);
  state.checksums.erase(found);
}

void ask_for_digests_again(gateway_pointer self, raft::node_id node) {
  auto& state = self->state;
  auto link = state.links.find(node);
  if (link == state.links.end())
    return;
  for (const auto& [context, open] : state.checksums)
    if (open.asked.contains(node) && !open.answers.contains(node))
      self->send(link->second, request_for(state, context, open));
}

void expire_comparisons(gateway_pointer self) {
  auto& state = self->state;
  for (auto at = state.checksums.begin(); at != state.checksums.end();) {
    auto& open = at->second;
    give_up_unreachable(state, open);
    auto waited = (state.now - open.born) * state.options.tick_ms;
    if (waited < open.wait_ms && open.answers.size() < open.asked.size()) {
      ++at;
      continue;
    }
    finish(self, open);
    at = state.checksums.erase(at);
  }
}

} // namespace taskraft::actors
