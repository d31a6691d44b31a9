// Commands and queries of watching and of notifications.

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::tasks {

namespace {

wire::Result unread_result(std::uint64_t unread) {
  auto x = wire::Result{};
  x.mutable_unread()->set_unread(unread);
  return x;
}

/// Those of the user that the command names and that it changes.
std::vector<wire::Notification> chosen(const command_context& c,
                                       const wire::ReadNotifications& x) {
  auto found = std::vector<wire::Notification>{};
  auto take = [&](const wire::Notification* row) {
    if (row != nullptr && row->read() == x.undo())
      found.push_back(*row);
  };
  if (x.up_to() == 0) {
    for (auto id : x.ids())
      take(c.state.find<wire::Notification>(c.who.username, id));
    return found;
  }
  for (const auto* row : c.state.find_all<wire::Notification>(c.who.username))
    if (row->id() <= x.up_to())
      take(row);
  return found;
}

/// How many rows of notifications an answer looks at.
constexpr std::size_t most_looked_through = 1000;
constexpr std::size_t excerpt_characters = 200;

/// What the notification is about; null if the user does not see it any more,
/// or it is gone.
const wire::Task* subject_of(finder& state, const actor& who,
                             const wire::Notification& x) {
  const auto* task = state.find<wire::Task>(x.task());
  return task == nullptr
             || role_on(state, who, *task) == wire::PROJECT_ROLE_UNSPECIFIED
           ? nullptr
           : task;
}

bool add_subject(finder& state, const actor& who, wire::Notification& to) {
  const auto* task = subject_of(state, who, to);
  if (task == nullptr)
    return false;
  to.set_title(task->title());
  to.set_project(task->project());
  if (to.comment() == 0)
    return true;
  if (const auto* comment = state.find<wire::Comment>(to.task(), to.comment()))
    to.set_excerpt(first_characters(comment->text(), excerpt_characters));
  return true;
}

/// What is left of a notification that its user may not see: a place in the
/// list.
wire::Notification place_of(const wire::Notification& x) {
  auto row = wire::Notification{};
  row.set_username(x.username());
  row.set_id(x.id());
  row.set_kind(x.kind());
  row.set_at_us(x.at_us());
  row.set_read(x.read());
  row.set_count(x.count());
  return row;
}

} // namespace

std::uint64_t seen_unread(reader& state, const actor& who) {
  const auto* count = state.find<wire::UnreadCount>(who.username);
  if (count == nullptr || count->unread() == 0)
    return 0;
  auto which = newest_first{.order = "id",
                            .equal = {{"username", key_part{who.username}},
                                      {"read", key_part{std::uint64_t{0}}}}};
  which.before_key
    = key_from(row_type_of<wire::Notification>(), who.username, which.before);
  auto rows = google::protobuf::RepeatedPtrField<wire::Notification>{};
  state.fill_newest(which, max_page_rows, rows);
  auto unread = count->unread();
  for (const auto& each : rows)
    if (unread > 0 && subject_of(state, who, each) == nullptr)
      --unread;
  return unread;
}

wire::Result watch_task(const command_context& c, const wire::WatchTask& x) {
  const auto* task = c.state.find<wire::Task>(x.task());
  if (auto why = check_access(c.state, c.who, task, "/task", x.task(),
                              wire::PROJECT_ROLE_VIEWER))
    return refused(std::move(*why));
  if (c.at.level >= ordered_level)
    if (auto why = check_open(c.state, task->project()))
      return refused(std::move(*why));
  const auto* found = c.state.find<wire::Watch>(x.task(), c.who.username);
  if (found == nullptr || !found->chosen() || found->watching() == x.remove()) {
    auto row = wire::Watch{};
    row.set_task(x.task());
    row.set_username(c.who.username);
    row.set_watching(!x.remove());
    row.set_chosen(true);
    c.state.put(std::move(row));
  }
  auto result = wire::Result{};
  result.mutable_watching()->set_watching(!x.remove());
  return result;
}

wire::Answer list_watchers(reader& state, const actor& who,
                           const wire::ListWatchers& x) {
  const auto* task = state.find<wire::Task>(x.task());
  if (auto why = check_access(state, who, task, "/task", x.task(),
                              wire::PROJECT_ROLE_VIEWER))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  auto& list = *answer.mutable_watchers();
  for (const auto* each : state.find_all<wire::Watch>(x.task()))
    if (each->watching())
      list.add_usernames(each->username());
  return answer;
}

wire::Result read_notifications(const command_context& c,
                                const wire::ReadNotifications& x) {
  if (x.ids_size() > static_cast<int>(max_page_rows))
    return refused(refusal(errc::invalid_value, "/ids", "are more than 200"));
  if (x.ids_size() > 0 && x.up_to() != 0)
    return refused(
      refusal(errc::invalid_value, "/up_to", "must not come with ids"));
  const auto* count = c.state.find<wire::UnreadCount>(c.who.username);
  auto before = count == nullptr ? std::uint64_t{0} : count->unread();
  auto unread = before;
  for (auto& row : chosen(c, x)) {
    row.set_read(!x.undo());
    unread = x.undo() ? unread + 1 : unread - 1;
    c.state.put(std::move(row));
  }
  if (unread != before) {
    auto row = wire::UnreadCount{};
    row.set_username(c.who.username);
    row.set_unread(unread);
    c.state.put(std::move(row));
  }
  return unread_result(unread);
}

wire::Answer list_notifications(reader& state, const actor& who,
                                const wire::ListNotifications& x) {
  if (auto why = check_limit(x.limit()))
    return refused_answer(std::move(*why));
  auto which = newest_first{.order = "id",
                            .equal = {{"username", key_part{who.username}}}};
  if (x.unread_only())
    which.equal.emplace_back("read", key_part{std::uint64_t{0}});
  auto wanted = x.limit() == 0 ? default_page_rows : x.limit();
  auto before = x.before();
  auto answer = wire::Answer{};
  auto& page = *answer.mutable_notifications();
  page.set_more(true);
  page.set_unread(seen_unread(state, who));
  for (auto looked = std::size_t{0};
       page.more() && page.notifications_size() < static_cast<int>(wanted)
       && looked < most_looked_through;) {
    which.before = before;
    which.before_key
      = key_from(row_type_of<wire::Notification>(), who.username, before);
    auto rows = google::protobuf::RepeatedPtrField<wire::Notification>{};
    auto left = wanted - static_cast<std::uint32_t>(page.notifications_size());
    page.set_more(state.fill_newest(which, left, rows));
    looked += static_cast<std::size_t>(rows.size());
    for (auto& each : rows) {
      before = each.id();
      if (add_subject(state, who, each))
        *page.add_notifications() = std::move(each);
      else if (page.more() && looked >= most_looked_through
               && &each == &rows[rows.size() - 1])
        // Where the next page begins.
        *page.add_notifications() = place_of(each);
    }
  }
  return answer;
}

} // namespace taskraft::tasks
