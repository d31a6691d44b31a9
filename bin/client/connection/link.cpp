#include "bin/client/connection/link.hpp"

#include "actors/network/link.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>

namespace taskraft::client {

namespace {

using namespace std::chrono_literals;
using link_pointer = link_actor::stateful_pointer<link_state>;

constexpr auto dial_timeout = 1000ms;
constexpr auto shortest_pause = 50ms;
constexpr auto longest_pause = 1000ms;

void dial(link_pointer self) {
  const auto& options = self->state.options;
  options.dialer->dial(
    options.address, dial_timeout, link_actor{self},
    {.tls = options.tls, .expected = {.what = tls::expected_peer::kind::host}});
}

void retry_later(link_pointer self, const std::string& reason) {
  auto& state = self->state;
  state.gateway = nullptr;
  self->send(state.options.user, link_down{state.options.endpoint, reason});
  state.pause = std::clamp(state.pause * 2, shortest_pause, longest_pause);
  self->delayed_send(self, state.pause, protocol::redial{});
}

void open(link_pointer self, protocol::gateway_actor gateway) {
  auto& state = self->state;
  state.pause = 0ms;
  state.gateway = std::move(gateway);
  self->monitor(state.gateway);
  self->send(state.options.user,
             link_up{state.options.endpoint, state.gateway});
}

} // namespace

link_actor::behavior_type link(link_pointer self, link_options options) {
  self->state.options = std::move(options);
  self->set_down_handler([self](const caf::down_msg& message) {
    const auto& gateway = self->state.gateway;
    if (gateway && gateway.address() == message.source)
      retry_later(self, "connection lost");
  });
  dial(self);
  return {
    [self](const protocol::dialled& x) {
      if (!x.socket)
        return retry_later(self, x.reason);
      network::open_link<protocol::gateway_actor>(
        self, x, network::port_kind::clients,
        [self](protocol::gateway_actor gateway) {
          open(self, std::move(gateway));
        },
        [self](const std::string& reason) {
          // A port with TLS says no word to who speaks without.
          const auto* hint
            = self->state.options.tls ? "" : " (--ca speaks TLS)";
          retry_later(self, reason + hint);
        });
    },
    [self](const protocol::redial&) { dial(self); },
  };
}

} // namespace taskraft::client
