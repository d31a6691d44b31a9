// What the actors of one node may ask of its SERVER, beyond what other nodes
// may ask.

#pragma once

#include "protocol/actors/auditor_actor.hpp"
#include "protocol/actors/log_actor.hpp"
#include "protocol/actors/node_actor.hpp"
#include "protocol/raft/events.hpp"
#include "protocol/raft/roles.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace taskraft::protocol {

/// A link to another node is open: its hello and ours were accepted.
struct link_opened {
  raft::node_id node;
  node_actor remote;
  /// What the other side said of itself.
  hello introduction;
  /// The newest rules that it knows.
  raft::rules_level newest_rules_level = raft::first_rules_level;
};

/// The link to `node` is gone; the peer dials again by itself.
struct link_closed {
  raft::node_id node;
};

/// Another node said that this disk has no place in the cluster.
struct refused_by_peer {
  raft::node_id node;
  std::string reason;
  /// Whether it says that this node was removed from the cluster.
  bool removed = false;
  /// What it says of itself, and of what it has seen of this node; most say
  /// nothing.
  hello introduction = {};
};

/// There is no link to `node`, and why. Said once for each reason.
struct link_failed {
  raft::node_id node;
  std::string reason;
  /// Somebody answered, but one of the two does not take the other.
  bool refused = false;
};

/// Who leads, as far as this node knows.
struct leadership_changed {
  raft::role_kind role = raft::role_kind::follower;
  raft::term term;
  /// Zero while unknown.
  raft::node_id leader;
  /// The log is known to equal the leader's, as far as anything of it is
  /// committed here: what the leader grants may be read here.
  bool agrees = false;
};

/// What is known to be on disks by now.
struct disks_confirmed {
  std::vector<raft::confirmation> all;
};

/// Who belongs to the cluster, as this node's log says.
struct members_changed {
  /// In force, though it may be rolled back.
  raft::membership current;
  /// Known to be committed.
  raft::membership committed;
};

/// A role is over: who comes next, and what it takes over.
struct baton {
  raft::role_kind next = raft::role_kind::follower;
  std::shared_ptr<raft::consensus> state;
  std::shared_ptr<const raft::event> redeliver;
  /// A candidate that the leader itself asked to stand.
  bool transfer = false;
};

/// How far the applier is.
struct applied {
  /// Answers have gone out up to here.
  raft::log_index evaluated;
  /// Readers see everything up to here.
  raft::log_index visible;
  /// A crash cannot take what is up to here.
  raft::log_index durable = {};
  /// The log begins after `durable`: the applier waits for a snapshot.
  bool lacks_state = false;
  /// Which rules are in force at `evaluated`.
  raft::rules_level level = raft::first_rules_level;
  /// The store does not answer, although little is asked of it.
  bool store_is_away = false;
};

/// See `applier_actor.hpp`.
struct make_visible;

/// The node_actors around the server are spawned: begin (`role_actor.hpp`).
struct start_server;

using server_actor = node_actor::extend<
  // The beginning; nothing else is heard before it.
  caf::reacts_to<start_server>,
  // What the current role must know of: acknowledgements of the log, entries
  // from the log reader, snapshots, time. It comes here, never to a role
  // directly; and a role that is over gives back what it got.
  caf::reacts_to<raft::event>, caf::reacts_to<role_request>,
  // News from the peers.
  caf::reacts_to<link_opened>, caf::reacts_to<link_closed>,
  caf::reacts_to<refused_by_peer>, caf::reacts_to<link_failed>,
  // The current role is over, or has news.
  caf::reacts_to<baton>, caf::reacts_to<leadership_changed>,
  caf::reacts_to<members_changed>, caf::reacts_to<disks_confirmed>,
  // What was found out about the cluster is durable.
  caf::reacts_to<bootstrap_saved>,
  // The applier got on, or should.
  caf::reacts_to<applied>, caf::reacts_to<make_visible>,
  // From the applier, for the auditor; and what the auditor found.
  caf::reacts_to<take_digest>, caf::reacts_to<digest_taken>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::link_opened)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::link_closed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::refused_by_peer)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::link_failed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::leadership_changed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::members_changed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::baton)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::applied)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::role_request)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::raft::event)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::disks_confirmed)
