// The state machine that consensus replicates. Raft's rules know only bytes.
// The task board is one implementation.

#pragma once

#include "persistence/snapshot/snapshot.hpp"
#include "protocol/answers.hpp"
#include "protocol/raft/log/entry_batch.hpp"
#include "protocol/raft/rules_level.hpp"
#include "protocol/raft/types.hpp"
#include "protocol/result.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

using protocol::state_digest;

using protocol::query_view;

/// Whether a read has failed only because a snapshot is being installed, which
/// ends by itself.
bool is_being_installed(const failure& why);

/// Answers queries from committed state; owned by one reader's thread.
class state_reader {
public:
  virtual ~state_reader() = default;

  /// One answer a query, in order, each from one consistent view. Malformed
  /// queries get an answer that says so. `now_us` is the node's clock, in
  /// microseconds since the epoch: what has expired by then counts for nothing.
  virtual result<std::vector<protocol::query_answer>>
  answer(const std::vector<query_view>& queries, std::uint64_t now_us) = 0;

  /// Answers a query whose answer is long in parts, all of one consistent view,
  /// while commits go on. Fails with the first failure of `take`.
  using part_taker = std::function<status(const protocol::query_answer&)>;
  virtual status answer_in_parts(const query_view& /*query*/,
                                 std::uint64_t /*now_us*/,
                                 const part_taker& /*take*/) {
    return failure{errc::malformed, "no answer of this state is long"};
  }

  /// Reads all of the store to find damage (`errc::corrupted`); takes long.
  virtual status scrub() {
    return done{};
  }

  /// Writes all of one consistent view into a new file, durably, while commits
  /// go on. `files` must outlive the call. Fails with `unavailable` if it was
  /// stopped.
  virtual result<raft::snapshot_about>
  write_snapshot(file_system& files, const std::string& path,
                 const stop_check& stop = {})
    = 0;

  /// Hashes all of one consistent view; equal on equal state.
  virtual result<state_digest> digest() = 0;
};

/// Slow work of a state machine, done while evaluation goes on. There is at
/// most one at a time.
struct state_work {
  /// Runs on the store's thread. After `errc::store_busy` the work may be done
  /// or not; it is run again before any other work begins.
  std::function<status()> run;
  /// Runs on the owner's thread after `run` has succeeded.
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

  /// The rules level in force after that entry. A machine without levels knows
  /// only the first one, and its node announces no other.
  virtual raft::rules_level level() const {
    return raft::first_rules_level;
  }

  /// Evaluates, in order, entries that follow the last evaluated one, and
  /// returns one answer for each command. It may stop before the last entry;
  /// then `must_commit` is true. The effects become visible with the next
  /// commit. A failure is one of this node, never a result, and changes
  /// nothing. After `errc::store_busy` the same entries may be evaluated again.
  virtual result<std::vector<protocol::evaluated_command>>
  evaluate(const raft::entry_batch& entries) = 0;

  /// Whether a commit must end exactly at the last evaluated entry: no entry
  /// may be evaluated before the next `begin_commit`.
  virtual bool must_commit() const {
    return false;
  }

  /// Makes all entries evaluated so far visible in one transaction.
  virtual state_work begin_commit() = 0;

  /// Makes all visible entries durable.
  virtual state_work begin_make_durable() = 0;

  /// Work that finds out whether the store answers and does nothing else.
  /// Nothing if that is known: then it is no other program's.
  virtual std::optional<state_work> begin_look() {
    return std::nullopt;
  }

  /// Does the same at once, for a caller with only one thread.
  status commit() {
    return carry_out(begin_commit());
  }
  status make_durable() {
    return carry_out(begin_make_durable());
  }

  /// Work that hashes the state at the end of the last commit, if `must_commit`
  /// asked for that commit. It is returned once, after `finish`. The work is
  /// slow, may run on any thread, and does not see later commits.
  using digest_work = std::function<result<state_digest>()>;
  virtual digest_work take_digest_work() {
    return nullptr;
  }

  /// Replaces the whole state by that of a snapshot, whose position must lie
  /// after the last evaluated entry. No entry may be evaluated until `finish`;
  /// then all entries up to that position are visible and durable. A crash
  /// leaves the old state, the new one or none, never a mixture. If it is
  /// stopped, `run` fails with `unavailable` and there is no state.
  virtual state_work begin_install(std::shared_ptr<const snapshot_file> from,
                                   const stop_check& stop = {})
    = 0;

  /// The visible state as a base that a log can begin with.
  virtual raft::snapshot_base base() const = 0;

  /// Each reader has one of its own, which moves to the reader's thread.
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
