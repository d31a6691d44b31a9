// What consensus drives. Raft's rules know only bytes; whoever implements this
// is replicated. The task board is one implementation.

#pragma once

#include "protocol/answers.hpp"
#include "protocol/raft/entry_batch.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/result.hpp"

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

/// Answers queries from committed state; owned by one reader's thread.
class state_reader {
public:
  virtual ~state_reader() = default;

  /// Answers all queries from one consistent view, in order. Malformed queries
  /// get an answer that says so.
  virtual result<std::vector<protocol::query_answer>>
  answer(const std::vector<std::string_view>& queries) = 0;
};

/// Something slow that a state machine wants done. One at a time; evaluation
/// goes on meanwhile.
struct state_work {
  /// On the store's thread. After `errc::store_busy` it may have happened or
  /// not: it is run again before any other work begins.
  std::function<status()> run;
  /// On the owner's thread, once `run` has succeeded.
  std::function<void()> finish;
};

/// Owned by the applier. Three indexes, never mixed: evaluated (answers may go
/// out), visible (committed: what readers see), durable (what a crash cannot
/// take).
class state_machine {
public:
  virtual ~state_machine() = default;

  /// Index and term of the last entry whose effects are visible.
  virtual raft::log_position visible() const = 0;

  /// The last index that survives a crash.
  virtual raft::log_index durable() const = 0;

  /// Evaluates entries that follow the last evaluated one, in order; answers
  /// one for each command. Effects wait for a commit. A failure here is a
  /// failure of this node, never a result, and changes nothing; after
  /// `errc::store_busy` the same entries may be tried again.
  virtual result<std::vector<protocol::evaluated_command>>
  evaluate(const raft::entry_batch& entries) = 0;

  /// Makes everything that is evaluated by now visible in one transaction.
  virtual state_work begin_commit() = 0;

  /// Makes everything visible durable.
  virtual state_work begin_make_durable() = 0;

  /// The same at once, for whoever has only one thread.
  status commit() {
    return carry_out(begin_commit());
  }
  status make_durable() {
    return carry_out(begin_make_durable());
  }

  /// May be called for each reader; the result moves to the reader's thread.
  virtual result<std::unique_ptr<state_reader>> open_reader() = 0;

private:
  static status carry_out(const state_work& work) {
    auto outcome = work.run();
    if (outcome)
      work.finish();
    return outcome;
  }
};

} // namespace taskraft::persistence
