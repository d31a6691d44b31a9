// Where the next page of a list begins, as text that clients hand back.

#pragma once

#include "persistence/store/task_store.hpp"

#include <optional>
#include <string>

namespace taskraft::persistence {

/// The page after `last`, for a list in the order of `request`.
std::string encode_cursor(const tasks::wire::ListTasks& request,
                          const tasks::wire::Task& last);

/// Nothing if `request.cursor` is not of a list in this order.
std::optional<task_filter::place>
decode_cursor(const tasks::wire::ListTasks& request);

} // namespace taskraft::persistence
