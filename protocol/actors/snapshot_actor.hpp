// What may be asked of those who make, send and receive SNAPSHOTS.

#pragma once

#include "protocol/actors/server_actor.hpp"
#include "protocol/raft/effects.hpp"
#include "protocol/raft/events.hpp"
#include "protocol/raft/messages.hpp"
#include "protocol/raft/types.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <functional>
#include <memory>

namespace taskraft::persistence {
class snapshot_file;
} // namespace taskraft::persistence

namespace taskraft::protocol {

/// A finished file; it is removed when nobody holds it any more.
using shared_snapshot = std::shared_ptr<const persistence::snapshot_file>;

/// A snapshot that has at least this entry, please.
struct make_snapshot {
  raft::log_index at_least;
};

/// The newest one; nothing if it could not be made.
struct snapshot_made {
  shared_snapshot file;
};

/// Replace the state by this one, unless it is newer already.
struct install_state {
  shared_snapshot file;
  /// Asked while that takes: whether to give up half-way, without a state.
  std::function<bool()> stop = {};
};

/// What became of that.
struct state_installed {
  raft::snapshot_outcome outcome = raft::snapshot_outcome::complete;
};

/// From itself: look after what is under way.
struct tend_snapshots {};

/// The SNAPSHOTTER: writes a view of the state to a file. A requester that asks
/// while a file is still held gets that one, if it has what is asked for.
using snapshotter_actor = caf::typed_actor<
  // `snapshot_made` goes to the sender.
  caf::reacts_to<make_snapshot>>;

/// The SENDER of snapshots: the leader's, to all peers that need one. It tells
/// the server `raft::snapshot_begun` and `raft::snapshot_failed`.
using snapshot_sender_actor = caf::typed_actor<
  // A peer needs one. While it gets one already, nothing changes but the term.
  caf::reacts_to<raft::snapshot_wanted>,
  // The file that was asked for.
  caf::reacts_to<snapshot_made>,
  // How much a peer has.
  caf::reacts_to<raft::snapshot_received>,
  // Links to other nodes, as they come and go.
  caf::reacts_to<link_opened>, caf::reacts_to<link_closed>,
  // A node that leads no more sends nothing.
  caf::reacts_to<leadership_changed>,
  // From itself.
  caf::reacts_to<tend_snapshots>>;

/// The RECEIVER of snapshots: gathers the pieces in a file and hands it to the
/// applier. It tells the server `raft::snapshot_gathered`.
using snapshot_receiver_actor = caf::typed_actor<
  // A piece that the rules have accepted.
  caf::reacts_to<raft::install_snapshot>,
  // From the applier.
  caf::reacts_to<state_installed>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::make_snapshot)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::snapshot_made)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::install_state)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::state_installed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::tend_snapshots)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::snapshot_wanted)
