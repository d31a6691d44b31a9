// Sorts tasks that were fetched in another order, for `task list`.

#pragma once

#include "tasks.pb.h"

#include <vector>

namespace taskraft::client {

struct task_order {
  tasks::wire::ListTasks::Sort field = tasks::wire::ListTasks::SORT_ID;
  bool descending = false;
};

/// Sorts as the nodes do.
void sort_tasks(std::vector<tasks::wire::Task>& tasks, const task_order& order);

} // namespace taskraft::client
