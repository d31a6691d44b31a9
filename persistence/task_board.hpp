// The state machine that is the product: tasks and keys, under the rules of
// protocol/tasks, in a task store.

#pragma once

#include "persistence/request_window.hpp"
#include "persistence/state_machine.hpp"
#include "persistence/task_store.hpp"
#include "protocol/tasks/limits.hpp"

#include <cstdint>
#include <memory>

namespace taskraft::persistence {

class task_board final : public state_machine {
public:
  /// Takes up where the store is. `window` is in log entries and the same on
  /// every node.
  static result<std::unique_ptr<task_board>>
  open(std::unique_ptr<task_store> store,
       std::uint64_t window = tasks::request_window_entries);

  raft::log_position visible() const override {
    return visible_;
  }
  raft::log_index durable() const override {
    return store_->durable();
  }
  result<std::vector<protocol::evaluated_command>>
  evaluate(const raft::entry_batch& entries) override;
  status commit() override;
  status make_durable() override {
    return store_->make_durable();
  }
  result<std::unique_ptr<state_reader>> open_reader() override;

  /// Empty before the founding. What is evaluated counts.
  const std::string& cluster_id() const {
    return pending_.after.cluster_id;
  }

  /// A hash of what is visible; equal on equal state.
  result<std::uint64_t> state_hash();

private:
  class view;
  struct step;
  struct loaded_rows;

  task_board(std::unique_ptr<task_store> store, const store_meta& meta,
             std::uint64_t window);

  result<std::vector<step>> read(const raft::entry_batch& entries) const;
  result<loaded_rows> load(const std::vector<step>& steps);
  void evaluate_command(step& x, loaded_rows& loaded,
                        protocol::evaluated_command& answer);

  std::unique_ptr<task_store> store_;
  raft::log_position visible_;
  request_window window_;
  /// Evaluated, but not committed yet.
  change_set pending_;
  /// A commit is to be repeated, and must be the same then.
  bool unsettled_ = false;
};

} // namespace taskraft::persistence
