#include "bin/client/commands/work/task_order.hpp"

#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <compare>
#include <cstdint>
#include <string>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

/// The value by which a task is sorted.
struct sort_key {
  std::int64_t number = 0;
  std::string text;
  /// Such a task comes last, whatever the direction.
  bool is_absent = false;

  friend auto operator<=>(const sort_key&, const sort_key&) = default;
};

/// A date counts as the begin of its day in UTC.
sort_key due_key(const wire::Due& x) {
  auto key = sort_key{};
  key.is_absent = !x.has_date() && !x.has_instant_us();
  key.number = x.has_date() ? x.date() * tasks::day_us : x.instant_us();
  return key;
}

sort_key key_of(const wire::Task& x, wire::ListTasks::Sort field) {
  auto key = sort_key{};
  switch (field) {
    case wire::ListTasks::SORT_DUE:
      return due_key(x.due());
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
      key.text = tasks::fold(x.title());
      break;
    case wire::ListTasks::SORT_COMPLETED:
      key.number = static_cast<std::int64_t>(x.completed_at_us());
      key.is_absent = x.completed_at_us() == 0;
      break;
    default:
      key.number = static_cast<std::int64_t>(x.id());
      break;
  }
  return key;
}

} // namespace

void sort_tasks(std::vector<wire::Task>& tasks, const task_order& order) {
  std::ranges::sort(tasks, [&](const wire::Task& a, const wire::Task& b) {
    auto left = key_of(a, order.field);
    auto right = key_of(b, order.field);
    if (left == right)
      return a.id() < b.id();
    if (left.is_absent != right.is_absent)
      return right.is_absent;
    // Ids are what is sorted, or tell equal tasks apart.
    return order.descending ? right < left : left < right;
  });
}

} // namespace taskraft::client
