// Which cluster an endpoint belongs to, and whether it knows who asks.

#include "bin/client/connection/request_work.hpp"
#include "protocol/wire.hpp"

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
  target.greeted = target.trouble.empty();
  if (!target.greeted) {
    if (state.open)
      state.open->retry_policy.closed(*index);
    advance(self);
    return;
  }
  target.commit_index = hello.commit_index;
  target.login = errc::none;
  if (hello.auth_required) {
    target.greeted = false;
    target.login = errc::unauthenticated;
    if (send_credential(self, target.gateway, hello, state.options.credentials))
      return;
  }
  begin_asking(self, *index);
}

void take_login(request_client_pointer self, const protocol::authenticated& x) {
  auto index = sender_of(self);
  if (!index)
    return;
  auto& target = self->state.endpoints[*index];
  target.login = x.code;
  target.login_trouble = x.reason;
  if (!is_passing(x.code))
    return begin_asking(self, *index);
  target.trouble = x.reason;
  if (self->state.open)
    self->state.open->retry_policy.closed(*index);
  advance(self);
}

} // namespace taskraft::client
