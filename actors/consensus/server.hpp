// The SERVER: the node's one stable address. It hands every message on to the
// current role; disks and peers answer to it, never to a role.

#pragma once

#include "actors/consensus/joining_nodes.hpp"
#include "actors/consensus/known_nodes.hpp"
#include "actors/consensus/pending_digests.hpp"
#include "actors/consensus/role.hpp"
#include "protocol/actors/peer_actor.hpp"
#include "protocol/actors/server_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace taskraft::actors {

struct server_state {
  static inline const char* name = "server";

  /// Who we are, and whom we have met.
  known_nodes known;
  pending_digests digests;
  role_environment environment;
  protocol::role_actor role;
  protocol::leadership_changed leadership;
  /// Which of the log and the store has no room.
  bool log_full = false;
  bool store_full = false;

  struct accepted_node {
    raft::node_id node;
    /// The node that said hello.
    protocol::peer_actor peer;
  };
  /// By CAF's names of the nodes whose hello was accepted.
  std::map<caf::node_id, accepted_node> accepted;
  /// Why a node's hello was refused last.
  std::map<raft::node_id, std::string> refusals;
  /// Whether the disk ids of all members are being written to the disk.
  bool saving_bootstrap = false;
  /// The cluster id that this process writes to the disk, or has written.
  std::string recorded_cluster;

  struct kept_peer {
    protocol::peer_actor handle;
    std::string address;
    std::string disk_id;
  };
  protocol::peer_maker make_peer;
  protocol::admission_listener admitted;
  protocol::certificate_check may_speak;
  std::map<raft::node_id, kept_peer> peers;
  /// The nodes that an operator wants to add through this node.
  actors::joining_nodes joining_nodes;
  /// Nodes of this cluster that are no members as far as this node knows, and
  /// their addresses.
  std::map<raft::node_id, std::string> unlisted_peers;
  /// What was seen of disks, as far as it was sent to the disk, and the ticks
  /// until the next change is sent.
  protocol::seen_disks kept_seen;
  std::uint64_t keep_pause = 0;
  /// Ticks until this node ends because it was removed; zero while it was not.
  std::uint64_t removal_grace = 0;
};

/// The server waits for `start_server` before it does anything.
protocol::server_actor::behavior_type
server(protocol::server_actor::stateful_pointer<server_state> self,
       known_nodes known);

} // namespace taskraft::actors
