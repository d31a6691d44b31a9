// Spawns the actors of one node in order. The node gives threads of their own
// to those that block; tests give none.

#pragma once

#include "actors/consensus/known_nodes.hpp"
#include "actors/exports/exporter.hpp"
#include "actors/gateway/authenticator.hpp"
#include "actors/gateway/gateway.hpp"
#include "actors/snapshots/backup_keeper.hpp"
#include "actors/snapshots/backup_writer.hpp"
#include "actors/snapshots/snapshotter.hpp"
#include "actors/storage/auditor.hpp"
#include "actors/storage/log.hpp"
#include "actors/storage/scrubber.hpp"
#include "persistence/board/state_machine.hpp"
#include "persistence/log/log_store.hpp"
#include "protocol/actors/clock_actor.hpp"
#include "protocol/actors/role_actor.hpp"

#include <caf/actor.hpp>
#include <caf/actor_system.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace taskraft::actors {

/// Whether the state machine loads what it evaluates from memory and disk, or
/// has to ask another process, which may take long.
enum class load_speed : bool { fast, slow };

/// Everything a node is made of.
struct node_plan {
  known_nodes known;
  std::shared_ptr<raft::consensus> consensus;
  std::unique_ptr<persistence::log_store> log;
  bootstrap_writer write_bootstrap;
  std::unique_ptr<persistence::state_machine> machine;
  load_speed loads = load_speed::fast;
  std::vector<std::unique_ptr<persistence::state_reader>> readers;
  /// How slowly to look for damage on the disks; if left out, not at all.
  std::optional<scrub_pace> scrub;
  std::unique_ptr<persistence::state_reader> checker;
  /// How much of the disk is free; may be empty.
  std::function<std::optional<unsigned>()> free_percent;
  audit_files audit;
  /// Null: this node keeps no backups.
  std::shared_ptr<actors::archive> archive;
  /// Null: this node takes no backups by itself.
  std::shared_ptr<backup_store> backups;
  /// Null: this node exports nothing.
  std::shared_ptr<export_place> exports;
  /// Reads the state for snapshots, which lie in `snapshots` on their way.
  std::unique_ptr<persistence::state_reader> snapshot_reader;
  snapshot_place snapshots;
  std::size_t snapshot_chunk_bytes = 64U << 10U;
  gateway_options gateway;
  /// Nothing where nobody logs in.
  std::optional<authenticator_options> authenticator;
  protocol::node_status about;
  /// Sees what happens in consensus; may be null.
  std::shared_ptr<raft::observer> observer;
  /// Is told how long what takes; may be null.
  std::shared_ptr<protocol::meter> measures;
  /// Gives the bytes that its disk has left; may be empty.
  std::function<std::uint64_t()> disk_free = nullptr;
  /// What this program knows of the state machine's rules.
  raft::rules_level newest_rules_level = raft::first_rules_level;
  protocol::time_source now_us;
  protocol::time_source uptime_us;
  protocol::random_source random;
  /// Empty: there is nothing to wait for.
  protocol::afterthought after_sends;
  std::chrono::milliseconds tick{10};
  /// The server spawns peers as members come and go.
  protocol::peer_maker make_peer;
  /// Is told whose messages count; may be empty.
  protocol::admission_listener admitted;
  /// Whose certificate fits; may be empty.
  protocol::certificate_check may_speak;
};

struct node_actors {
  protocol::server_actor server;
  protocol::inner_gateway_actor gateway;
  /// Every actor of the node but roles and peers, which the server is linked
  /// to; one that ends by itself ends the node.
  std::vector<caf::actor> all;
};

/// Whether actors that block get threads of their own.
enum class threading : bool { shared, own };

/// Spawns all actors; the server begins at once.
node_actors spawn_node_actors(caf::actor_system& system, node_plan plan,
                              threading threads);

} // namespace taskraft::actors
