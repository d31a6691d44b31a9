#include "protocol/tasks/rules/task_links.hpp"

#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace taskraft::tasks {

namespace {

/// Whether the user sees the task, as it will be.
bool sees(finder& state, const wire::User& user, const wire::Task& task) {
  auto who = actor{};
  who.username = user.username();
  who.is_admin = user.role() == wire::SITE_ROLE_ADMIN;
  return task.project().empty()
         || role_on(state, who, task) != wire::PROJECT_ROLE_UNSPECIFIED;
}

/// How many ancestors the task has, itself included; too many if there are more
/// than may be.
std::size_t depth_of(finder& state, std::uint64_t task) {
  auto depth = std::size_t{0};
  for (auto at = task; at != 0 && depth <= max_depth; ++depth) {
    const auto* row = state.find<wire::Task>(at);
    at = row == nullptr ? 0 : row->parent();
  }
  return depth;
}

bool is_within(finder& state, std::uint64_t task, std::uint64_t ancestor) {
  auto at = task;
  for (auto i = std::size_t{0}; at != 0 && i <= max_depth; ++i) {
    if (at == ancestor)
      return true;
    const auto* row = state.find<wire::Task>(at);
    at = row == nullptr ? 0 : row->parent();
  }
  return false;
}

void count_use(view& state, const std::string& folded, bool more) {
  const auto* found = state.find<wire::Label>(folded);
  if (found == nullptr)
    return;
  auto label = *found;
  label.set_uses(more ? label.uses() + 1 : label.uses() - 1);
  state.put(std::move(label));
}

void add_assignee(view& state, std::uint64_t task, const std::string& name) {
  auto row = wire::Assignment{};
  row.set_task(task);
  row.set_username(name);
  state.add(std::move(row));
}

/// The label's name, as its creator has written it.
std::string add_label(view& state, std::uint64_t task,
                      const std::string& folded) {
  const auto* label = state.find<wire::Label>(folded);
  auto name = label == nullptr ? folded : label->name();
  auto row = wire::TaskLabel{};
  row.set_task(task);
  row.set_label(folded);
  row.set_name(name);
  state.add(std::move(row));
  count_use(state, folded, true);
  return name;
}

} // namespace

wire::Task seen_by(finder& state, const actor& who, wire::Task row) {
  for (auto& name : assignees_of(state, row.id()))
    *row.add_assignees() = std::move(name);
  for (auto& name : labels_of(state, row.id()))
    *row.add_labels() = std::move(name);
  // A parent that cannot be seen leaves no trace.
  const auto* parent
    = row.parent() == 0 ? nullptr : state.find<wire::Task>(row.parent());
  if (parent != nullptr
      && role_on(state, who, *parent) == wire::PROJECT_ROLE_UNSPECIFIED)
    row.clear_parent();
  return row;
}

wire::Result task_result(const command_context& c, wire::Task row) {
  auto x = wire::Result{};
  *x.mutable_task() = seen_by(c.state, c.who, std::move(row));
  return x;
}

maybe_refusal check_access(finder& state, const actor& who,
                           const wire::Task* row, const std::string& pointer,
                           std::uint64_t id, wire::ProjectRole needed) {
  auto role = row == nullptr ? wire::PROJECT_ROLE_UNSPECIFIED
                             : role_on(state, who, *row);
  if (role == wire::PROJECT_ROLE_UNSPECIFIED)
    return no_such_task(pointer, id);
  if (role < needed)
    return refusal(errc::not_allowed, "",
                   "you may only look at " + name_of_task(id));
  return std::nullopt;
}

maybe_refusal check_own_access(finder& state, const actor& who,
                               const wire::Task& row) {
  if (own_role_on(state, who, row) >= wire::PROJECT_ROLE_MEMBER)
    return std::nullopt;
  return refusal(errc::not_allowed, "",
                 name_of_task(row.id()) + " is only shared with you");
}

maybe_refusal check_link(const command_context& c, std::uint64_t task,
                         wire::ProjectRole needed, const std::string& pointer) {
  const auto* row = c.state.find<wire::Task>(task);
  if (auto why = check_access(c.state, c.who, row, pointer, task, needed))
    return why;
  if (auto why = check_live(row, pointer, task))
    return why;
  return check_open(c.state, row->project());
}

maybe_refusal check_open(finder& state, const std::string& project) {
  const auto* row
    = project.empty() ? nullptr : state.find<wire::Project>(project);
  if (row == nullptr || !row->archived())
    return std::nullopt;
  return refusal(errc::archived, "/project",
                 "the project " + project + " is archived");
}

maybe_refusal check_target_project(finder& state, const actor& who,
                                   const std::string& project) {
  if (project.empty())
    return std::nullopt;
  const auto* row = state.find<wire::Project>(project);
  auto role = row == nullptr ? wire::PROJECT_ROLE_UNSPECIFIED
                             : role_in(state, who, project);
  if (role == wire::PROJECT_ROLE_UNSPECIFIED)
    return refusal(errc::unknown_reference, "/project",
                   "there is no project " + project);
  if (role < wire::PROJECT_ROLE_MEMBER)
    return refusal(errc::not_allowed, "",
                   "you may only look at the project " + project);
  return check_open(state, project);
}

