// The orders in which tasks can be listed, the same in every store.

#pragma once

#include "persistence/store/task_store.hpp"

#include <cstdint>

namespace taskraft::persistence {

/// Where a task stands in the order of due times: its instant, the start of its
/// day in UTC, or the end of time without either.
std::int64_t due_order_us(const tasks::wire::Task& x);

/// The task's place when sorted so. Titles compare in any case of ASCII.
task_filter::place place_of(const tasks::wire::Task& x,
                            tasks::wire::ListTasks::Sort sort);

/// Lower case for ASCII, everything else as it is.
std::string lower(std::string_view text);

} // namespace taskraft::persistence
