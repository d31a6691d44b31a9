#include "protocol/tasks/rules/history/reminder_rules.hpp"

#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rules/history/notices.hpp"
#include "protocol/tasks/rules/refusals.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace taskraft::tasks {

namespace {

constexpr std::int64_t hour_us = 3'600'000'000;
/// No zone's days begin earlier than that before UTC's.
constexpr auto most_east_us = 14 * hour_us;
/// From the begin of a day, anywhere, to the end of the next one at most.
constexpr auto two_long_days_us = 50 * hour_us;

bool is_same(const wire::Due& a, const wire::Due& b) {
  return a.SerializeAsString() == b.SerializeAsString();
}

void put_reminder(view& state, wire::Reminder row, bool is_told) {
  if (is_told && row.at_us() != 0) {
    auto time = wire::ReminderTime{};
    time.set_at_us(row.at_us());
    time.set_task(row.task());
    state.put(std::move(time));
  }
  state.put(std::move(row));
}

wire::Reminder first_reminder(const wire::Task& task) {
  auto row = wire::Reminder{};
  row.set_task(task.id());
  row.set_kind(wire::NOTIFICATION_KIND_DUE_TOMORROW);
  row.set_at_us(first_reminder_us(task.due(), row.kind()));
  return row;
}

maybe_refusal check_reminder(const command_context& c,
                             const wire::RemindUsers& x) {
  if (!c.who.is_node())
    return *check_made_by_node(actor{});
  const auto* row = c.state.find<wire::Reminder>(x.task());
  const auto* task = c.state.find<wire::Task>(x.task());
  if (row == nullptr || task == nullptr || !wants_reminders(*task)
      || row->at_us() == 0 || row->at_us() != x.at_us()
      || row->kind() != x.kind())
    return refusal(errc::conflict, "/at",
                   "that was told already, or is due no more");
  if (x.at_us() > c.at.time_us)
    return refusal(errc::conflict, "/at", "lies in the future");
  return std::nullopt;
}

} // namespace

bool wants_reminders(const wire::Task& task) {
  return task.due().form_case() != wire::Due::FORM_NOT_SET
         && task.deleted_at_us() == 0
         && (task.status() == wire::STATUS_TODO
             || task.status() == wire::STATUS_IN_PROGRESS);
}

std::uint64_t first_reminder_us(const wire::Due& due,
                                wire::NotificationKind kind) {
  auto is_overdue = kind == wire::NOTIFICATION_KIND_OVERDUE;
  auto at = std::int64_t{0};
  if (due.has_date())
    at = (due.date() + (is_overdue ? 1 : -1)) * day_us - most_east_us;
  else
    at = due.instant_us() - (is_overdue ? 0 : two_long_days_us);
  // Zero stands for never.
  return static_cast<std::uint64_t>(std::max(at, std::int64_t{1}));
}

void remind_of_new(view& state, const wire::Task& task) {
  if (wants_reminders(task))
    put_reminder(state, first_reminder(task), true);
}

void follow_with_reminder(view& state, const wire::Task& before,
                          const wire::Task& after) {
  auto stays = is_same(before.due(), after.due());
  auto is_told = wants_reminders(after);
  if (stays && wants_reminders(before) == is_told)
    return;
  const auto* found = state.find<wire::Reminder>(after.id());
  auto row = stays && found != nullptr ? *found : first_reminder(after);
  if (found != nullptr && found->at_us() != 0)
    state.erase<wire::ReminderTime>(found->at_us(), after.id());
  if (after.due().form_case() == wire::Due::FORM_NOT_SET)
    state.erase<wire::Reminder>(after.id());
  else if (found != nullptr || is_told)
    put_reminder(state, std::move(row), is_told);
}

void erase_reminder(view& state, std::uint64_t task) {
  const auto* found = state.find<wire::Reminder>(task);
  if (found == nullptr)
    return;
  if (found->at_us() != 0)
    state.erase<wire::ReminderTime>(found->at_us(), task);
  state.erase<wire::Reminder>(task);
}

void forget_past_reminder(const command_context& c, const wire::Task& task) {
  auto overdue = first_reminder_us(task.due(), wire::NOTIFICATION_KIND_OVERDUE);
  if (!wants_reminders(task) || overdue > c.at.time_us)
    return;
  auto row = first_reminder(task);
  c.state.erase<wire::ReminderTime>(row.at_us(), row.task());
  row.set_kind(wire::NOTIFICATION_KIND_OVERDUE);
  row.set_at_us(0);
  c.state.put(std::move(row));
}

wire::Result remind_users(const command_context& c,
                          const wire::RemindUsers& x) {
  if (auto why = check_reminder(c, x))
    return refused(std::move(*why));
  for (const auto& username : x.usernames()) {
    if (!user_sees(c.state, username, x.task()))
      continue;
    auto notice = wire::Notification{};
    notice.set_username(username);
    notice.set_kind(x.kind());
    notice.set_task(x.task());
    notice.set_count(1);
    put_notification(c, std::move(notice));
  }
  auto row = *c.state.find<wire::Reminder>(x.task());
  c.state.erase<wire::ReminderTime>(row.at_us(), row.task());
  if (x.next_kind() != row.kind())
    row.clear_told();
  else
    for (const auto& username : x.usernames())
      row.add_told(username);
  row.set_kind(x.next_kind());
  row.set_at_us(x.next_at_us());
  put_reminder(c.state, std::move(row), true);
  auto result = wire::Result{};
  result.mutable_noted();
  return result;
}

} // namespace taskraft::tasks
