// What clients may list of tasks, as conditions on their table.

#pragma once

#include "persistence/store/listing.hpp"
#include "tasks.pb.h"

#include <optional>
#include <string>

namespace taskraft::persistence {

/// Why the list cannot be given, if it cannot.
std::optional<tasks::wire::Refusal> check(const tasks::wire::ListTasks& x,
                                          const table& of_tasks);

/// For a list that was checked.
listing list_of(const tasks::wire::ListTasks& x, const table& of_tasks);

/// The cursor of the page after `last`.
std::string cursor_after(const tasks::wire::Task& last,
                         const tasks::wire::ListTasks& x,
                         const table& of_tasks);

} // namespace taskraft::persistence
