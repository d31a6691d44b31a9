// The derived columns of tasks, by which databases sort and search.

#pragma once

#include "tasks.pb.h"

#include <cstdint>

namespace taskraft::persistence {

/// The value of a task in the order of due times: its due instant, the start of
/// its due day in UTC, or the greatest value if it has neither.
std::int64_t due_order_us(const tasks::wire::Task& x);

} // namespace taskraft::persistence
