// Answers lists of tasks, page by page, and counts them.

#pragma once

#include "persistence/board/query_rows.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/result.hpp"
#include "protocol/tasks/access.hpp"
#include "tasks.pb.h"

#include <cstdint>

namespace taskraft::persistence {

/// What answers that read more than rows by their keys are made of.
struct query_context {
  const tasks::actor& who;
  /// The rows of a view that is open.
  task_reader& rows;
  /// The same, and whom the answer is about.
  rows_of_view& view;
  std::int64_t now_us = 0;
};

result<tasks::wire::Answer> list_tasks(const query_context& c,
                                       const tasks::wire::ListTasks& x);

result<tasks::wire::Answer> count_tasks(const query_context& c,
                                        const tasks::wire::CountTasks& x);

} // namespace taskraft::persistence
