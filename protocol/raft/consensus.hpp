// What a node knows of consensus whichever role it plays: the baton that roles
// hand to each other.

#pragma once

#include "protocol/raft/clocks.hpp"
#include "protocol/raft/effects.hpp"
#include "protocol/raft/freshness.hpp"
#include "protocol/raft/log/log_terms.hpp"
#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/log/recent_entries.hpp"
#include "protocol/raft/own_disk.hpp"
#include "protocol/raft/rules_level.hpp"
#include "protocol/raft/types.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

namespace taskraft::raft {

/// Times in ticks, sizes in bytes.
struct tuning {
  std::uint32_t election_ticks_min = 15;
  std::uint32_t election_ticks_max = 30;
  std::uint32_t heartbeat_ticks = 5;
  /// A leader gives up a disk that confirms nothing for this long, however
  /// slow the disk was before (`own_disk.hpp`).
  std::uint32_t disk_time_limit_ticks = 300;
  /// How long a leader's state machine may stand still, with entries to apply,
  /// before the leader looks for one whose state machine does not.
  std::uint32_t store_time_limit_ticks = 200;
  std::size_t max_batch_bytes = 1U << 20U;
  std::size_t max_inflight_bytes = 8U << 20U;
  /// Messages with entries that may be in flight to a peer; beyond it entries
  /// gather, so that fewer and larger messages follow.
  std::size_t max_inflight_messages = 16;
  /// How many bytes of entries stay in memory for peers and the applier.
  std::size_t recent_bytes = 16U << 20U;
  /// A leader takes no proposals while this much is not committed, or not on
  /// its own disk.
  std::size_t max_uncommitted_bytes = 32U << 20U;
  /// Whether a leader answers reads by its lease, by how much the rates of two
  /// clocks may differ, and how long a tick is (`leader_lease.cpp`).
  bool lease_reads = false;
  std::uint32_t clock_drift_percent = 10;
  std::uint64_t tick_us = 10000;
  /// How many entries stay in the log for followers that lag, unless the log
  /// takes more than `log_max_bytes` on the disk.
  std::uint64_t log_retain_entries = 100'000;
  std::uint64_t log_max_bytes = std::uint64_t{4} << 30U;
  /// A cut costs a durable write: not more often than this.
  std::uint32_t cut_interval_ticks = 100;
  /// How long nothing may be heard of a snapshot until it is asked for again,
  /// or given up if its peer is not heard either.
  std::uint32_t snapshot_time_limit_ticks = 3000;
};

/// A write the disk has not confirmed. `last` shrinks when a later truncation
/// removes what it wrote, so that a late confirmation claims nothing that was
/// overwritten since.
struct pending_write {
  std::uint64_t sequence = 0;
  log_index last;
  std::size_t bytes = 0;
};

struct consensus {
  node_id self;
  raft::tuning tuning;

  /// Latest term and vote, and the latest known to be durable. The term never
  /// falls, and a vote never changes within its term (§5.2).
  hard_state hard;
  hard_state durable_hard;

  /// Never empty; the back is in force, and all but the front may be rolled
  /// back. Front: the newest that is committed, or that of the settings.
  std::vector<placed_membership> memberships;
  /// The bootstrap entry that this node would write as the first leader. Its
  /// cluster id is empty until elections are allowed.
  membership bootstrap;
  bool elections_allowed = false;

  /// Entries up to the commit index are never replaced, and the log is never
  /// cut after it.
  log_terms log;
  recent_entries recent;
  /// Never falls, and never passes the last entry. It may pass
  /// `durable_index`: a majority without this node has committed.
  log_index commit_index;
  /// Everything up to here is on this node's disk. Never passes the last
  /// entry; falls only with a truncation.
  log_index durable_index;
  own_disk disk;
  /// For this many more ticks the node keeps its promise to the last leader
  /// that it heard: it votes only for a candidate that a leader chose.
  /// The promise outlives the term, the role and (by waiting at each start) the
  /// process.
  std::uint32_t hold_ticks = 0;
  /// The last index handed over in `effects::committed`. Never falls, and never
  /// passes the commit index.
  log_index released_index;
  /// Up to where the state machine shows what is committed, as far as it said.
  log_index visible_index;
  /// The own store does not answer, though there may be nothing to apply.
  bool store_is_away = false;

  /// Up to where the state survives a crash of this node. The log is cut only
  /// up to here.
  log_index durable_state_index;
  /// The rules that were in force at that index, or a little later.
  rules_level level = first_rules_level;
  /// What nodes have announced, this one included.
  announced_levels announced;
  /// The index that the state machine was last asked to make durable.
  log_index awaited_state_index;
  /// The operator wants the log cut up to here.
  log_index compaction_wanted;
  /// What the log takes on the disk.
  std::uint64_t log_bytes = 0;
  /// The state machine's state ends before the log's base: it waits for a
  /// snapshot.
  bool lacks_state = false;

  std::uint64_t last_sequence = 0;
  /// The last write that cut the log.
  std::uint64_t cut_sequence = 0;
  /// Ticks until the next cut, unless an operator asks for one.
  std::uint32_t cut_pause_ticks = 0;
  std::deque<pending_write> pending_writes;
  /// The sum over `pending_writes`.
  std::size_t pending_bytes = 0;

  /// The time in the newest entry, as far as known: time never goes back.
  std::uint64_t newest_time_us = 0;

  /// The time of this step, by a clock that never goes back and by the time of
  /// day, in microseconds; zero if unknown. The caller of `step` sets both.
  std::uint64_t now_us = 0;
  std::uint64_t clock_us = 0;
  peer_clocks clocks;
  freshness fresh;

  /// The highest commit index that a leader has named. A node with a shorter
  /// log cannot be elected as long as disks keep what they were given, so it
  /// gets no vote.
  log_index named_commit;
  /// This node's disk has lost what it had promised to keep. Never falls: the
  /// rules do nothing any more.
  bool disk_distrusted = false;
  /// Ticks until the next absurd term is worth a message.
  std::uint32_t refusal_pause_ticks = 0;

  /// Messages that wait for `hard` to be durable, newest for each receiver and
  /// kind of message.
  std::vector<outgoing> withheld;

  /// Who leads `hard.term`, as far as known; zero if unknown.
  node_id leader;

  const raft::membership& members() const {
    return memberships.back().value;
  }
  /// The newest membership that is known to be committed, or that of the
  /// settings.
  const placed_membership& committed_members() const;
  bool hard_state_is_durable() const {
    return hard == durable_hard;
  }
};

/// What a log store found at start.
struct recovered_state {
  hard_state hard;
  log_terms log;
  /// Memberships in the log's base record and entries, oldest first; empty for
  /// a log that was never founded.
  std::vector<placed_membership> memberships;
};

/// A consensus at start: nothing committed beyond the log's base, everything
/// recovered is durable. `configured` holds the members of the settings.
consensus make_consensus(node_id self, const tuning& x,
                         const recovered_state& found,
                         const membership& configured);

} // namespace taskraft::raft
