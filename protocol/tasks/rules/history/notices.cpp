#include "protocol/tasks/rules/history/notices.hpp"

#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace taskraft::tasks {

namespace {

using changed_rows = std::vector<changed_row>;

/// Mentions that the comment did not have before.
std::vector<std::string> new_mentions(const changed_row& x) {
  auto names = std::vector<std::string>{};
  const auto* before = x.old<wire::Comment>();
  for (const auto& name : x.now<wire::Comment>()->mentions())
    if (before == nullptr
        || std::ranges::find(before->mentions(), name)
             == before->mentions().end())
      names.push_back(name);
  return names;
}

void watch(const command_context& c, std::uint64_t task,
           const std::string& username, bool is_new) {
  auto row = wire::Watch{};
  row.set_task(task);
  row.set_username(username);
  row.set_watching(true);
  if (is_new)
    c.state.add(std::move(row));
  else if (c.state.find<wire::Watch>(task, username) == nullptr)
    c.state.put(std::move(row));
}

/// What one command has to tell.
class notices {
public:
  notices(const command_context& c, const changed_rows& rows) : c_(c) {
    for (const auto& x : rows)
      if (x.is<wire::Task>() && (!x.before || !x.after))
        (x.after ? created_ : purged_).insert(x.either<wire::Task>().id());
    for (const auto& x : rows)
      add(x);
  }

  void put() {
    for (auto& [username, x] : by_user_)
      if (user_sees(c_.state, username, x.row.task())) {
        x.row.set_count(static_cast<std::uint32_t>(x.tasks.size()));
        put_notification(c_, std::move(x.row));
      }
  }

private:
  struct notice {
    wire::Notification row;
    std::set<std::uint64_t> tasks;
  };

  void tell(const std::string& username, wire::NotificationKind kind,
            std::uint64_t task, const wire::Comment* comment = nullptr) {
    if (username == c_.who.username || purged_.contains(task))
      return;
    auto& to = by_user_[username];
    to.tasks.insert(task);
    if (to.row.kind() != wire::NOTIFICATION_KIND_UNSPECIFIED
        && to.row.kind() <= kind)
      return;
    to.row.Clear();
    to.row.set_username(username);
    to.row.set_kind(kind);
    to.row.set_task(task);
    if (comment != nullptr)
      to.row.set_comment(comment->id());
  }

  void tell_watchers(wire::NotificationKind kind, std::uint64_t task,
                     const wire::Comment* comment = nullptr) {
    // Nobody watches a task yet that is new.
    if (created_.contains(task))
      return;
    for (const auto* each : c_.state.find_all<wire::Watch>(task))
      if (each->watching())
        tell(each->username(), kind, task, comment);
  }

  void add(const changed_row& x) {
    if (x.is<wire::Assignment>())
      tell(x.either<wire::Assignment>().username(),
           x.after ? wire::NOTIFICATION_KIND_ASSIGNED
                   : wire::NOTIFICATION_KIND_UNASSIGNED,
           x.either<wire::Assignment>().task());
    else if (x.is<wire::Share>() && !x.before)
      tell(x.now<wire::Share>()->username(), wire::NOTIFICATION_KIND_SHARED,
           x.now<wire::Share>()->task());
    else if (x.is<wire::Comment>() && x.after)
      add_comment(x);
    else if (x.is<wire::Blocked>() && !x.after)
      tell_watchers(wire::NOTIFICATION_KIND_UNBLOCKED,
                    x.old<wire::Blocked>()->task());
    else if (x.is<wire::Task>() && x.before && x.after)
      add_task(*x.old<wire::Task>(), *x.now<wire::Task>());
  }

  void add_comment(const changed_row& x) {
    const auto& comment = *x.now<wire::Comment>();
    for (const auto& name : new_mentions(x))
      tell(name, wire::NOTIFICATION_KIND_MENTIONED, comment.task(), &comment);
    if (!x.before)
      tell_watchers(wire::NOTIFICATION_KIND_COMMENTED, comment.task(),
                    &comment);
  }

  void add_task(const wire::Task& before, const wire::Task& after) {
    if (before.deleted_at_us() == 0 && after.deleted_at_us() != 0)
      tell_watchers(wire::NOTIFICATION_KIND_DELETED, after.id());
    if (before.status() != after.status())
      tell_watchers(wire::NOTIFICATION_KIND_STATUS_CHANGED, after.id());
    if (before.due().SerializeAsString() != after.due().SerializeAsString())
      tell_watchers(wire::NOTIFICATION_KIND_DUE_CHANGED, after.id());
  }

  const command_context& c_;
  std::set<std::uint64_t> created_;
  std::set<std::uint64_t> purged_;
  std::map<std::string, notice> by_user_;
};

} // namespace

void watch_by_themselves(const command_context& c, const changed_rows& rows) {
  auto created = std::set<std::uint64_t>{};
  auto watched = std::set<std::pair<std::uint64_t, std::string>>{};
  auto add = [&](std::uint64_t task, const std::string& username) {
    if (watched.emplace(task, username).second)
      watch(c, task, username, created.contains(task));
  };
  for (const auto& x : rows) {
    if (!x.after)
      continue;
    if (x.is<wire::Task>() && !x.before) {
      created.insert(x.now<wire::Task>()->id());
      if (!c.who.is_node())
        add(x.now<wire::Task>()->id(), x.now<wire::Task>()->creator());
    } else if (x.is<wire::Assignment>() && !x.before) {
      add(x.now<wire::Assignment>()->task(),
          x.now<wire::Assignment>()->username());
    } else if (x.is<wire::Comment>()) {
      if (!x.before)
        add(x.now<wire::Comment>()->task(), c.who.username);
      for (const auto& name : new_mentions(x))
        add(x.now<wire::Comment>()->task(), name);
    }
  }
}

void notify(const command_context& c, const changed_rows& rows) {
  notices{c, rows}.put();
}

void put_notification(const command_context& c, wire::Notification x) {
  x.set_id(c.at.index.value);
  x.set_at_us(c.at.time_us);
  if (!c.who.is_node())
    x.set_actor(c.who.username);
  auto unread = wire::UnreadCount{};
  unread.set_username(x.username());
  if (const auto* found = c.state.find<wire::UnreadCount>(x.username()))
    unread = *found;
  unread.set_unread(unread.unread() + 1);
  c.state.put(std::move(unread));
  c.state.add(std::move(x));
}

} // namespace taskraft::tasks
