// What a LINK, the keeper of the connection to one endpoint, tells and hears.

#pragma once

#include "protocol/actors/dialling.hpp"
#include "protocol/actors/gateway_actor.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstddef>
#include <string>

namespace taskraft::client {

/// An endpoint is connected, and its gateway takes messages.
struct link_up {
  std::size_t endpoint = 0;
  protocol::gateway_actor gateway;
};

/// An endpoint is not connected, or no longer. The link dials again by itself.
struct link_down {
  std::size_t endpoint = 0;
  std::string reason = {};
};

/// An actor that uses links.
using link_user_actor
  = caf::typed_actor<caf::reacts_to<link_up>, caf::reacts_to<link_down>>;

using link_actor = caf::typed_actor<
  // The dialer answers.
  caf::reacts_to<protocol::dialled>,
  // The link sends itself this after a pause.
  caf::reacts_to<protocol::redial>>;

} // namespace taskraft::client

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::client::link_up)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::client::link_down)
