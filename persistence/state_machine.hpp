// What consensus drives. Raft's rules know only bytes; whoever implements this
// is replicated. The task board is one implementation.

#pragma once

#include "protocol/answers.hpp"
#include "protocol/raft/entry_batch.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/result.hpp"

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

/// Owned by the applier's thread. Three indexes, never mixed: evaluated
/// (answers may go out), visible (committed: what readers see), durable (what
/// a crash cannot take).
class state_machine {
public:
  virtual ~state_machine() = default;

  /// Index and term of the last entry whose effects are visible.
  virtual raft::log_position visible() const = 0;

  /// The last index that survives a crash.
  virtual raft::log_index durable() const = 0;

  /// Evaluates entries that follow the last evaluated one, in order; answers
  /// one for each command. Effects wait for `commit`. A failure here is a
  /// failure of this node, never a result.
  virtual result<std::vector<protocol::evaluated_command>>
  evaluate(const raft::entry_batch& entries) = 0;

  /// Makes everything evaluated visible in one transaction. After
  /// `errc::store_busy` it may have happened or not: the call is repeated
  /// before anything else is evaluated.
  virtual status commit() = 0;

  /// Makes everything visible durable.
  virtual status make_durable() = 0;

  /// May be called for each reader; the result moves to the reader's thread.
  virtual result<std::unique_ptr<state_reader>> open_reader() = 0;
};

} // namespace taskraft::persistence
