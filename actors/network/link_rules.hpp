// The rules of the two ports, taken from the lists of what crosses a process.

#pragma once

#include "actors/network/guard.hpp"
#include "protocol/node_messages.hpp"

#include <caf/fwd.hpp>

#include <cstdint>

namespace taskraft::network {

/// Nodes and clients have a port each.
enum class port_kind { nodes, clients };

/// For a connection that we accepted on a port of that kind, if this program
/// speaks that wire version.
guard_rules accepted_rules(const caf::actor_system& system, port_kind port,
                           std::uint32_t wire_version = protocol::wire_version);

/// For a connection that we dialled to a port of that kind.
guard_rules dialled_rules(const caf::actor_system& system, port_kind port,
                          std::uint32_t wire_version = protocol::wire_version);

} // namespace taskraft::network
