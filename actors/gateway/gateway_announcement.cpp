// What a node says of itself to all: where browsers reach it, and with which
// key it signs.

#include "actors/gateway/account_steps.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::actors {

namespace {

namespace wire = tasks::wire;

constexpr auto announce_again_ms = std::uint64_t{1'000};

wire::NodeProfile own_profile(const gateway_state& state) {
  auto profile = wire::NodeProfile{};
  profile.set_id(state.options.self.value);
  profile.set_http(state.options.http_origin);
  profile.set_public_key(state.options.public_key);
  return profile;
}

bool is_known(const wire::NodeList& nodes, const wire::NodeProfile& own) {
  return std::ranges::any_of(nodes.nodes(), [&](const auto& each) {
    return each.id() == own.id() && each.http() == own.http()
           && each.public_key() == own.public_key();
  });
}

void propose_profile(gateway_pointer self, std::uint64_t context) {
  auto command = wire::Command{};
  *command.mutable_announce_node()->mutable_profile()
    = own_profile(self->state);
  propose_own(self, context, command.SerializeAsString(),
              [self, context](const step_answer& answer) {
                auto result = content<wire::Result>(self, context, answer);
                if (!result)
                  return;
                if (!result->has_refusal())
                  self->state.announces_at.reset();
                end_account(self, context);
              });
}

} // namespace

void announce_self(gateway_pointer self) {
  auto& state = self->state;
  if (!state.announces_at || state.now < *state.announces_at
      || state.options.public_key.empty() || state.cluster_id.empty()
      || state.leadership.leader.value == 0 || !is_member(state))
    return;
  state.announces_at = state.now + ticks_in(state, announce_again_ms);
  auto query = wire::Query{};
  query.mutable_list_nodes();
  look_up(self, query, [self](std::uint64_t at, const wire::Answer& found) {
    if (!is_known(found.nodes(), own_profile(self->state)))
      return propose_profile(self, at);
    self->state.announces_at.reset();
    end_account(self, at);
  });
}

} // namespace taskraft::actors
