// The two ends of a connected socket.

#pragma once

#include "config/address.hpp"

#include <optional>
#include <string>

namespace taskraft::network {

using endpoint = config::address;

/// The other side of a connected socket; nothing if it is gone.
std::optional<endpoint> remote_endpoint(int descriptor);

/// The own side of a socket; nothing if it has none.
std::optional<endpoint> local_endpoint(int descriptor);

} // namespace taskraft::network
