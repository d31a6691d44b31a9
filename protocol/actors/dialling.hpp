// What the dialler tells those who keep a link, and what they tell themselves:
// a node's peers and a client's links.

#pragma once

#include "protocol/descriptor.hpp"

#include <caf/allowed_unsafe_message_type.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace taskraft::tls {
class session;
}

namespace taskraft::protocol {

/// A dialled socket, or why there is none.
struct dialled {
  /// Connected and non-blocking; null if dialling failed. Who uses it takes the
  /// descriptor out: where nobody is there any more, it is closed.
  std::shared_ptr<descriptor> socket = nullptr;
  std::string reason;
  /// After its handshake; null: plain text.
  std::shared_ptr<tls::session> session = nullptr;
};

/// Time to dial or to ask again.
struct redial {
  /// Which of the peer's timers ran out; zero: the sender knows that
  /// the other node is there, so do not wait.
  std::uint64_t timer = 0;
};

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::dialled)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::redial)
