// The SERVER: the node's one stable address. It knows which role is current
// and hands everything on; disks and peers answer to it, never to a role.

#pragma once

#include "actors/acquaintance.hpp"
#include "actors/role.hpp"
#include "protocol/peer_actor.hpp"
#include "protocol/server_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <map>
#include <memory>
#include <vector>

namespace taskraft::actors {

struct server_state {
  static inline const char* name = "server";

  /// Who we are, and whom we have met.
  acquaintances known;
  role_environment environment;
  std::vector<protocol::peer_actor> peers;
  protocol::role_actor role;
  protocol::leadership_changed leadership;
  /// CAF's names of the nodes whose hello was accepted.
  std::map<caf::node_id, raft::node_id> accepted;
  /// Whether the disks of all members are being written down.
  bool saving_founding = false;
};

/// The server waits for `furnish` before it does anything.
protocol::server_actor::behavior_type
server(protocol::server_actor::stateful_pointer<server_state> self,
       acquaintances known);

} // namespace taskraft::actors
