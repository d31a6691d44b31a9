// All that can happen to a role besides messages. Time, chance and what disks
// did come in as arguments: the rules have no clock, no dice and no disk.

#pragma once

#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/messages.hpp"
#include "protocol/raft/rules_level.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace taskraft::raft {

/// One unit of time has passed.
struct tick {
  /// The chance that a rule may need in this step.
  std::uint64_t random = 0;
  /// As in `read_requested`.
  std::uint64_t now_us = 0;
};

/// `hard_state` is on the disk.
struct hard_state_saved {
  hard_state saved;
};

/// Every write up to and including number `sequence` is on the disk; the last
/// of them ended at `last`.
struct log_written {
  std::uint64_t sequence = 0;
  log_position last;
  /// What the log takes on the disk.
  std::uint64_t log_bytes = 0;
};

/// The disk has no room for more entries, or has some again. Term and vote can
/// be saved all the same.
struct disk_room_changed {
  bool full = false;
};

/// Entries for a lagging peer, answer to `effects::reads`; empty if the log
/// does not have them any more.
struct entries_read {
  node_id peer;
  entry_batch entries;
};

/// Commands for the state machine, in order. Each frame: length (4 bytes,
/// little-endian) and payload; a buffer holds many frames. A buffer whose
/// frames are cut is left out as a whole.
struct proposal {
  std::vector<std::shared_ptr<const std::string>> frames;
  std::uint64_t time_us = 0;
};

/// A gateway asks for the index that a linearizable read has to wait for.
/// `context` comes back in `effects::reads_granted` or `reads_refused`.
struct read_requested {
  std::uint64_t context = 0;
  /// The time since some moment in the past, by a clock that never goes back
  /// and does not stop while the machine sleeps; zero if there is none.
  std::uint64_t now_us = 0;
};

/// An operator asks for another leader; zero lets the leader choose.
struct transfer_requested {
  std::uint64_t context = 0;
  node_id target;
};

enum class membership_step : std::uint8_t {
  /// A new node as a learner; it becomes a voter by itself once it has caught
  /// up.
  add,
  /// A learner becomes a voter now.
  promote,
  /// A member leaves for ever: its id is not used again.
  remove,
};

/// The operator wants other members, one at a time (thesis §4.1). `context`
/// comes back in `effects::membership_answers`. The same request twice is one
/// change.
struct membership_change {
  std::uint64_t context = 0;
  membership_step step = membership_step::add;
  node_id node;
  /// Of a node that is added; its disk as its hello named it.
  std::string address = {};
  std::string disk_id = {};
};

/// Every listed member has been met and none knew a cluster: elections may
/// begin. `bootstrap` is what this node would write as the first entry. Also
/// sent at start by a node that already belongs to a cluster.
struct elections_allowed {
  membership bootstrap;
};

/// How far the state machine is: what readers see, and what a crash of this
/// node cannot take from it.
struct state_progressed {
  log_index visible;
  log_index durable;
  /// In force there, or a little later.
  rules_level level = first_rules_level;
  /// The store does not answer, however little is asked of it.
  bool store_is_away = false;
};

/// Everything that is known of the programs of the nodes, this one included.
struct levels_announced {
  announced_levels levels;
};

/// The operator wants the log cut now, however short it is.
struct compaction_requested {};

/// There is a snapshot for `peer`; it is being sent.
struct snapshot_begun {
  node_id peer;
  /// The last entry that it contains.
  log_position last;
};

/// No snapshot goes to `peer`: it could not be made, or not be sent.
struct snapshot_failed {
  node_id peer;
};

/// What became of the pieces received up to now; see `snapshot_received`.
struct snapshot_gathered {
  std::uint32_t file_checksum = 0;
  std::uint64_t offset = 0;
  snapshot_outcome outcome = snapshot_outcome::wanted;
};

/// The state machine is durably where a snapshot has put it.
struct snapshot_installed {
  snapshot_base base;
};

/// Another node has seen this much of this node's disk: its term, and an entry
/// that it had confirmed and that was committed.
struct seen_by_peer {
  node_id by;
  raft::term term;
  log_position confirmed;
  /// And that it was started more often than it knows of.
  bool newer_start = false;
};

using event
  = std::variant<append_entries, appended, request_vote, voted, timeout_now,
                 install_snapshot, snapshot_received, tick, hard_state_saved,
                 log_written, disk_room_changed, entries_read, proposal,
                 read_requested, transfer_requested, membership_change,
                 elections_allowed, state_progressed, levels_announced,
                 compaction_requested, snapshot_begun, snapshot_failed,
                 snapshot_gathered, snapshot_installed, seen_by_peer>;

} // namespace taskraft::raft
