#include "tests/support/simulation/simulated_rows.hpp"

#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace taskraft::tests {

namespace {

class row_check {
public:
  explicit row_check(const memory_disk::rows& rows) : rows_(rows) {
  }

  std::vector<std::string> run() {
    check_references();
    check_people();
    check_ranks();
    check_subtasks();
    check_counts();
    check_blocks();
    check_places();
    check_notifications();
    return std::move(broken_);
  }

private:
  template <class Row>
  std::vector<const Row*> all() const {
    auto found = std::vector<const Row*>{};
    for (const auto& [key, row] : rows_.at(tasks::row_type_of<Row>()))
      found.push_back(static_cast<const Row*>(row.get()));
    return found;
  }

  template <class Row, class... Key>
  const Row* find(const Key&... key) const {
    const auto& type = tasks::row_type_of<Row>();
    const auto& table = rows_.at(type);
    auto row = table.find(tasks::key_from(type, key...));
    return row == table.end() ? nullptr
                              : static_cast<const Row*>(row->second.get());
  }

  void check(bool holds, std::string_view what, const tasks::row_message& row) {
    if (!holds)
      broken_.push_back(std::string{what} + ": " + row.GetTypeName() + ' '
                        + row.ShortDebugString());
  }

  /// Each row of one table has its fellow in another, and they are as many.
  template <class Row, class Other, class Find>
  void check_pairs(std::string_view what, Find fellow) {
    auto rows = all<Row>();
    for (const auto* each : rows)
      check(fellow(*each) != nullptr, what, *each);
    if (rows.size() != all<Other>().size())
      broken_.push_back(std::string{what} + ": there are "
                        + std::to_string(rows.size()) + " and "
                        + std::to_string(all<Other>().size()));
  }

  template <class Row>
  void check_task_of() {
    for (const auto* each : all<Row>())
      check(find<tasks::wire::Task>(each->task()) != nullptr,
            "its task is there", *each);
  }
  template <class Row>
  void check_user_of() {
    for (const auto* each : all<Row>())
      check(find<tasks::wire::User>(each->username()) != nullptr
              || each->username() == "admin" || each->username() == "system",
            "its user is there", *each);
  }

  void check_references() {
    check_task_of<tasks::wire::Assignment>();
    check_task_of<tasks::wire::TaskLabel>();
    check_task_of<tasks::wire::Share>();
    check_task_of<tasks::wire::Watch>();
    check_task_of<tasks::wire::Comment>();
    check_task_of<tasks::wire::Attachment>();
    check_task_of<tasks::wire::Rank>();
    check_task_of<tasks::wire::Block>();
    check_user_of<tasks::wire::Assignment>();
    check_user_of<tasks::wire::Share>();
    check_user_of<tasks::wire::Member>();
    check_user_of<tasks::wire::Session>();
    for (const auto* each : all<tasks::wire::Task>())
      check(each->project().empty()
              || find<tasks::wire::Project>(each->project()) != nullptr,
            "its project is there", *each);
    for (const auto* each : all<tasks::wire::TaskLabel>())
      check(find<tasks::wire::Label>(each->label()) != nullptr,
            "its label is there", *each);
  }

  void check_people() {
    check_pairs<tasks::wire::Member, tasks::wire::MemberOf>(
      "members are found by user and by project",
      [&](const tasks::wire::Member& x) {
        return find<tasks::wire::MemberOf>(x.username(), x.project());
      });
    check_pairs<tasks::wire::Session, tasks::wire::SessionOfUser>(
      "sessions are found by their users", [&](const tasks::wire::Session& x) {
        return find<tasks::wire::SessionOfUser>(x.username(), x.id());
      });
    check_pairs<tasks::wire::Session, tasks::wire::SessionSecret>(
      "sessions are found by their secrets",
      [&](const tasks::wire::Session& x) {
        return find<tasks::wire::SessionSecret>(x.digest());
      });
    auto emails = std::size_t{0};
    for (const auto* each : all<tasks::wire::User>()) {
      auto leads
        = each->role() == tasks::wire::SITE_ROLE_ADMIN && !each->disabled();
      check(
        leads
          == (find<tasks::wire::Administrator>(each->username()) != nullptr),
        "administrators are those who may be", *each);
      emails += each->email().empty() ? 0U : 1U;
    }
    if (emails != all<tasks::wire::Email>().size())
      broken_.emplace_back("e-mail addresses are those of users");
    for (const auto* each : all<tasks::wire::Session>()) {
      const auto* user = find<tasks::wire::User>(each->username());
      check(user == nullptr || !user->disabled(),
            "a disabled user has no session", *each);
    }
  }

  void check_ranks() {
    check_pairs<tasks::wire::Task, tasks::wire::Rank>(
      "each task has a rank", [&](const tasks::wire::Task& x) {
        return find<tasks::wire::Rank>(x.id());
      });
    check_pairs<tasks::wire::Rank, tasks::wire::RankOrder>(
      "ranks are found in their order", [&](const tasks::wire::Rank& x) {
        const auto* order = find<tasks::wire::RankOrder>(x.project(), x.rank());
        return order != nullptr && order->task() == x.task() ? order : nullptr;
      });
    for (const auto* each : all<tasks::wire::Rank>()) {
      const auto* task = find<tasks::wire::Task>(each->task());
      check(task == nullptr
              || (task->project() == each->project()
                  && task->status() == each->status()),
            "a rank follows its task", *each);
    }
  }

