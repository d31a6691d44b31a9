// Reads that clients wait for: a value without actors. Linearizable reads that
// arrive while a read index is being asked for share the next one.

#pragma once

#include "actors/gateway/open_query.hpp"
#include "actors/gateway/reads_ahead.hpp"
#include "protocol/raft/types.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <vector>

namespace taskraft::actors {

class pending_reads {
public:
  /// A round without an answer is begun again after `retry_after` ticks, and a
  /// query is refused after `refuse_after` ticks. `first_round` is random, so
  /// that a late answer to a round from before this node's restart grants
  /// nothing.
  pending_reads(tick_count retry_after, tick_count refuse_after,
                std::uint64_t first_round)
    : retry_after_(retry_after), refuse_after_(refuse_after),
      last_round_(first_round) {
  }

  /// False if too many bytes wait already: the query must be refused.
  bool add(open_query query);

  /// The number of a new round, if queries wait for one and none is under way.
  std::optional<std::uint64_t> begin_round(tick_count now);

  /// The leader's answer. After a refusal the queries wait for the next round.
  void grant(std::uint64_t round, raft::log_index read_index);
  void refuse(std::uint64_t round);

  /// The leader changed: a round under way may never be answered.
  void abandon_round();

  /// The highest index that a query waits for, if it was not returned before.
  std::optional<raft::log_index> wanted();

  /// Readers see everything up to `index` now.
  void visible(raft::log_index index);

  /// Up to `most` queries that a reader may answer now, oldest first.
  std::vector<open_query> take_ready(std::size_t most);

  /// Up to `most` queries of the round under way, for a reader that need not
  /// wait for the round: `take_answers` with the same context ends that.
  std::vector<open_query> take_ahead(std::uint64_t context, std::size_t most);

  /// Null if the store has failed.
  void take_answers(std::uint64_t context,
                    reads_ahead::answers_pointer answers);

  /// The queries that were answered ahead of a round which is granted now.
  std::vector<answered_query> take_answered();

  bool is_late(const open_query& query, tick_count now) const {
    return now - query.born >= refuse_after_;
  }

  /// Removes and returns the queries that have waited too long. A reader soon
  /// takes what is ready, unless its store is away.
  std::vector<open_query> expire(tick_count now, bool store_is_away = false);

  /// Whether the client's query waits for this node's own state alone.
  bool waits_for_state(client_number client, std::uint64_t id) const;

  /// The client is gone: removes its queries.
  void forget(client_number client);

  std::size_t size_bytes() const {
    return bytes_;
  }

private:
  void place(open_query query);
  void take_settled(reads_ahead::settled settled);
  void note_gone(const std::vector<open_query>& queries);

  /// Of all queries that wait, with the memory that they take besides.
  std::size_t bytes_ = 0;
  tick_count retry_after_;
  tick_count refuse_after_;
  raft::log_index visible_;
  std::uint64_t last_round_;
  /// The round under way, when it began, and the queries that wait for it.
  std::optional<std::uint64_t> round_;
  tick_count round_since_ = 0;
  std::vector<open_query> in_round_;
  /// Those of them, and of rounds before, that are read meanwhile.
  reads_ahead ahead_;
  std::vector<answered_query> answered_;
  /// Linearizable queries for the next round.
  std::vector<open_query> gathering_;
  /// Queries that wait until readers see their index.
  std::multimap<raft::log_index, open_query> waiting_;
  /// The index that `wanted` returned last.
  raft::log_index told_wanted_;
  /// How often `wanted` returned one since readers last saw more.
  unsigned told_in_vain_ = 0;
  std::deque<open_query> ready_;
};

} // namespace taskraft::actors
