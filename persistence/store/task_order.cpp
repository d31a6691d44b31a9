#include "persistence/store/task_order.hpp"

#include "protocol/tasks/limits.hpp"

#include <limits>

namespace taskraft::persistence {

std::int64_t due_order_us(const tasks::wire::Task& x) {
  if (x.due().has_date())
    return x.due().date() * tasks::day_us;
  if (x.due().has_instant_us())
    return x.due().instant_us();
  return std::numeric_limits<std::int64_t>::max();
}

} // namespace taskraft::persistence
