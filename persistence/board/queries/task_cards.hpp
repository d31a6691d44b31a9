// What boards show of tasks: cards, columns, and all of it at once.

#pragma once

#include "persistence/board/queries/task_list.hpp"
#include "protocol/result.hpp"
#include "tasks.pb.h"

#include <vector>

namespace taskraft::persistence {

/// Makes cards of tasks as the requester sees them: without descriptions.
status make_cards(const query_context& c,
                  const std::vector<tasks::wire::Task*>& tasks);

/// Makes cards of the tasks in an answer about relations or a search.
status make_cards_in(const query_context& c, tasks::wire::Answer& answer);

result<tasks::wire::Answer> list_cards(const query_context& c,
                                       const tasks::wire::ListCards& x);

result<tasks::wire::Answer> show_board(const query_context& c,
                                       const tasks::wire::ShowBoard& x);

/// What an export has, page by page.
tasks::wire::ListTasks list_of_export(const tasks::wire::ExportTasks& x);

} // namespace taskraft::persistence
