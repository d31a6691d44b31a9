// Reads that clients wait for: a value without actors. Linearizable reads that
// arrive while a read index is being asked for share the next one.

#pragma once

#include "actors/gateway/pending_commands.hpp"
#include "protocol/blob.hpp"
#include "protocol/client_frames.hpp"
#include "protocol/raft/types.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

namespace taskraft::actors {

/// A query and who asked it.
struct open_query {
  client_number client = 0;
  std::uint64_t id = 0;
  protocol::consistency consistency = protocol::consistency::linearizable;
  raft::log_index min_index;
  std::string_view query;
  protocol::blob buffer;
  tick_count born = 0;
  /// Everything that was committed before this moment is in the state that a
  /// reader sees; nothing if no such moment is known.
  std::optional<std::int64_t> known_us = {};
};

class pending_reads {
public:
  /// A round that stays unanswered for `retry_after` ticks is asked again; who
  /// waited `refuse_after` ticks is refused. `first_round` is random, so that
  /// a late answer to this node's former self grants nothing.
  pending_reads(tick_count retry_after, tick_count refuse_after,
                std::uint64_t first_round)
    : retry_after_(retry_after), refuse_after_(refuse_after),
      last_round_(first_round) {
  }

  /// False if too much waits already: refuse it.
  bool add(open_query query);

  /// The number of a new round, if reads wait for one and none is under way.
  std::optional<std::uint64_t> begin_round(tick_count now);

  /// The leader's answer. A refused round is asked again later.
  void grant(std::uint64_t round, raft::log_index read_index);
  void refuse(std::uint64_t round);

  /// The leader changed: a round under way may never be answered.
  void abandon_round();

  /// The highest index that a read waits for, if that is news.
  std::optional<raft::log_index> wanted();

  /// Readers see everything up to `index` now.
  void visible(raft::log_index index);

  /// Up to `most` queries that a reader may answer now, oldest first.
  std::vector<open_query> take_ready(std::size_t most);

  /// Takes out what has waited too long.
  std::vector<open_query> expire(tick_count now);

  void forget(client_number client);

  std::size_t size_bytes() const {
    return bytes_;
  }

private:
  void place(open_query query);
  void note_gone(const std::vector<open_query>& queries);

  /// Of all that wait, with what they cost besides.
  std::size_t bytes_ = 0;
  tick_count retry_after_;
  tick_count refuse_after_;
  raft::log_index visible_;
  std::uint64_t last_round_;
  /// The round under way, since when, and who waits for it.
  std::optional<std::uint64_t> round_;
  tick_count round_since_ = 0;
  std::vector<open_query> in_round_;
  /// Linearizable reads for the next round.
  std::vector<open_query> gathering_;
  /// Reads that wait until readers see their index.
  std::multimap<raft::log_index, open_query> waiting_;
  raft::log_index told_wanted_;
  /// How often that was told since readers last saw more.
  unsigned told_in_vain_ = 0;
  std::deque<open_query> ready_;
};

} // namespace taskraft::actors
