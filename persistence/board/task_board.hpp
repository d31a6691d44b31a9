// The state machine that is the product: tasks and keys, under the rules of
// protocol/tasks, in a task store.

#pragma once

#include "persistence/board/hot_rows.hpp"
#include "persistence/board/overlay.hpp"
#include "persistence/board/request_window.hpp"
#include "persistence/board/state_machine.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rules/rules.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace taskraft::persistence {

class task_board final : public state_machine {
public:
  /// Goes on after the last entry that the store has applied. `window` counts
  /// log entries and is the same on every node; `rules` are those that this
  /// program knows. A store, an entry or a snapshot of a later level fails with
  /// `outdated` and changes nothing.
  static result<std::unique_ptr<task_board>>
  open(std::shared_ptr<task_store> store,
       std::uint64_t window = tasks::request_window_entries,
       const tasks::rule_set& rules = tasks::own_rules);

  raft::log_position visible() const override {
    return base_.position;
  }
  raft::snapshot_base base() const override {
    return base_;
  }
  raft::log_index durable() const override {
    return durable_;
  }
  raft::log_index evaluated() const override {
    return pending_.after.applied.index;
  }
  raft::rules_level level() const override {
    return {pending_.after.rules_level};
  }
  bool must_commit() const override {
    return digest_due_;
  }
  digest_work take_digest_work() override {
    return std::exchange(digest_work_, nullptr);
  }
  result<std::vector<protocol::evaluated_command>>
  evaluate(const raft::entry_batch& entries) override;
  state_work begin_commit() override;
  state_work begin_make_durable() override;
  std::optional<state_work> begin_look() override;
  state_work begin_install(std::shared_ptr<const snapshot_file> from,
                           const stop_check& stop = {}) override;
  result<std::unique_ptr<state_reader>> open_reader() override;

  /// Ends all logins and set-up links, and tokens unless they are kept, with
  /// the next commit: who had them knows another cluster. Nothing may be
  /// pending.
  status end_logins(bool keep_tokens);

  /// Moves the state as it is to another position in the log of a new cluster.
  /// Durable on return. The board must not evaluate entries after this call.
  status move_to(const raft::snapshot_base& base);

  /// The cluster id after the last evaluated entry; empty before the bootstrap.
  const std::string& cluster_id() const {
    return pending_.after.cluster_id;
  }

  /// The digest of the visible state; equal states have equal digests. Must not
  /// be called while work runs.
  result<std::string> digest();

private:
  struct step;
  struct first_results;
  struct mark;

  task_board(std::shared_ptr<task_store> store,
             std::unique_ptr<row_loader> loader, const store_meta& meta,
             std::uint64_t window, const tasks::rule_set& rules);

  /// Fills the window with the request ids that the store, which has applied
  /// `at`, still has.
  static status remember(request_window& window, task_store& store,
                         raft::log_index at);
  /// Reads all rows of the tables that are kept in memory.
  static result<known_rows> load_resident(task_store& store);

  result<std::vector<step>> read(const raft::entry_batch& entries) const;
  status load_results(first_results& results);
  status load_missing(std::vector<wanted_rows> missing, known_rows& into);
  std::vector<protocol::evaluated_command>
  evaluate_steps(std::vector<step>& steps, tasks::view& rows,
                 first_results& results);
  void evaluate_command(step& x, tasks::view& rows, first_results& results,
                        protocol::evaluated_command& answer);
  std::string first_result(raft::log_index index, first_results& results) const;
  void take_back(const mark& to);
  void adopt_memberships(std::vector<step>& steps);

  /// Shared with the work that is running.
  std::shared_ptr<task_store> store_;
  std::unique_ptr<row_loader> loader_;
  raft::snapshot_base base_;
  raft::log_index durable_;
  request_window window_;
  tasks::rule_set rules_;
  /// The counters, of which every new row needs one. Commits keep them up to
  /// date.
  known_rows resident_;
  /// True beside what is pending and being committed.
  hot_rows hot_;
  std::shared_ptr<hot_change> hot_changed_ = std::make_shared<hot_change>();
  /// Evaluated after what is being committed.
  change_set pending_;
  /// Whether a digest must be taken at the last evaluated entry.
  bool digest_due_ = false;
  digest_work digest_work_;
  /// The changes that are being committed; null if there is no commit.
  std::shared_ptr<const change_set> committing_;
};

} // namespace taskraft::persistence
