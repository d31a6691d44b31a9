// Which part of the program answers a query.

#pragma once

#include "persistence/board/queries/task_list.hpp"

#include <optional>

namespace taskraft::persistence {

/// Nothing if the query asks nothing.
result<std::optional<tasks::wire::Answer>>
answer_with(const query_context& c, const tasks::wire::Query& query);

} // namespace taskraft::persistence