std::optional<subtree> find_subtree(finder& state, std::uint64_t root) {
  auto found = subtree{.tasks = {root}, .height = 1};
  auto level = std::vector<std::uint64_t>{root};
  while (true) {
    auto next = std::vector<std::uint64_t>{};
    for (auto task : level)
      for (const auto* each : state.find_all<wire::Subtask>(task))
        next.push_back(each->task());
    if (next.empty())
      return found;
    std::ranges::copy(next, std::back_inserter(found.tasks));
    if (found.tasks.size() > max_subtree || ++found.height > max_depth)
      return std::nullopt;
    level = std::move(next);
  }
}

maybe_refusal check_parent(const command_context& c, std::uint64_t parent,
                           const wire::Task& task, std::size_t height) {
  auto& state = c.state;
  const auto* row = state.find<wire::Task>(parent);
  if (row == nullptr || role_on(state, c.who, *row) < wire::PROJECT_ROLE_MEMBER)
    return refusal(errc::unknown_reference, "/parent",
                   name_of_task(parent) + " does not exist");
  if (row->project() != task.project())
    return refusal(errc::invalid_value, "/parent",
                   "a parent is a task of the same project");
  if (row->deleted_at_us() != 0)
    return refusal(errc::in_trash, "/parent",
                   name_of_task(parent) + " is in the trash");
  if (is_within(state, parent, task.id()))
    return refusal(errc::cycle, "/parent", "a task is no part of itself");
  if (depth_of(state, parent) + height > max_depth)
    return refusal(errc::too_deep, "/parent",
                   "subtasks go at most 5 levels deep");
  if (state.find_all<wire::Subtask>(parent).size() >= max_subtasks)
    return refusal(errc::too_many, "/parent",
                   name_of_task(parent) + " has 1000 subtasks already");
  return std::nullopt;
}

maybe_refusal check_assignee(finder& state, const wire::Task& task,
                             const std::string& username) {
  const auto* user = state.find<wire::User>(username);
  if (user == nullptr || user->disabled())
    return refusal(errc::unknown_reference, "/assignees",
                   "there is no user " + username);
  if (!sees(state, *user, task))
    return refusal(errc::no_access, "/assignees",
                   username + " does not see the task");
  return std::nullopt;
}

maybe_refusal check_assignees(finder& state, const wire::Task& task,
                              const bytes_list& wanted) {
  auto names = std::set<std::string>{wanted.begin(), wanted.end()};
  if (names.size() > max_assignees)
    return refusal(errc::invalid_value, "/assignees", "are more than 20");
  // A new task has no id yet, and nobody is assigned.
  auto before = task.id() == 0 ? std::vector<std::string>{}
                               : assignees_of(state, task.id());
  for (const auto& name : names)
    if (std::ranges::find(before, name) == before.end())
      if (auto why = check_assignee(state, task, name))
        return why;
  return std::nullopt;
}

void put_assignees(view& state, std::uint64_t task, const bytes_list& wanted) {
  auto names = std::set<std::string>{wanted.begin(), wanted.end()};
  for (const auto& name : assignees_of(state, task))
    if (names.erase(name) == 0)
      state.erase<wire::Assignment>(task, name);
  for (const auto& name : names)
    add_assignee(state, task, name);
}

maybe_refusal check_labels(finder& state, const bytes_list& wanted) {
  auto folded = std::set<std::string>{};
  for (const auto& name : wanted) {
    if (state.find<wire::Label>(fold(name)) == nullptr)
      return refusal(errc::unknown_reference, "/labels",
                     "there is no label " + name);
    folded.insert(fold(name));
  }
  if (folded.size() > max_labels_of_task)
    return refusal(errc::invalid_value, "/labels", "are more than 50");
  return std::nullopt;
}

void put_labels(view& state, std::uint64_t task, const bytes_list& wanted) {
  auto folded = std::set<std::string>{};
  for (const auto& name : wanted)
    folded.insert(fold(name));
  auto before = std::set<std::string>{};
  for (const auto* each : state.find_all<wire::TaskLabel>(task))
    before.insert(each->label());
  for (const auto& name : before)
    if (!folded.contains(name)) {
      state.erase<wire::TaskLabel>(task, name);
      count_use(state, name, false);
    }
  for (const auto& name : folded)
    if (!before.contains(name))
      add_label(state, task, name);
}

wire::Task with_new_links(view& state, wire::Task task,
                          const bytes_list& assignees,
                          const bytes_list& labels) {
  for (const auto& name :
       std::set<std::string>{assignees.begin(), assignees.end()}) {
    add_assignee(state, task.id(), name);
    *task.add_assignees() = name;
  }
  auto folded = std::set<std::string>{};
  for (const auto& name : labels)
    folded.insert(fold(name));
  for (const auto& name : folded)
    *task.add_labels() = add_label(state, task.id(), name);
  return task;
}

maybe_refusal check_assignees_see(finder& state, const wire::Task& task) {
  for (const auto& name : assignees_of(state, task.id())) {
    const auto* user = state.find<wire::User>(name);
    if (user != nullptr && !sees(state, *user, task))
      return refusal(errc::no_access, "/project",
                     name + ", who is assigned, does not see the project");
  }
  return std::nullopt;
}

std::vector<std::string> assignees_of(finder& state, std::uint64_t task) {
  auto names = std::vector<std::string>{};
  for (const auto* each : state.find_all<wire::Assignment>(task))
    names.push_back(each->username());
  return names;
}

std::vector<std::string> labels_of(finder& state, std::uint64_t task) {
  auto names = std::vector<std::string>{};
  for (const auto* each : state.find_all<wire::TaskLabel>(task))
    names.push_back(each->name());
  return names;
}

} // namespace taskraft::tasks
