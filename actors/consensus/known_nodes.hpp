// Who this node is and whom it has met: decides when elections may begin, and
// whether a refusal by others means that this node must stop. A value.

#pragma once

#include "protocol/actors/log_actor.hpp"
#include "protocol/actors/server_actor.hpp"
#include "protocol/messages/admission.hpp"
#include "protocol/messages/node_messages.hpp"
#include "protocol/raft/events.hpp"
#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/roles.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace taskraft::actors {

class known_nodes {
public:
  /// `self` introduces this node; `configured` are the members of the settings;
  /// `disk_ids` was recorded before the first election, or is empty;
  /// `fresh_cluster_id` is random, in case this node writes the bootstrap
  /// entry.
  known_nodes(protocol::hello self, std::vector<raft::member> configured,
              const std::map<raft::node_id, std::string>& disk_ids,
              std::string fresh_cluster_id, protocol::seen_disks seen = {});

  known_nodes() = default;

  /// The hello for `node`: it tells what was seen of that node.
  protocol::hello hello_for(raft::node_id node) const;

  /// What was seen of disks, this node's own among them.
  const protocol::seen_disks& seen() const {
    return known_.seen;
  }

  /// What is known to be on a disk by now.
  void note_confirmed(const raft::confirmation& x);

  /// What another node says that it has seen of this node's disk; nothing if
  /// it says nothing, or is not known to be the member that it calls itself.
  std::optional<raft::seen_by_peer> seen_by(const protocol::hello& other) const;

  const protocol::hello& self() const {
    return known_.self;
  }

  protocol::verdict judge(const protocol::hello& other) const {
    return protocol::judge(known_, other);
  }

  /// Whether a hello names the cluster that this node belongs to, which
  /// unknown peers do not know.
  bool is_fellow(const protocol::hello& other) const {
    return !known_.self.cluster_id.empty()
           && other.cluster_id == known_.self.cluster_id;
  }

  /// Remembers a hello that was accepted.
  void met(const protocol::hello& other);

  /// The log says who the members are, and is right from then on: `current`
  /// are in force, `committed` cannot be rolled back. Without a cluster id they
  /// are only those of the settings.
  void follow(const raft::membership& current,
              const raft::membership& committed);

  /// Whether `node` is a member, or still is until a change is committed.
  bool is_member(raft::node_id node) const {
    return known_.members.find(node) != nullptr;
  }

  /// Whether the removal of `node` is committed.
  bool is_removed(raft::node_id node) const {
    return known_.members.has_removed(node);
  }

  /// All other members: this node keeps a link to each. Empty while it waits to
  /// be added.
  std::vector<raft::member> partners() const;

  /// The nodes that a waiting node dials: the members of its settings. They may
  /// know that it was removed before it had heard of the cluster.
  std::vector<raft::member> seed_nodes() const;

  /// Whether this node is among the configured members.
  bool is_founder() const;

  /// Whether this node may take part in elections: the bootstrap condition
  /// held, in this run or an earlier one, or the log holds a cluster's members.
  /// In the second case a leader has sent them to this very disk, which knows
  /// its votes since; and its vote may be the one that commits them (HAZARDS
  /// 33).
  bool may_elect() const {
    return recorded_ || !known_.members.cluster_id.empty();
  }

  /// What must be durable before the first election, once every member has been
  /// met and none of them knows a cluster; nothing before that.
  std::optional<protocol::save_bootstrap> bootstrap_condition() const;

  /// Members that have not been met.
  std::vector<raft::node_id> missing() const;

  /// Remembers what has become durable.
  void recorded(const protocol::save_bootstrap& bootstrap);

  /// The first entry that this node would write as the first leader.
  raft::membership bootstrap() const;

  /// A node at a member's address said that this disk has no place.
  /// Whether that is final: a disk that knows no cluster believes one voice,
  /// because it loses nothing; a node with a past believes a majority of the
  /// members it knows. That it was removed, any node believes a majority of the
  /// others only: one voice may be somebody else's at a dead member's address.
  bool refused(const protocol::refused_by_peer& x);

  /// A hello that was refused. Whether settings and data of this node do not
  /// fit together: at the addresses of most members of the settings another
  /// cluster answers than the data is of.
  bool is_misplaced(const protocol::hello& refused);

private:
  protocol::admission known_;
  /// The settings' members, and their disks once these are written down.
  raft::membership founders_;
  /// Whether the disks of all members are written down.
  bool recorded_ = false;
  std::string fresh_cluster_id_;
  std::map<raft::node_id, protocol::hello> met_;
  /// Who has said so since the last accepted hello of each.
  std::set<raft::node_id> refused_by_;
  std::set<raft::node_id> removed_by_;
  std::set<raft::node_id> foreign_;
};

} // namespace taskraft::actors
