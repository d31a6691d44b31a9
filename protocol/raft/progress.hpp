// What a leader knows of one peer's log, and how much it may send.

#pragma once

#include "protocol/raft/consensus.hpp"
#include "protocol/raft/types.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace taskraft::raft {

enum class progress_mode : std::uint8_t {
  /// The match index is unknown: one message at a time until it is found.
  probe,
  /// Messages follow each other without waiting, within a bound of bytes.
  replicate,
  /// As `replicate`, but there is more to send than may be sent now: the bound
  /// is reached, or entries are being read from disk.
  paused,
  /// The peer needs entries that the log does not have any more: no entries go
  /// out until a snapshot has brought it to where the log begins.
  snapshot,
};

/// A snapshot for a peer, and the entries that follow it there.
struct snapshot_transfer {
  /// The log keeps everything after this index.
  log_index keep_after;
  /// A snapshot that ends before is of no use.
  log_index at_least;
  /// Ticks since anything was heard of it.
  std::uint32_t quiet_ticks = 0;
  /// It failed; the leader asks for it again after this many ticks.
  std::uint32_t pause_ticks = 0;
  /// It has arrived: what remains is to follow from there.
  bool arrived = false;
};

struct progress {
  progress_mode mode = progress_mode::probe;
  /// Highest index known to be durable and equal on the peer.
  log_index match_index;
  /// The next entry to send. What was sent is taken for received until the
  /// peer refuses a message that follows it.
  log_index next_index;
  /// Messages sent and not yet acknowledged, oldest first.
  struct sent {
    log_index previous;
    log_index last;
    std::size_t bytes = 0;
  };
  std::deque<sent> in_flight;
  std::size_t in_flight_bytes = 0;
  /// True while the disk is asked for entries of this peer.
  bool reading = false;
  /// The disk did not have them; it is asked again after a heartbeat.
  bool unreadable = false;
  /// The peer would ignore entries, until it answers otherwise.
  bool no_room = false;
  /// Newest round that the peer has answered.
  std::uint64_t acknowledged_round = 0;
  /// Until this time the peer votes for nobody else.
  std::uint64_t held_until_us = 0;
  /// Ticks since the peer was heard.
  std::uint32_t quiet_ticks = 0;
  /// Up to where the peer's state machine shows what is committed.
  log_index visible_index;
  /// The commit index that the peer was last told.
  log_index told_commit;
  std::optional<raft::snapshot_transfer> snapshot_transfer;
  /// The peer said that its state is lost.
  bool lacks_state = false;
  /// The peer's disk has lost what it confirmed: nothing of it counts.
  bool distrusted = false;
  /// The peer has committed entries that this leader does not have.
  bool has_other_past = false;
  /// A round that began then was answered: the peer followed this leader later
  /// than that.
  std::uint64_t followed_us = 0;
  /// Of the peer's newest answer, by the peer's own clock.
  std::uint64_t heard_us = 0;
  /// From the beginning of a round to the peer's answer, the last time.
  std::uint64_t round_trip_us = 0;

  /// Whether one more message with entries may go out.
  bool has_room(const tuning& bounds) const;

  /// Entries up to `last` are on their way.
  void note_sent(log_index last, std::size_t bytes);

  /// The peer has everything up to `match` on its disk.
  void acknowledge(log_index match);

  /// The peer found what it was asked about in its log.
  void note_matched();

  /// Whether a refusal of the entry at `previous` is news, or late.
  bool is_current_refusal(log_index previous) const;

  /// Begins to look for the peer's place again, at `next`.
  void back_off(log_index next);
};

} // namespace taskraft::raft
