// What the doctor has seen of a machine and of a cluster, before anything is
// concluded from it.

#pragma once

#include "protocol/messages/client_messages.hpp"
#include "protocol/messages/node_messages.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::client {

struct disk_facts {
  std::string path = {};
  bool exists = false;
  std::uint64_t free_bytes = 0;
  std::uint64_t total_bytes = 0;
  /// "nfs", "tmpfs" and the like: no disk of this machine; empty for disks.
  std::string unusual_kind = {};
  /// How long small writes took until they were on the disk.
  std::vector<std::uint64_t> sync_us = {};
  /// Why nothing could be written; empty if it could.
  std::string trouble = {};
};

/// An address at which the node listens.
struct door_facts {
  /// Its key in the settings.
  std::string key = {};
  std::string address = {};
  enum class state { free, taken, unusable } is = state::free;
  /// Why it is unusable.
  std::string trouble = {};
  bool loopback = true;
  /// Whether what comes in there may be read on its way.
  bool plaintext = false;
};

/// Another member of the settings, and whether its port takes connections.
struct neighbour_facts {
  std::uint64_t id = 0;
  std::string address = {};
  /// Empty if it does.
  std::string trouble = {};
};

struct certificate_facts {
  /// Its key in the settings.
  std::string key = {};
  std::string path = {};
  std::uint64_t expires_us = 0;
  /// Why it cannot be read; empty if it can.
  std::string trouble = {};
  /// Whether the node's own list of revoked certificates has it.
  bool is_revoked = false;
  /// It is that list itself.
  bool is_list = false;
};

/// What the settings of a node and its machine show.
struct machine_facts {
  std::string config = {};
  /// Why the settings are wrong; empty if they are right. Then the rest is
  /// known.
  std::string settings_trouble = {};
  std::vector<std::string> exposed_secrets = {};
  std::uint64_t node = 0;
  /// Whether a node works with the data directory now.
  bool runs = false;
  /// Why the node ended, if its cluster refused it; empty otherwise, and while
  /// it runs.
  std::string refusal = {};
  std::uint64_t election_timeout_us = 0;
  std::vector<door_facts> doors = {};
  std::vector<neighbour_facts> neighbours = {};
  disk_facts data = {};
  std::optional<disk_facts> backups = {};
  /// The store: what it is, and why it cannot be used; empty if it can.
  std::string store = {};
  std::string store_trouble = {};
  /// Whether somebody keeps the clock right; nothing if that is not known.
  std::optional<bool> clock_is_kept = {};
  std::vector<certificate_facts> certificates = {};
  std::uint64_t now_us = 0;
};

/// A node that was asked by itself.
struct endpoint_facts {
  std::string address = {};
  /// Empty if it has answered.
  std::string trouble = {};
  /// By how much its clock is ahead of this machine's, and how exactly that is
  /// known.
  std::int64_t ahead_us = 0;
  std::uint64_t uncertainty_us = 0;
};

/// What the nodes of a cluster say.
struct cluster_facts {
  /// Why no node has told how the cluster is; empty if one has.
  std::string trouble = {};
  /// Whether that is because they do not know who asks.
  bool refused = false;
  std::string client_version = {};
  /// The node whose settings were given; zero if none were.
  std::uint64_t own_node = 0;
  std::vector<protocol::node_status> nodes = {};
  std::vector<protocol::member_row> members = {};
  std::vector<endpoint_facts> endpoints = {};
  /// What only administrators hear, or why it is not known.
  std::optional<tasks::wire::Health> health = {};
  std::string health_trouble = {};
  std::uint64_t now_us = 0;
};

} // namespace taskraft::client
