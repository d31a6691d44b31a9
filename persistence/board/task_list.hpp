// Turns the lists of tasks that clients ask for into conditions on their table.

#pragma once

#include "persistence/store/listing.hpp"
#include "protocol/tasks/access.hpp"
#include "tasks.pb.h"

#include <optional>
#include <string>

namespace taskraft::persistence {

/// Why the list is refused; nothing if it is not.
std::optional<tasks::wire::Refusal> check(const tasks::wire::ListTasks& x,
                                          const table& of_tasks);

/// The conditions of a list that `check` has accepted.
listing list_of(const tasks::wire::ListTasks& x, const tasks::actor& who,
                const schema& tables);

/// The cursor of the page after `last`.
std::string cursor_after(const tasks::wire::Task& last,
                         const tasks::wire::ListTasks& x,
                         const table& of_tasks);

} // namespace taskraft::persistence
