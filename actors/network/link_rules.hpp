// The rules of the two ports, taken from the lists of what crosses a process.

#pragma once

#include "actors/network/guard/guard.hpp"
#include "actors/network/guard/port_security.hpp"
#include "protocol/messages/node_messages.hpp"

#include <caf/fwd.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace taskraft::network {

/// Nodes and clients have a port each.
enum class port_kind { nodes, clients };

/// Has the connections of these nodes, and of nobody else, say everything.
void admit(admitted_nodes& to, const std::vector<caf::node_id>& nodes);

/// Notes whether a client has logged in.
void note_login(admitted_nodes& to, const caf::node_id& client, bool is_in);

/// Whether a CAF node may speak for a node of the cluster: its certificate says
/// so. Without one it depends on whether plain text is taken.
bool speaks_for(const port_security& security, const caf::node_id& who,
                raft::node_id node);

/// Why the last link to that CAF node has ended; empty if that is not known.
std::string end_of_link(const port_security& security, const caf::node_id& who);

/// The user whose certificate a program has shown; empty: none.
std::string certified_user(const certified_nodes& known,
                           const caf::node_id& who);

/// For a connection that we accepted on a port of that kind, if this program
/// speaks that wire version. A node that is not `admitted` may say hello only;
/// null: everybody is.
guard_rules accepted_rules(const caf::actor_system& system, port_kind port,
                           std::uint32_t wire_version = protocol::wire_version,
                           std::shared_ptr<const admitted_nodes> admitted
                           = nullptr);

/// The same for a client on another machine: a node's operator has to be on the
/// node's own.
guard_rules without_operator(guard_rules rules);

/// For a connection that we dialled to a port of that kind.
guard_rules dialled_rules(const caf::actor_system& system, port_kind port,
                          std::uint32_t wire_version = protocol::wire_version,
                          std::shared_ptr<const admitted_nodes> admitted
                          = nullptr);

} // namespace taskraft::network
