// The two ends of a connected socket.

#pragma once

#include "config/address.hpp"

#include <optional>
#include <string>
#include <sys/socket.h>

namespace taskraft::network {

using endpoint = config::address;

/// For the node's lines.
std::string name_of(const std::optional<endpoint>& remote);

/// What an address of the system says; nothing if it is of another kind.
std::optional<endpoint> endpoint_of(const sockaddr_storage& address,
                                    socklen_t size);

/// The other side of a connected socket; nothing if it is gone.
std::optional<endpoint> remote_endpoint(int descriptor);

/// The own side of a socket; nothing if it has none.
std::optional<endpoint> local_endpoint(int descriptor);

} // namespace taskraft::network
