// Linearizable reads whose answers are read while the leader is still asked for
// the read index: a value without actors. An answer holds if the state that it
// was read from is not older than the read index (decision 45).

#pragma once

#include "actors/gateway/open_query.hpp"
#include "protocol/answers.hpp"
#include "protocol/raft/types.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace taskraft::actors {

struct answered_query {
  open_query query;
  std::shared_ptr<const protocol::query_answer> answer;
};

class reads_ahead {
public:
  using answers_pointer
    = std::shared_ptr<const std::vector<protocol::query_answer>>;

  /// What became of queries whose read index and answers are both there.
  struct settled {
    std::vector<answered_query> answered;
    /// The state was older than their index, which is set.
    std::vector<open_query> unanswered;
  };

  /// Answers may be large: no more batches than this are with readers, or
  /// answered and not granted.
  static constexpr std::size_t most_batches = 2;

  bool is_full() const {
    return batches_.size() >= most_batches;
  }

  /// A reader works on the queries of a round that is under way.
  void begin(std::uint64_t context, std::uint64_t round,
             const std::vector<open_query>& queries);

  /// The reader's answers, or null if the store has failed.
  settled take_answers(std::uint64_t context, answers_pointer answers);

  settled grant(std::uint64_t round, raft::log_index read_index);

  /// The queries of a round that is not granted. Nothing is kept of them.
  std::vector<open_query> take_back(std::uint64_t round);

  /// Removes and returns those for which `leaves` holds.
  std::vector<open_query>
  take_if(const std::function<bool(const open_query&)>& leaves);

  /// Whether the query is granted, and its reader has not answered.
  bool waits_for_reader(client_number client, std::uint64_t id) const;

private:
  /// What one reader was given, in its order; nothing in the place of a query
  /// that is gone.
  struct batch {
    std::uint64_t round = 0;
    std::vector<std::optional<open_query>> queries;
    std::optional<raft::log_index> granted;
    bool is_read = false;
    answers_pointer answers;
  };

  static void settle(batch& from, settled& to);

  std::map<std::uint64_t, batch> batches_;
};

} // namespace taskraft::actors
