// Which cluster an endpoint belongs to, and whether it knows who asks.

#include "bin/client/connection/request_work.hpp"
#include "protocol/messages/wire.hpp"

namespace taskraft::client {

namespace {

/// Why the node does not belong to the cluster that other nodes named; empty if
/// it does.
std::string what_differs(const request_client_state& state,
                         const protocol::gateway_hello& hello) {
  if (hello.cluster_name != state.cluster_name)
    return "belongs to the cluster \"" + hello.cluster_name + "\", not to \""
           + state.cluster_name + "\"";
  // A node that waits to be added does not know the cluster id yet.
  if (!hello.cluster_id.empty() && hello.cluster_id != state.cluster_id)
    return "belongs to another cluster of the same name";
  return {};
}

void begin_asking(request_client_pointer self, std::size_t index) {
  auto& state = self->state;
  state.endpoints[index].greeted = true;
  if (state.open && may_ask(state, index))
    state.open->retry_policy.opened(index);
  advance(self);
}

} // namespace

void take_hello(request_client_pointer self,
                const protocol::gateway_hello& hello) {
  auto& state = self->state;
  auto index = sender_of(self);
  if (!index)
    return;
  auto& target = state.endpoints[*index];
  if (state.cluster_name.empty())
    state.cluster_name = hello.cluster_name;
  if (state.cluster_id.empty() && state.cluster_name == hello.cluster_name)
    state.cluster_id = hello.cluster_id;
  // Another cluster would apply a retried command, too.
  target.trouble = what_differs(state, hello);
  if (!target.trouble.empty()) {
    target.greeted = false;
    if (state.open)
      state.open->retry_policy.closed(*index);
    advance(self);
    return;
  }
  target.commit_index = hello.commit_index;
  target.greet_again_at.reset();
  // A node says hello again once it knows the id of its cluster.
  auto is_known = target.greeted && target.login == errc::none;
  if (!hello.auth_required || is_known) {
    target.login = errc::none;
    return begin_asking(self, *index);
  }
  target.greeted = false;
  target.login = errc::unauthenticated;
  if (state.open)
    state.open->retry_policy.closed(*index);
  auto use
    = send_credential(self, target.gateway, hello, state.options.credentials);
  if (use == credential_use::sent)
    return;
  if (use == credential_use::of_another_node) {
    target.login = errc::invalid_credentials;
    target.login_trouble = target.trouble = wrong_operator_token;
    return advance(self);
  }
  if (!hello.cluster_id.empty())
    return begin_asking(self, *index);
  // It knows nobody, and greets again once it knows its cluster.
  target.trouble = "belongs to no cluster yet";
  advance(self);
}

void take_login(request_client_pointer self, const protocol::authenticated& x) {
  auto index = sender_of(self);
  if (!index)
    return;
  auto& target = self->state.endpoints[*index];
  target.login = x.code;
  target.login_trouble = x.reason;
  auto is_passing_trouble = is_passing(x.code) || x.code == errc::overloaded;
  if (!is_passing_trouble && x.code != errc::invalid_credentials)
    return begin_asking(self, *index);
  target.trouble = x.reason;
  if (is_passing_trouble)
    target.greet_again_at = now(self) + refusal_pause;
  if (self->state.open)
    self->state.open->retry_policy.closed(*index);
  advance(self);
}

void greet(request_client_pointer self, std::size_t index) {
  auto& target = self->state.endpoints[index];
  target.greeted = false;
  target.greet_again_at.reset();
  self->send(target.gateway,
             protocol::client_hello{protocol::wire_version, TASKRAFT_VERSION});
}

void greet_again(request_client_pointer self) {
  const auto& endpoints = self->state.endpoints;
  for (auto i = std::size_t{0}; i < endpoints.size(); ++i)
    if (endpoints[i].greet_again_at
        && *endpoints[i].greet_again_at <= now(self))
      greet(self, i);
}

std::optional<std::size_t>
who_refuses_operator(const request_client_state& state) {
  auto found = std::optional<std::size_t>{};
  for (auto i = std::size_t{0}; i < state.endpoints.size(); ++i) {
    const auto& x = state.endpoints[i];
    if (x.greeted || x.trouble.empty())
      return std::nullopt;
    if (x.gateway && x.login == errc::invalid_credentials)
      found = i;
  }
  return found;
}

} // namespace taskraft::client
