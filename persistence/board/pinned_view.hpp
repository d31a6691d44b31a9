// A view of a store at one commit, held open while others follow.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "persistence/store/task_store.hpp"

#include <memory>
#include <optional>

namespace taskraft::persistence {

/// The store's thread opens it; any other thread may read and close it.
class pinned_view {
public:
  /// Opens the view, which must be at `at`. `digest` returns a failure of this.
  void open(task_store& store, raft::log_index at);

  /// Hashes all rows, request rows only after `forgotten`, and closes the
  /// view.
  result<state_digest> digest(raft::log_index forgotten);

private:
  status try_open(task_store& store, raft::log_index at);

  std::unique_ptr<task_reader> rows_;
  raft::log_index at_;
  std::optional<failure> failure_;
};

} // namespace taskraft::persistence
