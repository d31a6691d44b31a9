// The product's state machine in the simulation: the task board over a
// database in memory.

#pragma once

#include "persistence/board/task_board.hpp"
#include "tests/support/next/next_program.hpp"
#include "tests/support/simulation/simulated_node.hpp"
#include "tests/support/simulation/simulated_rows.hpp"
#include "tests/support/stores/memory_task_store.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

class simulated_board final : public simulated_state {
public:
  /// `window`: for how many log entries request ids are remembered.
  explicit simulated_board(std::uint64_t window = tasks::request_window_entries)
    : window_(window) {
  }

  result<opened_state> open(std::uint32_t newest_level) override {
    auto is_next = newest_level >= next_level;
    auto store = open_memory_task_store(
      database_, is_next ? next_schema() : persistence::own_schema());
    if (!store)
      return store.error();
    auto board = persistence::task_board::open(
      std::move(*store), window_, is_next ? next_rules() : tasks::own_rules);
    if (!board)
      return board.error();
    auto opened = opened_state{};
    auto reader = (*board)->open_reader();
    if (!reader)
      return reader.error();
    opened.readers.push_back(std::move(*reader));
    auto snapshot_reader = (*board)->open_reader();
    if (!snapshot_reader)
      return snapshot_reader.error();
    opened.snapshot_reader = std::move(*snapshot_reader);
    opened.digest = [this, board = board->get()] { return digest(*board); };
    opened.clock_us
      = [database = database_] { return database->content().meta.clock_us; };
    opened.machine = std::move(*board);
    return opened;
  }

  void crash(dice& chance) override {
    database_->crash(chance.engine());
  }

  raft::log_index durable() const override {
    return database_->durable();
  }

  std::vector<std::string>
  broken(const simulated_people& people) const override {
    auto found = broken_rows(database_->content());
    for (auto& each : missing_changes(database_->content(), people))
      found.push_back(std::move(each));
    return found;
  }

private:
  /// The board's own digest reads all rows: it is taken now and then.
  std::string digest(persistence::task_board& board) const {
    constexpr auto interval = std::uint64_t{64};
    const auto& rows = database_->content();
    auto text = std::to_string(rows.sum) + ' '
                + std::to_string(rows.meta.applied.term.value) + ' '
                + std::to_string(rows.meta.clock_us) + ' '
                + std::to_string(rows.meta.rules_level) + ' '
                + rows.meta.cluster_id + raft::encode(rows.meta.members.value);
    if (rows.meta.applied.index.value % interval != 0)
      return text;
    auto whole = board.digest();
    return text + (whole ? *whole : "none");
  }

  std::uint64_t window_;
  std::shared_ptr<memory_disk> database_ = std::make_shared<memory_disk>();
};

} // namespace taskraft::tests
