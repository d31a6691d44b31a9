// Compares the states of all nodes at one index.

#include "actors/gateway/gateway_work.hpp"
#include "actors/logging/logging.hpp"
#include "protocol/applier_actor.hpp"
#include "protocol/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

namespace {

/// How long nodes may take that are reached: large states are hashed for
/// seconds, and a node may lag. In milliseconds.
constexpr auto digest_wait_ms = std::uint64_t{60'000};

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
  auto request = protocol::request_digest{state.options.self, context, x.index};
  auto& open = state.checksums[context];
  open = {.client = number,
          .id = x.id,
          .born = state.now,
          .index = x.index,
          .asked = {state.options.self},
          .answers = {}};
  // The own state must get there even if nobody else reads.
  self->send(state.server, protocol::make_visible{x.index});
  self->send(state.server, request);
  for (const auto& [node, link] : state.links) {
    open.asked.insert(node);
    self->send(link, request);
  }
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

void expire_comparisons(gateway_pointer self) {
  auto& state = self->state;
  for (auto at = state.checksums.begin(); at != state.checksums.end();) {
    auto& open = at->second;
    std::erase_if(open.asked, [&](raft::node_id node) {
      return node != state.options.self && !state.links.contains(node)
             && !open.answers.contains(node);
    });
    auto waited = (state.now - open.born) * state.options.tick_ms;
    if (waited < digest_wait_ms && open.answers.size() < open.asked.size()) {
      ++at;
      continue;
    }
    finish(self, open);
    at = state.checksums.erase(at);
  }
}

} // namespace taskraft::actors
