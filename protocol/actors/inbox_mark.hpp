// How the network learns that a gateway has handled what came.

#pragma once

#include <caf/allowed_unsafe_message_type.hpp>

#include <functional>

namespace taskraft::protocol {

/// Stands in a mailbox after what clients sent; called once all of that has
/// been handled.
struct inbox_mark {
  std::function<void()> reached;
};

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::inbox_mark)
