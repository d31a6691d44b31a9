// What the rules want done. An actor carries it out; nothing here has happened
// yet. Order between the parts does not matter: whatever must wait for a disk
// is withheld by the rules until the disk has answered.

#pragma once

#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/log/membership.hpp"
#include "protocol/raft/messages.hpp"
#include "protocol/raft/transfer_outcome.hpp"
#include "protocol/raft/types.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace taskraft::raft {

struct outgoing {
  node_id to;
  raft::message message;
};

/// Where a log begins: everything up to and including `last` is gone.
struct log_start {
  log_position last;
  /// In force there.
  membership members;
};

/// One step for the log's writer. Writes are numbered without gaps from 1 at
/// each start of a node and carried out in that order.
struct log_write {
  std::uint64_t sequence = 0;
  /// Remove this index and all entries after it first.
  std::optional<log_index> truncate_from;
  /// Forget the log's beginning. A log that does not have `begin->last` is
  /// empty afterwards.
  std::optional<log_start> begin = {};
  entry_batch entries;
};

/// Entries from `from` on, at most about `max_bytes`, for `peer`.
struct entries_wanted {
  node_id peer;
  log_index from;
  std::size_t max_bytes = 0;
};

/// A snapshot for a peer that needs entries from before the log's base, or
/// whose state is lost; of this leader's term.
struct snapshot_wanted {
  node_id peer;
  raft::term term;
  /// One that ends before has nothing that the log could continue.
  log_index at_least;
};

struct read_granted {
  std::uint64_t context = 0;
  log_index read_index;
};

struct transfer_answer {
  std::uint64_t context = 0;
  transfer_outcome outcome = transfer_outcome::started;
  node_id target;
};

enum class membership_outcome : std::uint8_t {
  /// The change, or one like it before, is committed.
  done,
  /// Nothing was done: this node is not the leader.
  not_leader,
  /// Nothing was done, ask again: another change or a transfer is under way, or
  /// the leader has not committed an entry of its own term yet.
  busy,
  /// Leadership was lost before the change was committed: ask again.
  unknown,
  /// There is no such member.
  not_found,
  /// The id or the address belongs to another member, or did before.
  conflict,
  /// The last voter cannot be removed.
  last_voter,
  /// The learner lacks too much to vote.
  lags,
  /// Nothing was done: too few of the voters that would remain are reachable.
  no_quorum,
  /// The new node's program does not know the rules that are in force.
  outdated,
};

struct membership_answer {
  std::uint64_t context = 0;
  membership_outcome outcome = membership_outcome::done;
};

/// News about what is committed: the index, and those entries that memory
/// still has. They may begin later than the last ones ended.
struct committed {
  log_index commit_index;
  std::vector<entry_batch> entries;
};

/// How a disk has shown that it lost what it had promised to keep.
enum class disk_fault : std::uint8_t {
  /// It has less than it confirmed up to `disk_verdict::index`.
  lost_entries,
  /// Its committed entry `disk_verdict::index` is another one than the
  /// leader's.
  other_past,
  /// It is older than what others have seen of it.
  rolled_back,
};

/// The disk of `node` cannot be trusted. If that is this node, it says nothing
/// more and has to stop for ever.
struct disk_verdict {
  node_id node;
  disk_fault fault = disk_fault::lost_entries;
  log_index index;
  /// The last entry that the node has, as far as known.
  log_index last;
};

/// `from` named a term that no voter can have reached; nothing was taken from
/// it.
struct refused_term {
  node_id from;
  raft::term term;
};

/// The clock of `node` differs from the median of the voters' clocks.
struct clock_difference {
  node_id node;
  std::int64_t us = 0;
};

/// What makes a leader a follower.
enum class step_down_cause : std::uint8_t {
  none,
  /// Somebody has begun a later term.
  later_term,
  /// Too few voters were heard for the longest election timeout.
  no_quorum,
  /// Its disk does not finish what was begun.
  disk_hangs,
  disk_full,
  /// It is no voter any more.
  removed,
};

struct transition {
  role_kind next = role_kind::follower;
  /// The event was not consumed: the next role must see it first.
  bool redeliver = false;
  /// The next role is a candidate that the leader itself asked to stand.
  bool transfer = false;
  /// Why a leader gives up, for the operator.
  step_down_cause why = step_down_cause::none;
};

struct effects {
  std::vector<outgoing> messages;
  std::optional<hard_state> save;
  std::vector<log_write> writes;
  std::vector<entries_wanted> reads;
  std::vector<snapshot_wanted> snapshots;
  /// Pieces for this node, and other nodes' answers to pieces it has sent.
  std::vector<install_snapshot> snapshot_pieces;
  std::vector<snapshot_received> snapshot_answers;
  /// The log is to be cut: what is visible of the state must be durable first.
  bool make_state_durable = false;
  std::optional<raft::committed> committed;
  std::vector<read_granted> reads_granted;
  std::vector<std::uint64_t> reads_refused;
  std::vector<transfer_answer> transfers;
  std::vector<membership_answer> membership_answers;
  /// The own state machine stands still: leadership is offered to this node.
  std::optional<node_id> stalled_for;
  /// The proposal of this step was not taken: this node is not the leader or
  /// hands leadership over.
  bool proposal_refused = false;
  /// It was not taken because too much is under way: later, perhaps.
  bool proposal_overloads = false;
  std::vector<disk_verdict> distrusted;
  std::optional<refused_term> term_refused;
  std::vector<clock_difference> clocks_differ;
  /// This role is over.
  std::optional<transition> become;
};

} // namespace taskraft::raft
