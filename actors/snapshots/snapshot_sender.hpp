// The SENDER of snapshots: pieces of a file to every peer that needs one, a
// few under way at a time, so that heartbeats and appends pass between them.

#pragma once

#include "protocol/actors/node_actor.hpp"
#include "protocol/actors/snapshot_actor.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>

namespace taskraft::actors {

struct snapshot_options {
  raft::node_id self;
  std::size_t chunk_bytes = 64U << 10U;
  std::size_t chunks_in_flight = 4;
  /// A piece that is not answered for this long is sent again.
  std::chrono::milliseconds retry_after{250};
  /// How many times, before the peer is given up.
  std::uint32_t most_retries = 40;
};

/// A file on its way to one peer.
struct sending {
  raft::term term;
  /// Nothing while it is being made.
  protocol::shared_snapshot file;
  /// Whether the peer has said where to begin.
  bool begun = false;
  bool complete = false;
  /// The peer has everything before, and was sent everything before.
  std::uint64_t acknowledged = 0;
  std::uint64_t sent = 0;
  /// The offset that the peer named last; less than before if it has lost
  /// something.
  std::uint64_t answered = 0;
  bool moved = false;
  std::uint32_t repeated = 0;
  std::uint32_t retries = 0;
};

struct snapshot_sender_state {
  static inline const char* name = "snapshot_sender";

  snapshot_options options;
  protocol::snapshotter_actor snapshotter;
  protocol::server_actor server;
  std::map<raft::node_id, protocol::node_actor> links;
  std::map<raft::node_id, sending> peers;
  bool asked_for_file = false;
  bool tending = false;
};

protocol::snapshot_sender_actor::behavior_type snapshot_sender(
  protocol::snapshot_sender_actor::stateful_pointer<snapshot_sender_state> self,
  snapshot_options options, protocol::snapshotter_actor snapshotter,
  protocol::server_actor server);

} // namespace taskraft::actors