  void check_subtasks() {
    auto count = std::size_t{0};
    for (const auto* each : all<tasks::wire::Task>()) {
      if (each->parent() == 0)
        continue;
      ++count;
      const auto* parent = find<tasks::wire::Task>(each->parent());
      check(parent != nullptr, "its parent is there", *each);
      check(parent == nullptr || parent->project() == each->project(),
            "a subtask is in its parent's project", *each);
      check(find<tasks::wire::Subtask>(each->parent(), each->id()) != nullptr,
            "subtasks are found by their parents", *each);
    }
    if (count != all<tasks::wire::Subtask>().size())
      broken_.emplace_back("there are subtasks of no parent");
  }

  void check_counts() {
    auto uses = std::map<std::string, std::uint64_t>{};
    for (const auto* each : all<tasks::wire::TaskLabel>())
      ++uses[each->label()];
    for (const auto* each : all<tasks::wire::Label>())
      check(each->uses() == uses[each->folded()],
            "a label counts the tasks that bear it", *each);
    auto unread = std::map<std::string, std::uint64_t>{};
    for (const auto* each : all<tasks::wire::Notification>())
      unread[each->username()] += each->read() ? 0U : 1U;
    for (const auto* each : all<tasks::wire::UnreadCount>())
      check(each->unread() == std::exchange(unread[each->username()], 0),
            "unread notifications are counted", *each);
    for (const auto& [username, count] : unread)
      if (count != 0)
        broken_.push_back("unread notifications are counted: " + username);
  }

  void check_blocks() {
    check_pairs<tasks::wire::Block, tasks::wire::BlockedBy>(
      "blocks are found from both sides", [&](const tasks::wire::Block& x) {
        return find<tasks::wire::BlockedBy>(x.other(), x.task());
      });
    auto open = std::map<std::uint64_t, std::uint32_t>{};
    for (const auto* each : all<tasks::wire::Block>()) {
      const auto* task = find<tasks::wire::Task>(each->task());
      auto blocks = task != nullptr && task->deleted_at_us() == 0
                    && (task->status() == tasks::wire::STATUS_TODO
                        || task->status() == tasks::wire::STATUS_IN_PROGRESS);
      open[each->other()] += blocks ? 1U : 0U;
    }
    for (const auto* each : all<tasks::wire::Blocked>())
      check(each->blockers() == std::exchange(open[each->task()], 0U),
            "open tasks that block are counted", *each);
    for (const auto& [task, count] : open)
      if (count != 0)
        broken_.push_back("open tasks that block are counted: task "
                          + std::to_string(task));
  }

  void check_places() {
    check_pairs<tasks::wire::Comment, tasks::wire::CommentPlace>(
      "comments are found by their ids", [&](const tasks::wire::Comment& x) {
        return find<tasks::wire::CommentPlace>(x.id());
      });
    check_pairs<tasks::wire::Attachment, tasks::wire::AttachmentPlace>(
      "attachments are found by their ids",
      [&](const tasks::wire::Attachment& x) {
        return find<tasks::wire::AttachmentPlace>(x.id());
      });
    check_pairs<tasks::wire::View, tasks::wire::ViewOfUser>(
      "views are found by their owners", [&](const tasks::wire::View& x) {
        return find<tasks::wire::ViewOfUser>(x.owner(), x.id());
      });
    for (const auto* each : all<tasks::wire::ReminderTime>()) {
      const auto* reminder = find<tasks::wire::Reminder>(each->task());
      check(reminder != nullptr && reminder->at_us() == each->at_us(),
            "reminders are found by their times", *each);
    }
  }

  /// Each follows from a change that somebody else made.
  void check_notifications() {
    auto actors = std::map<std::uint64_t, std::string>{};
    for (const auto* each : all<tasks::wire::Change>()) {
      actors.emplace(each->index(), each->actor());
      check(each->index() <= rows_.meta.applied.index.value,
            "no change is of the future", *each);
    }
    for (const auto* each : all<tasks::wire::Notification>()) {
      check(each->actor() != each->username(),
            "nobody is told of what they did", *each);
      auto change = actors.find(each->id());
      check(each->actor().empty() || change == actors.end()
              || change->second == each->actor(),
            "a notification follows from a change", *each);
    }
  }

  const memory_disk::rows& rows_;
  std::vector<std::string> broken_;
};

} // namespace

std::vector<std::string> broken_rows(const memory_disk::rows& rows) {
  return row_check{rows}.run();
}

std::vector<std::string> missing_changes(const memory_disk::rows& rows,
                                         const simulated_people& people) {
  auto told = std::set<std::pair<std::uint64_t, std::string>>{};
  for (const auto& [key, row] :
       rows.at(tasks::row_type_of<tasks::wire::Change>())) {
    const auto& change = static_cast<const tasks::wire::Change&>(*row);
    told.emplace(change.index(), change.actor());
  }
  const auto& tasks = rows.at(tasks::row_type_of<tasks::wire::Task>());
  auto missing = std::vector<std::string>{};
  for (const auto& [index, change] : people.changes()) {
    // The changes of a task go with it.
    auto key
      = tasks::key_from(tasks::row_type_of<tasks::wire::Task>(), change.task);
    if (index <= rows.meta.applied.index
        && (change.task == 0 || tasks.contains(key))
        && !told.contains({index.value, change.actor}))
      missing.push_back("each command is in the history: entry "
                        + std::to_string(index.value) + " of " + change.actor);
  }
  return missing;
}

} // namespace taskraft::tests
