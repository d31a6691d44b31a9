#include "protocol/tasks/rules/history/changes.hpp"

#include "protocol/tasks/rules/history/change_subjects.hpp"
#include "protocol/tasks/rules/history/field_changes.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace taskraft::tasks {

namespace {

using changed_rows = std::vector<changed_row>;

const char* verb_of(const changed_row& x) {
  return !x.before ? "created" : !x.after ? "deleted" : "updated";
}

/// The rows that concern a task itself.
struct task_rows {
  const changed_row* task = nullptr;
  std::vector<const changed_row*> assignments;
  std::vector<const changed_row*> labels;
};

std::uint64_t task_of(const changed_row& x) {
  if (x.is<wire::Task>())
    return x.either<wire::Task>().id();
  if (x.is<wire::Assignment>())
    return x.either<wire::Assignment>().task();
  return x.is<wire::TaskLabel>() ? x.either<wire::TaskLabel>().task() : 0;
}

/// A view that is shared and belongs to no project.
bool is_for_every_user(const changed_row& x) {
  if (!x.is<wire::View>())
    return false;
  const auto& view = x.either<wire::View>();
  return view.shared() && view.project().empty();
}

/// Builds the changes of one command.
class history {
public:
  history(const command_context& c, const changed_rows& rows,
          std::uint64_t moved)
    : c_(c), moved_(moved) {
    for (const auto& x : rows)
      if (auto id = task_of(x); id != 0)
        sort_in(id, x);
    for (const auto& x : rows)
      add(x);
  }

  std::vector<wire::Change> take() {
    return std::move(changes_);
  }

private:
  void sort_in(std::uint64_t id, const changed_row& x) {
    auto& rows = tasks_[id];
    if (x.is<wire::Task>())
      rows.task = &x;
    else
      (x.is<wire::Assignment>() ? rows.assignments : rows.labels).push_back(&x);
  }

  void add(const changed_row& x) {
    if (auto id = task_of(x); id != 0) {
      if (told_.insert(id).second)
        add_task(id, tasks_.at(id));
    } else if (x.is<wire::Session>()) {
      add_session(x);
    } else if (x.is<wire::Credential>()) {
      add_credential(x);
    } else if (x.is<wire::Rank>()) {
      add_rank(x);
    } else if (x.is<wire::Setting>()) {
      add_setting(x);
    } else if (x.is<wire::UnreadCount>()) {
      add_unread(x);
    } else if (auto found
               = std::ranges::find(subjects(), x.type, &change_subject::type);
               found != subjects().end()) {
      add_subject(*found, x);
    }
  }

  wire::Change& append(std::string what) {
    auto& x = changes_.emplace_back();
    x.set_action(std::move(what));
    x.set_actor(c_.who.username);
    return x;
  }

  /// False if the command purges the task: then what hangs on it is not told.
  bool belongs_to_a_task(wire::Change& to) {
    auto found = tasks_.find(to.task());
    if (found != tasks_.end() && found->second.task != nullptr
        && !found->second.task->after)
      return false;
    if (const auto* task = c_.state.find<wire::Task>(to.task()))
      add_readers(to, *task, task_rows{});
    return true;
  }

  void add_subject(const change_subject& of, const changed_row& x) {
    auto fields = wire::FieldChanges{};
    if (x.before && x.after) {
      fields = fields_between(*x.before, *x.after);
      if (fields.fields_size() == 0)
        return;
    }
    auto change = wire::Change{};
    of.place(x.after ? *x.after : *x.before, change);
    if (c_.at.level >= ordered_level && is_for_every_user(x))
      change.add_readers(std::string{every_reader});
    if (change.task() != 0 && !belongs_to_a_task(change))
      return;
    change.set_action(std::string{of.word} + "." + verb_of(x));
    change.set_actor(c_.who.username);
    change.set_fields(fields.SerializeAsString());
    changes_.push_back(std::move(change));
  }

