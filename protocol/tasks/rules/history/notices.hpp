// Who watches what, and who is told of a command: rules that follow from the
// rows that other rules have changed.

#pragma once

#include "protocol/tasks/recorder.hpp"
#include "protocol/tasks/rules/aggregates.hpp"

#include <vector>

namespace taskraft::tasks {

/// Lets users watch the tasks that they have created, have been assigned, have
/// commented or are mentioned in, unless they have chosen otherwise.
void watch_by_themselves(const command_context& c,
                         const std::vector<changed_row>& rows);

/// Notifies the users whom the command concerns, but never who gave it. A user
/// gets one notification at most.
void notify(const command_context& c, const std::vector<changed_row>& rows);

/// Adds one notification to the user's, unless the log entry has one for them
/// already.
void put_notification(const command_context& c, wire::Notification x);

} // namespace taskraft::tasks
