// The rules of the two ports, taken from the interfaces published there.

#pragma once

#include "actors/network/guard.hpp"

#include <caf/fwd.hpp>

namespace taskraft::network {

/// Nodes and clients have a port each.
enum class port_kind { nodes, clients };

/// For a connection that we accepted on a port of that kind.
guard_rules accepted_rules(const caf::actor_system& system, port_kind port);

/// For a connection that we dialled to a port of that kind.
guard_rules dialled_rules(const caf::actor_system& system, port_kind port);

} // namespace taskraft::network
