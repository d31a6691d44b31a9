// What nodes say to each other about consensus. One-way, each with its term;
// an answer is a message like any other and may be lost, late or doubled.

#pragma once

#include "protocol/blob.hpp"
#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/snapshot.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/wire_enum.hpp"

#include <cstdint>
#include <variant>

namespace taskraft::raft {

/// AppendEntries (§5.3), heartbeat and commit notice in one.
struct append_entries {
  raft::term term;
  node_id leader;
  /// The entry right before `entries`.
  log_position previous;
  entry_batch entries;
  log_index commit_index;
  /// Number of the leader's round of heartbeats; comes back in `appended`.
  std::uint64_t round = 0;
  /// The last entry that the receiver has confirmed to this leader. If the
  /// receiver has less, its disk has lost entries.
  log_position confirmed = {};
  /// The newest `appended::sent_us` of the receiver that the leader has heard;
  /// zero if there is none, or the leader does not know yet what is committed.
  std::uint64_t heard_us = 0;
  /// The leader is certain that everything committed until so long before it
  /// sent this is at or before `commit_index`.
  std::uint64_t sure_us = 0;

  template <class Inspector>
  friend auto inspect(Inspector& f, append_entries& x) {
    return f(x.term, x.leader, x.previous, x.entries, x.commit_index, x.round,
             x.confirmed, x.heard_us, x.sure_us);
  }
};

/// Answer to `append_entries`. Cumulative: everything up to `match` is durable
/// on `from` and equals the log of the leader of `term`.
struct appended {
  raft::term term;
  node_id from;
  /// Durable and matching. Index zero if nothing is known to match.
  log_position match;
  /// False if `previous` of the request was not in the log.
  bool matched = true;
  /// Where the leader may look next when `matched` is false: the last entry
  /// of `from` whose term is at most the one that conflicted (§5.3).
  log_position conflict_hint = {};
  /// The `previous` index that was refused; tells a late refusal from a new.
  log_index refused_previous = {};
  std::uint64_t round = 0;
  /// From when it heard that round, `from` votes for nobody for this long,
  /// unless the leader itself asked somebody to stand.
  std::uint64_t hold_us = 0;
  /// The disk of `from` is full or lags far: entries would be ignored.
  bool no_room = false;
  /// Up to where the state machine of `from` shows what is committed.
  log_index visible = {};
  /// The state of `from` ends before its own log's base: only a snapshot
  /// can help it.
  bool lacks_state = false;
  /// The disk of `from` has lost what it had promised to keep: the node stops,
  /// and nothing of it counts any more. `conflict_hint` is its last entry.
  bool distrusts_disk = false;
  /// When this was sent, by a clock of `from` that never goes back; zero if it
  /// has none.
  std::uint64_t sent_us = 0;
  /// The time of day at `from` then, in microseconds since 1970.
  std::uint64_t clock_us = 0;

  template <class Inspector>
  friend auto inspect(Inspector& f, appended& x) {
    return f(x.term, x.from, x.match, x.matched, x.conflict_hint,
             x.refused_previous, x.round, x.hold_us, x.no_room, x.visible,
             x.lacks_state, x.distrusts_disk, x.sent_us, x.clock_us);
  }
};

/// RequestVote (§5.2), or the pre-vote before it (thesis §9.6).
struct request_vote {
  /// The term of the election; for a pre-vote the term it would have.
  raft::term term;
  node_id candidate;
  log_position last;
  bool pre_vote = false;
  /// The leader asked for this election: stickiness does not apply (§4.2.3 of
  /// the thesis).
  bool transfer = false;

  template <class Inspector>
  friend auto inspect(Inspector& f, request_vote& x) {
    return f(x.term, x.candidate, x.last, x.pre_vote, x.transfer);
  }
};

struct voted {
  /// The term of the request if granted, else the voter's own.
  raft::term term;
  node_id from;
  bool granted = false;
  bool pre_vote = false;
  /// The time of day at `from`, in microseconds since 1970; zero if unknown.
  std::uint64_t clock_us = 0;

  template <class Inspector>
  friend auto inspect(Inspector& f, voted& x) {
    return f(x.term, x.from, x.granted, x.pre_vote, x.clock_us);
  }
};

/// Tells a caught-up node to start an election at once (thesis §3.10).
struct timeout_now {
  raft::term term;
  node_id leader;

  template <class Inspector>
  friend auto inspect(Inspector& f, timeout_now& x) {
    return f(x.term, x.leader);
  }
};

/// InstallSnapshot (§7): a piece of the file. A piece without bytes asks how
/// much the follower has.
struct install_snapshot {
  raft::term term;
  node_id leader;
  /// Pieces of two files are never mixed.
  snapshot_about about;
  std::uint64_t offset = 0;
  protocol::blob bytes = {};
  /// Of `bytes`.
  std::uint32_t checksum = 0;

  template <class Inspector>
  friend auto inspect(Inspector& f, install_snapshot& x) {
    return f(x.term, x.leader, x.about, x.offset, x.bytes, x.checksum);
  }
};

/// What becomes of a snapshot at a follower. The values cross the wire: never
/// renumber.
enum class snapshot_outcome : std::uint8_t {
  /// It goes on at the offset in the answer.
  wanted = 0,
  /// All of it is there and is being installed.
  complete = 1,
  /// The follower has all that is in it.
  not_needed = 2,
  /// It cannot be used: another one is needed.
  unusable = 3,
};

constexpr snapshot_outcome last_of(snapshot_outcome) {
  return snapshot_outcome::unusable;
}

/// Answer to `install_snapshot`. That a snapshot is installed is told by
/// `appended`.
struct snapshot_received {
  raft::term term;
  node_id from;
  /// Of the file.
  std::uint32_t file_checksum = 0;
  /// The follower has everything before.
  std::uint64_t offset = 0;
  snapshot_outcome outcome = snapshot_outcome::wanted;

  template <class Inspector>
  friend auto inspect(Inspector& f, snapshot_received& x) {
    return protocol::inspect_with_enum(f, x.outcome, x.term, x.from,
                                       x.file_checksum, x.offset, x.outcome);
  }
};

using message = std::variant<append_entries, appended, request_vote, voted,
                             timeout_now, install_snapshot, snapshot_received>;

} // namespace taskraft::raft
