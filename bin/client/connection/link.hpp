// The LINK actor: keeps the connection to one endpoint.

#pragma once

#include "actors/network/sockets/dialer.hpp"
#include "bin/client/connection/link_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace taskraft::client {

struct link_options {
  /// The number by which the user of the link knows it.
  std::size_t endpoint = 0;
  std::string address;
  std::shared_ptr<network::dialer> dialer;
  link_user_actor user;
  /// Null: plain text.
  std::shared_ptr<const tls::context_source> tls = nullptr;
};

struct link_state {
  static inline const char* name = "link";

  link_options options;
  protocol::gateway_actor gateway;
  std::chrono::milliseconds pause{0};
};

link_actor::behavior_type link(link_actor::stateful_pointer<link_state> self,
                               link_options options);

} // namespace taskraft::client
