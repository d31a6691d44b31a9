// When users are reminded of what is due. Nodes do not agree on time zones, so
// the rules know when a day begins first anywhere; the leader knows the rest.

#pragma once

#include "protocol/tasks/rules/aggregates.hpp"

namespace taskraft::tasks {

/// Whether users are reminded of the task: it is open and due.
bool wants_reminders(const wire::Task& task);

/// The first time at which the task, somewhere, becomes due tomorrow or
/// overdue.
std::uint64_t first_reminder_us(const wire::Due& due,
                                wire::NotificationKind kind);

/// Keeps the reminders of a task that is new, or was `before`, true to it.
void remind_of_new(view& state, const wire::Task& task);
void follow_with_reminder(view& state, const wire::Task& before,
                          const wire::Task& after);
void erase_reminder(view& state, std::uint64_t task);

/// Nobody is reminded of what was overdue when it was brought in from
/// elsewhere.
void forget_past_reminder(const command_context& c, const wire::Task& task);

} // namespace taskraft::tasks
