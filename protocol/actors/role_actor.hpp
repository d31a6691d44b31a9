// What the SERVER hands on to the current role: follower, candidate or leader.

#pragma once

#include "protocol/actors/applier_actor.hpp"
#include "protocol/actors/auditor_actor.hpp"
#include "protocol/actors/inner_gateway_actor.hpp"
#include "protocol/actors/log_actor.hpp"
#include "protocol/actors/meter.hpp"
#include "protocol/actors/peer_actor.hpp"
#include "protocol/actors/server_actor.hpp"
#include "protocol/actors/snapshot_actor.hpp"
#include "protocol/messages/node_messages.hpp"
#include "protocol/raft/events.hpp"
#include "protocol/raft/observer.hpp"

#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/replies_to.hpp>
#include <caf/typed_actor.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace taskraft::protocol {

/// Gives a random number at each call.
using random_source = std::function<std::uint64_t()>;

/// Gives microseconds: since the epoch, or since some moment in the past.
using time_source = std::function<std::uint64_t()>;

/// Does something once everything that was said to other programs until now
/// has left, and everything earlier of this kind is done. From any thread.
using afterthought = std::function<void(std::function<void()>)>;

/// Everybody a role talks to, and what it knows of its own node.
struct role_environment {
  server_actor server;
  log_actor log;
  log_reader_actor log_reader;
  applier_actor applier;
  auditor_actor auditor;
  snapshot_sender_actor snapshot_sender;
  snapshot_receiver_actor snapshot_receiver;
  inner_gateway_actor gateway;
  std::map<raft::node_id, node_actor> links;
  /// What this node and those with a link to it know.
  raft::announced_levels announced;
  time_source now_us;
  /// Never goes back, and goes on while the machine sleeps: what a lease is
  /// measured with.
  time_source uptime_us;
  random_source random;
  /// Empty: there is nothing to wait for.
  afterthought after_sends;
  /// For the status: address, version and store of this node.
  node_status about;
  /// Sees what happens; may be null.
  std::shared_ptr<raft::observer> observer;
  /// Is told what happens; may be null.
  std::shared_ptr<meter> measures;
  /// Gives the bytes that its disk has left; may be empty.
  std::function<std::uint64_t()> disk_free = nullptr;
  /// How far the applier was when last heard of.
  protocol::applied applied;
};

/// A link that is wanted.
struct peer_order {
  raft::node_id node;
  /// What to dial.
  std::string address;
  /// Our words.
  introduce_as introduction;
};

/// Spawns a peer that answers to the server; may give none.
using peer_maker
  = std::function<peer_actor(const server_actor&, const peer_order&)>;

/// Is told of the nodes whose messages count, by CAF's names of them.
using admission_listener
  = std::function<void(const std::vector<caf::node_id>&)>;

/// Whether a program, by CAF's name of it, may speak for a node: its
/// certificate says so.
using certificate_check
  = std::function<bool(const caf::node_id&, raft::node_id)>;

/// What a server begins with.
struct start_server {
  std::shared_ptr<const role_environment> environment;
  std::shared_ptr<raft::consensus> state;
  peer_maker make_peer;
  /// May be empty.
  admission_listener admitted = nullptr;
  /// May be empty: everybody may.
  certificate_check may_speak = nullptr;
};

/// The next role runs: quit. Whatever came before has been given back.
struct retire {};

/// From itself: propose what has gathered.
struct flush_proposals {};

using role_actor = caf::typed_actor<
  // What the rules must know of: words of other nodes, disks and time.
  caf::reacts_to<raft::event>,
  // Requests of gateways; all but the node's status are refused by a role that
  // does not lead.
  caf::reacts_to<role_request>,
  // Links to other nodes, as they come and go.
  caf::reacts_to<link_opened>, caf::reacts_to<link_closed>,
  // How far the applier is.
  caf::reacts_to<applied>,
  // From itself.
  caf::reacts_to<flush_proposals>,
  // The end.
  caf::reacts_to<retire>>;

} // namespace taskraft::protocol

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::start_server)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::retire)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(taskraft::protocol::flush_proposals)
