// What consensus drives. Raft's rules know only bytes; what implements this
// is replicated. The task board is one implementation.

#pragma once

#include "persistence/snapshot/snapshot.hpp"
#include "protocol/answers.hpp"
#include "protocol/raft/entry_batch.hpp"
#include "protocol/raft/rules_level.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

using protocol::state_digest;

/// Answers queries from committed state; owned by one reader's thread.
class state_reader {
public:
  virtual ~state_reader() = default;

  /// One answer a query, in order, each from one consistent view. Malformed
  /// queries get an answer that says so.
  virtual result<std::vector<protocol::query_answer>>
  answer(const std::vector<std::string_view>& queries) = 0;

  /// Reads what is stored and looks for damage (`errc::corrupted`); takes long.
  virtual status scrub() {
    return done{};
  }

  /// Writes all of one consistent view into a new file, durably, while commits
  /// go on. `files` must outlive the call. `unavailable` if it was stopped.
  virtual result<raft::snapshot_about>
  write_snapshot(file_system& files, const std::string& path,
                 const stop_check& stop = {})
    = 0;

  /// Hashes all of one consistent view; equal on equal state.
  virtual result<state_digest> digest() = 0;
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

  /// The last entry that was evaluated.
  virtual raft::log_index evaluated() const = 0;

  /// Which rules are in force after it. A machine without levels knows the
  /// first one; a node with such a machine announces no other.
  virtual raft::rules_level level() const {
    return raft::first_rules_level;
  }

  /// Evaluates entries that follow the last evaluated one, in order; answers
  /// one for each command. May end before the last entry: then `must_commit`
  /// holds. Effects wait for a commit. A failure here is a failure of this
  /// node, never a result, and changes nothing; after `errc::store_busy` the
  /// same entries may be tried again.
  virtual result<std::vector<protocol::evaluated_command>>
  evaluate(const raft::entry_batch& entries) = 0;

  /// Whether the state at the last evaluated entry is wanted as it is there:
  /// nothing more is evaluated before the next `begin_commit`.
  virtual bool must_commit() const {
    return false;
  }

  /// Makes everything that is evaluated by now visible in one transaction.
  virtual state_work begin_commit() = 0;

  /// Makes everything visible durable.
  virtual state_work begin_make_durable() = 0;

  /// The same at once, for a caller with only one thread.
  status commit() {
    return carry_out(begin_commit());
  }
  status make_durable() {
    return carry_out(begin_make_durable());
  }

  /// The digest of the state that the last commit was for, if `must_commit`
  /// asked for that commit; given once, after `finish`. Slow, for any thread,
  /// and not disturbed by whatever is committed meanwhile.
  using digest_work = std::function<result<state_digest>()>;
  virtual digest_work take_digest_work() {
    return nullptr;
  }

  /// Replaces everything, what is evaluated included, by the state of a
  /// snapshot whose position lies after what is evaluated. Nothing is
  /// evaluated until `finish`; then everything up to that position is visible
  /// and durable. A crash leaves the old state, the new one, or none at all,
  /// never a mixture. Stopped, `run` fails with `unavailable`, and there is no
  /// state.
  virtual state_work begin_install(std::shared_ptr<const snapshot_file> from,
                                   const stop_check& stop = {})
    = 0;

  /// What is visible as something that a log can begin with.
  virtual raft::snapshot_base base() const = 0;

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
