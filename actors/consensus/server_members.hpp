// The server's part in membership: it keeps links to the members, lets new
// nodes in, and tells removed ones so. Included by the server's own files only.

#pragma once

#include "actors/consensus/server.hpp"

#include <optional>

namespace taskraft::actors {

using server_pointer = protocol::server_actor::stateful_pointer<server_state>;

/// What the program of a node knows, as long as there is a link to it.
void note_level(server_pointer self, raft::node_id node,
                std::optional<raft::rules_level> level);

/// There is no link to that node any more: all actors that use links hear it.
void tell_link_closed(server_pointer self, raft::node_id node);

/// This node takes part in elections from now on.
void allow_elections(server_pointer self);

/// Spawns and ends peers, so that there is one for each node that needs a link.
void keep_peers(server_pointer self);

/// Gives every peer this node's newest hello.
void introduce_anew(server_pointer self);

/// Tells the network whose messages count.
void tell_admitted(server_pointer self);

/// The log says who the members are.
void follow_members(server_pointer self, const protocol::members_changed& x);

/// A node whose hello was accepted may be a member that this node does not know
/// yet: it needs a link back.
void welcome(server_pointer self, const protocol::hello& x);

/// If this node leads and does not know the new node yet, dials it first.
/// False if there is nothing to dial.
bool dial_joining_node(server_pointer self, const protocol::request_members& x);

/// Takes a link to a node that is to become a member. False if it is none of
/// those.
bool meet_joining_node(server_pointer self, const protocol::link_opened& x);

/// Another node's hello tells what it has seen of this node's disk: the role
/// finds out whether the disk has that. True if it was certainly started more
/// often than it knows.
bool compare_seen(server_pointer self, const protocol::hello& x);

/// What was seen of disks outlives this node's process; at once if a disk was
/// started anew.
void keep_seen(server_pointer self, bool at_once);

void note_failure(server_pointer self, const protocol::link_failed& x);

/// A unit of time has passed.
void age_members(server_pointer self);

} // namespace taskraft::actors