  static const char* task_verb(const changed_row& x, bool is_move) {
    if (!x.before)
      return "task.created";
    if (!x.after)
      return "task.purged";
    auto was_in_trash = x.old<wire::Task>()->deleted_at_us() != 0;
    auto is_in_trash = x.now<wire::Task>()->deleted_at_us() != 0;
    if (was_in_trash != is_in_trash)
      return is_in_trash ? "task.deleted" : "task.restored";
    return is_move ? "task.moved" : "task.updated";
  }

  /// Lists as they are now, and as they were before the command.
  template <class Row>
  void add_links(wire::FieldChanges& to, const std::string& field,
                 const std::vector<const changed_row*>& rows,
                 const std::vector<std::string>& now,
                 const std::string& (Row::*name)() const) const {
    if (rows.empty())
      return;
    auto before = std::set<std::string>{now.begin(), now.end()};
    for (const auto* each : rows) {
      const auto& text = (each->either<Row>().*name)();
      if (each->after)
        before.erase(text);
      else
        before.insert(text);
    }
    add_names(to, field, {before.begin(), before.end()}, now);
  }

  void add_task(std::uint64_t id, const task_rows& rows) {
    auto is_new = rows.task != nullptr && !rows.task->before;
    auto is_purged = rows.task != nullptr && !rows.task->after;
    auto fields = wire::FieldChanges{};
    if (rows.task != nullptr && !is_new && !is_purged)
      fields = fields_between(*rows.task->before, *rows.task->after);
    if (!is_new && !is_purged) {
      add_links(fields, "assignees", rows.assignments,
                rows.assignments.empty() ? std::vector<std::string>{}
                                         : assignees_of(c_.state, id),
                &wire::Assignment::username);
      add_links(fields, "labels", rows.labels,
                rows.labels.empty() ? std::vector<std::string>{}
                                    : labels_of(c_.state, id),
                &wire::TaskLabel::name);
      if (fields.fields_size() == 0 && id != moved_)
        return;
    }
    const auto* row = rows.task == nullptr ? c_.state.find<wire::Task>(id)
                                           : &rows.task->either<wire::Task>();
    if (row == nullptr)
      return;
    auto& to = append(rows.task != nullptr ? task_verb(*rows.task, id == moved_)
                      : id == moved_       ? "task.moved"
                                           : "task.updated");
    to.set_subject(std::to_string(id));
    to.set_task(id);
    to.set_fields(fields.SerializeAsString());
    if (rows.task != nullptr)
      add_status(to, *rows.task);
    add_readers(to, *row, is_new || is_purged ? rows : task_rows{});
  }

  static void add_status(wire::Change& to, const changed_row& x) {
    auto before
      = x.before ? x.old<wire::Task>()->status() : wire::STATUS_UNSPECIFIED;
    auto after
      = x.after ? x.now<wire::Task>()->status() : wire::STATUS_UNSPECIFIED;
    if (before == after)
      return;
    to.set_status_before(before);
    to.set_status_after(after);
  }

  /// `links` holds what hangs on a task that is new or gone: then nothing else
  /// need be looked up.
  void add_readers(wire::Change& to, const wire::Task& task,
                   const task_rows& links) {
    to.set_project(task.project());
    auto names = std::set<std::string>{};
    if (task.project().empty()) {
      names.insert(task.creator());
      for (const auto* each : links.assignments)
        names.insert(each->either<wire::Assignment>().username());
    }
    if (links.task == nullptr) {
      if (task.project().empty())
        for (auto& name : assignees_of(c_.state, task.id()))
          names.insert(std::move(name));
      for (const auto* each : c_.state.find_all<wire::Share>(task.id()))
        names.insert(each->username());
    }
    for (const auto& name : names)
      to.add_readers(name);
  }

  /// The rank of the moved task tells where it is now. Other tasks of the board
  /// have new ranks only when all of its order is to be read again.
  void add_rank(const changed_row& x) {
    if (moved_ == 0 || !x.before || !x.after)
      return;
    const auto& before = *x.old<wire::Rank>();
    const auto& after = *x.now<wire::Rank>();
    if (after.task() == moved_) {
      if (told_.insert(moved_).second)
        add_task(moved_, tasks_[moved_]);
    } else if (before.project() == after.project() && !after.project().empty()
               && before.rank() != after.rank()
               && std::exchange(spread_, after.project()) != after.project()) {
      auto fields = wire::FieldChanges{};
      fields.add_fields()->set_field("ranks");
      fields.mutable_fields(0)->mutable_after()->set_flag(true);
      auto& to = append("project.updated");
      to.set_subject(after.project());
      to.set_project(after.project());
      to.set_fields(fields.SerializeAsString());
    }
  }

