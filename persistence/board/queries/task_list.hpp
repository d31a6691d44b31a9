// Answers lists of tasks, page by page, and counts them.

#pragma once

#include "persistence/board/queries/query_rows.hpp"
#include "persistence/board/queries/task_filter.hpp"
#include "persistence/store/task_store.hpp"
#include "protocol/result.hpp"
#include "protocol/tasks/access.hpp"
#include "tasks.pb.h"

#include <cstdint>
#include <vector>

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

/// The parts of a list, which follow each other, without pages. `check_filters`
/// has accepted the filters.
std::vector<listing> listings_of(const tasks::wire::ListTasks& x,
                                 const tasks::actor& who, const schema& tables,
                                 const list_clock& clock);

result<tasks::wire::Answer> list_tasks(const query_context& c,
                                       const tasks::wire::ListTasks& x);

result<tasks::wire::Answer> count_tasks(const query_context& c,
                                        const tasks::wire::CountTasks& x);

} // namespace taskraft::persistence
