#include "bin/client/commands/task_order.hpp"

#include "protocol/tasks/limits.hpp"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <limits>
#include <string>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

/// The value by which a task is sorted. Ids order tasks with equal values.
struct sort_key {
  std::int64_t number = 0;
  std::string text;
  std::uint64_t id = 0;

  friend auto operator<=>(const sort_key&, const sort_key&) = default;
};

/// A date counts as the begin of its day in UTC. Tasks without due time or date
/// come last.
std::int64_t due_place_us(const wire::Due& x) {
  if (x.has_date())
    return x.date() * tasks::day_us;
  if (x.has_instant_us())
    return x.instant_us();
  return std::numeric_limits<std::int64_t>::max();
}

std::string in_lower_case(std::string text) {
  for (auto& x : text)
    if (x >= 'A' && x <= 'Z')
      x = static_cast<char>(x - 'A' + 'a');
  return text;
}

sort_key key_of(const wire::Task& x, wire::ListTasks::Sort field) {
  auto key = sort_key{};
  key.id = x.id();
  switch (field) {
    case wire::ListTasks::SORT_DUE:
      key.number = due_place_us(x.due());
      break;
    case wire::ListTasks::SORT_PRIORITY:
      key.number = x.priority();
      break;
    case wire::ListTasks::SORT_CREATED:
      key.number = static_cast<std::int64_t>(x.created_at_us());
      break;
    case wire::ListTasks::SORT_UPDATED:
      key.number = static_cast<std::int64_t>(x.updated_at_us());
      break;
    case wire::ListTasks::SORT_STATUS:
      key.number = x.status();
      break;
    case wire::ListTasks::SORT_TITLE:
      key.text = in_lower_case(x.title());
      break;
    default:
      break;
  }
  return key;
}

} // namespace

void sort_tasks(std::vector<wire::Task>& tasks, const task_order& order) {
  std::ranges::sort(tasks, [&](const wire::Task& a, const wire::Task& b) {
    auto first = key_of(order.descending ? b : a, order.field);
    return first < key_of(order.descending ? a : b, order.field);
  });
}

} // namespace taskraft::client
