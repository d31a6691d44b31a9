// What has become due by the clocks of users, wherever they are.

#pragma once

#include "persistence/board/queries/task_list.hpp"
#include "protocol/result.hpp"
#include "tasks.pb.h"

namespace taskraft::persistence {

/// What a leader has to propose: what the rules find, and reminders.
result<tasks::wire::Answer> list_due(const query_context& c,
                                     const tasks::wire::Query& query);

} // namespace taskraft::persistence
