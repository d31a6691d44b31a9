// Answers the task board's queries from any store.

#pragma once

#include "persistence/board/state_machine.hpp"
#include "persistence/store/task_store.hpp"

#include <cstdint>
#include <memory>

namespace taskraft::persistence {

/// Request ids are remembered for `window` entries.
std::unique_ptr<state_reader>
make_board_reader(std::unique_ptr<task_reader> rows, std::uint64_t window);

} // namespace taskraft::persistence
