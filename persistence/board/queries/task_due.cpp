#include "persistence/board/queries/task_due.hpp"

#include "protocol/calendar/time_zone.hpp"
#include "protocol/tasks/rules/history/reminder_rules.hpp"
#include "protocol/tasks/rules/rules.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::persistence {

namespace {

namespace wire = tasks::wire;

/// The most reminders in one answer; further ones come with the next.
constexpr std::size_t most_reminders = 50;

using calendar::time_zone;

/// When something is told, and until when it is worth telling.
struct telling_time {
  std::int64_t begin_us = 0;
  std::optional<std::int64_t> end_us;
};

telling_time time_of(const wire::Due& due, wire::NotificationKind kind,
                     const time_zone& zone) {
  if (kind == wire::NOTIFICATION_KIND_OVERDUE)
    return {due.has_date() ? zone.begin_of(due.date() + 1) : due.instant_us(),
            std::nullopt};
  auto day = due.has_date() ? due.date() : zone.day_of(due.instant_us());
  return {zone.begin_of(day - 1), zone.begin_of(day)};
}

/// Finds out whom a reminder is for, and when.
class reminders {
public:
  explicit reminders(const query_context& c) : c_(c) {
  }

  /// Nothing if the rows of the reminder do not agree: they are only a hint.
  std::optional<wire::RemindUsers> plan(std::uint64_t task) {
    const auto* row = rows().find<wire::Task>(task);
    const auto* reminder = rows().find<wire::Reminder>(task);
    if (row == nullptr || reminder == nullptr)
      return std::nullopt;
    auto x = wire::RemindUsers{};
    x.set_task(task);
    x.set_at_us(reminder->at_us());
    x.set_kind(reminder->kind());
    auto whom = told_users(*row);
    auto next = std::optional<std::int64_t>{};
    for (const auto& username : whom) {
      if (std::ranges::find(reminder->told(), username)
          != reminder->told().end())
        continue;
      auto when = time_of(row->due(), reminder->kind(), zone_of(username));
      if (c_.now_us < when.begin_us)
        next = std::min(next.value_or(when.begin_us), when.begin_us);
      else if (!when.end_us || c_.now_us < *when.end_us)
        x.add_usernames(username);
    }
    set_next(x, *row, next);
    return x;
  }

private:
  tasks::finder& rows() {
    return c_.view;
  }

  void set_next(wire::RemindUsers& x, const wire::Task& task,
                std::optional<std::int64_t> next) {
    x.set_next_kind(x.kind());
    if (next) {
      x.set_next_at_us(static_cast<std::uint64_t>(*next));
    } else if (x.kind() == wire::NOTIFICATION_KIND_DUE_TOMORROW) {
      x.set_next_kind(wire::NOTIFICATION_KIND_OVERDUE);
      x.set_next_at_us(tasks::first_reminder_us(task.due(), x.next_kind()));
    }
  }

  /// Who is assigned, or else who has made it.
  std::vector<std::string> told_users(const wire::Task& task) {
    auto names = std::vector<std::string>{};
    for (const auto* each : rows().find_all<wire::Assignment>(task.id()))
      names.push_back(each->username());
    if (names.empty())
      names.push_back(task.creator());
    return names;
  }

  /// Of a user without a known one: UTC.
  const time_zone& zone_of(const std::string& username) {
    const auto* user = rows().find<wire::User>(username);
    auto name = user == nullptr ? std::string{} : user->time_zone();
    auto [at, is_new] = zones_.try_emplace(name, time_zone::utc());
    if (is_new)
      if (auto found = time_zone::named(name))
        at->second = *found;
    return at->second;
  }

  const query_context& c_;
  std::map<std::string, time_zone> zones_;
};

} // namespace

result<wire::Answer> list_due(const query_context& c,
                              const wire::Query& query) {
  auto answer = *tasks::answer(c.view, query, c.who);
  if (!answer.has_due())
    return answer;
  auto found = std::vector<std::uint64_t>{};
  auto scanned
    = c.rows.scan(tasks::row_type_of<wire::ReminderTime>(), {}, [&](auto& row) {
        const auto& x = static_cast<const wire::ReminderTime&>(row);
        if (x.at_us() > static_cast<std::uint64_t>(c.now_us)
            || found.size() == most_reminders)
          return false;
        found.push_back(x.task());
        return true;
      });
  if (!scanned)
    return scanned.error();
  auto all = reminders{c};
  for (auto task : found)
    if (auto x = all.plan(task))
      *answer.mutable_due()->add_commands()->mutable_remind_users()
        = *std::move(x);
  return answer;
}

} // namespace taskraft::persistence
