// The product's state machine in the simulation: the task board over a
// database in memory.

#pragma once

#include "persistence/board/task_board.hpp"
#include "tests/support/memory_task_store.hpp"
#include "tests/support/next/next_program.hpp"
#include "tests/support/simulated_node.hpp"

#include <memory>
#include <utility>

namespace taskraft::tests {

class simulated_board final : public simulated_state {
public:
  result<opened_state> open(std::uint32_t newest_level) override {
    auto is_next = newest_level >= next_level;
    auto store = open_memory_task_store(
      database_, is_next ? next_schema() : persistence::own_schema());
    if (!store)
      return store.error();
    auto board = persistence::task_board::open(
      std::move(*store), tasks::request_window_entries,
      is_next ? next_rules() : tasks::own_rules);
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
    opened.digest = [board = board->get()] {
      auto digest = board->digest();
      return digest ? *digest : std::string{};
    };
    opened.machine = std::move(*board);
    return opened;
  }

  void crash(dice& chance) override {
    database_->crash(chance.engine());
  }

private:
  std::shared_ptr<memory_disk> database_ = std::make_shared<memory_disk>();
};

} // namespace taskraft::tests