  void add_session(const changed_row& x) {
    // Being used is no change of it.
    if (x.before && x.after)
      return;
    const auto& row = x.either<wire::Session>();
    auto is_token = row.kind() == wire::SESSION_KIND_TOKEN;
    auto& to = append(std::string{is_token ? "token." : "session."}
                      + (x.after ? "created" : "ended"));
    to.set_subject(std::to_string(row.id()));
    // A node makes the login of a user whose password it has checked.
    if (x.after && !is_token)
      to.set_actor(row.username());
    to.set_address(row.address());
  }

  /// One that has its default has no row.
  void add_setting(const changed_row& x) {
    auto fields = wire::FieldChanges{};
    auto& field = *fields.add_fields();
    field.set_field("value");
    if (const auto* before = x.old<wire::Setting>())
      field.mutable_before()->set_number(before->value());
    if (const auto* after = x.now<wire::Setting>())
      field.mutable_after()->set_number(after->value());
    auto& to = append("settings.updated");
    to.set_subject(x.either<wire::Setting>().name());
    to.set_fields(fields.SerializeAsString());
  }

  /// Notifications follow from changes, so that here the user has read some.
  void add_unread(const changed_row& x) {
    auto fields = wire::FieldChanges{};
    auto& field = *fields.add_fields();
    field.set_field("unread");
    const auto* before = x.old<wire::UnreadCount>();
    const auto* after = x.now<wire::UnreadCount>();
    if (after == nullptr)
      return;
    field.mutable_before()->set_number(before == nullptr ? 0
                                                         : before->unread());
    field.mutable_after()->set_number(after->unread());
    auto& to = append("notification.read");
    to.set_subject(after->username());
    to.set_fields(fields.SerializeAsString());
  }

  void add_credential(const changed_row& x) {
    if (!x.before || !x.after)
      return;
    const auto& before = *x.old<wire::Credential>();
    const auto& after = *x.now<wire::Credential>();
    auto has_password = before.hash() != after.hash();
    auto has_link = before.setup_digest() != after.setup_digest();
    if (!has_password && (!has_link || after.setup_digest().empty()))
      return;
    append(has_password ? "user.password_changed" : "user.setup_link_created")
      .set_subject(after.username());
  }

  const command_context& c_;
  std::uint64_t moved_;
  std::map<std::uint64_t, task_rows> tasks_;
  std::set<std::uint64_t> told_;
  /// The project whose tasks have new ranks.
  std::string spread_;
  std::vector<wire::Change> changes_;
};

wire::Via via_of(protocol::door x) {
  switch (x) {
    case protocol::door::command_line:
      return wire::VIA_COMMAND_LINE;
    case protocol::door::rest:
      return wire::VIA_REST;
    case protocol::door::page:
      return wire::VIA_PAGE;
    case protocol::door::system:
      return wire::VIA_SYSTEM;
  }
  return wire::VIA_UNSPECIFIED;
}

} // namespace

std::vector<wire::Change> changes_of(const command_context& c,
                                     const std::vector<changed_row>& rows,
                                     std::uint64_t moved) {
  return history{c, rows, moved}.take();
}

void put_changes(const command_context& c, std::vector<wire::Change> changes) {
  auto position = std::uint32_t{0};
  for (auto& x : changes) {
    x.set_index(c.at.index.value);
    x.set_position(position++);
    x.set_term(c.at.term.value);
    x.set_at_us(c.at.time_us);
    x.set_via(via_of(c.who.principal.via));
    x.set_forwarder(c.who.principal.forwarder);
    c.state.add(std::move(x));
  }
}

} // namespace taskraft::tasks
