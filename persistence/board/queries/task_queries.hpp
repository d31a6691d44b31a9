// Answers the task board's queries from any store.

#pragma once

#include "persistence/board/hot_rows.hpp"
#include "persistence/board/state_machine.hpp"
#include "persistence/store/task_store.hpp"

#include <cstdint>
#include <memory>

namespace taskraft::persistence {

/// Request ids are remembered for `window` entries. `hot_changed` is where the
/// board announces commits that change hot rows.
std::unique_ptr<state_reader>
make_board_reader(std::unique_ptr<task_reader> rows, std::uint64_t window,
                  std::shared_ptr<const hot_change> hot_changed);

} // namespace taskraft::persistence
