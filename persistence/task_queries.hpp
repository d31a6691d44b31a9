// Answers the task board's queries from whatever store there is.

#pragma once

#include "persistence/state_machine.hpp"
#include "persistence/task_store.hpp"

#include <memory>

namespace taskraft::persistence {

std::unique_ptr<state_reader>
make_board_reader(std::unique_ptr<task_reader> rows);

} // namespace taskraft::persistence
