// What the tables of tasks hold beside their fields, so that databases can sort
// and search.

#pragma once

#include "tasks.pb.h"

#include <cstdint>

namespace taskraft::persistence {

/// Where a task stands in the order of due times: its instant, the start of its
/// day in UTC, or the end of time without either.
std::int64_t due_order_us(const tasks::wire::Task& x);

} // namespace taskraft::persistence
