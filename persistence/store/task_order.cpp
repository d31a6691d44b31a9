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

std::string lower(std::string_view text) {
  auto result = std::string{text};
  for (auto& x : result)
    if (x >= 'A' && x <= 'Z')
      x = static_cast<char>(x - 'A' + 'a');
  return result;
}

task_filter::place place_of(const tasks::wire::Task& x,
                            tasks::wire::ListTasks::Sort sort) {
  using request = tasks::wire::ListTasks;
  auto at = task_filter::place{};
  at.id = x.id();
  switch (sort) {
    case request::SORT_DUE:
      at.number = due_order_us(x);
      break;
    case request::SORT_PRIORITY:
      at.number = x.priority();
      break;
    case request::SORT_CREATED:
      at.number = static_cast<std::int64_t>(x.created_at_us());
      break;
    case request::SORT_UPDATED:
      at.number = static_cast<std::int64_t>(x.updated_at_us());
      break;
    case request::SORT_STATUS:
      at.number = x.status();
      break;
    case request::SORT_TITLE:
      at.text = lower(x.title());
      break;
    default:
      break;
  }
  return at;
}

} // namespace taskraft::persistence
