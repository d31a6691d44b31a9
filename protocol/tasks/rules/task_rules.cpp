#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/task_fields.hpp"
#include "protocol/tasks/rules/task_links.hpp"
#include "protocol/tasks/text.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tasks {

namespace {

template <class Action>
maybe_refusal check_expected(const wire::Task& row, const Action& x) {
  if (!x.has_expected_rev())
    return std::nullopt;
  return check_rev(name_of_task(row.id()), row.rev(), x.expected_rev());
}

/// What any change of a task asks for first.
template <class Action>
maybe_refusal check_change(const command_context& c, const wire::Task* row,
                           const Action& x) {
  if (auto why = check_access(c.state, c.who, row, "/id", x.id(),
                              wire::PROJECT_ROLE_MEMBER))
    return why;
  return check_expected(*row, x);
}

void touch(wire::Task& row, const stamp& at) {
  row.set_rev(at.index.value);
  row.set_updated_at_us(at.time_us);
}

void set_status(wire::Task& row, wire::Status status, const stamp& at) {
  if (row.status() == status)
    return;
  row.set_status(status);
  row.set_completed_at_us(status == wire::STATUS_COMPLETED ? at.time_us : 0);
}

void set_due(wire::Task& row, const wire::Due& due) {
  if (due.form_case() == wire::Due::FORM_NOT_SET)
    row.clear_due();
  else
    *row.mutable_due() = due;
}

/// The row as the update would leave it, but for its revision.
wire::Task updated(wire::Task row, const wire::UpdateTask& x, const stamp& at) {
  if (x.has_title())
    row.set_title(trimmed(x.title()));
  if (x.has_description())
    row.set_description(x.description());
  if (x.has_status())
    set_status(row, x.status(), at);
  if (x.has_priority())
    row.set_priority(x.priority());
  if (x.has_due())
    set_due(row, x.due());
  if (x.has_project())
    row.set_project(x.project());
  if (x.has_parent())
    row.set_parent(x.parent());
  return row;
}

void place_under(view& state, std::uint64_t task, std::uint64_t before,
                 std::uint64_t after) {
  if (before == after)
    return;
  if (before != 0)
    state.erase<wire::Subtask>(before, task);
  if (after == 0)
    return;
  auto row = wire::Subtask{};
  row.set_parent(after);
  row.set_task(task);
  // It was nowhere, or under another parent.
  state.add(std::move(row));
}

/// Whether the task may move to the project and the parent that it names now.
maybe_refusal check_place(const command_context& c, const wire::Task& before,
                          const wire::Task& after, const subtree& with) {
  if (before.project() != after.project()) {
    if (auto why = check_own_access(c.state, c.who, before))
      return why;
    if (auto why = check_target_project(c.state, c.who, after.project()))
      return why;
    if (after.parent() != 0)
      return refusal(errc::invalid_value, "/project",
                     "a subtask goes where its parent goes");
    if (auto why = check_assignees_see(c.state, after))
      return why;
  }
  if (after.parent() == 0 || before.parent() == after.parent())
    return std::nullopt;
  return check_parent(c, after.parent(), after, with.height);
}

/// Subtasks go to the project with their parent.
void move_subtasks(const command_context& c, const subtree& with,
                   const std::string& project) {
  for (auto id : with.tasks) {
    const auto* found = c.state.find<wire::Task>(id);
    if (found == nullptr || found->project() == project)
      continue;
    auto row = *found;
    row.set_project(project);
    touch(row, c.at);
    c.state.put(std::move(row));
  }
}

/// What hangs on the task, to see whether a command has changed it.
std::vector<std::string> links_of(finder& state, std::uint64_t task) {
  auto names = assignees_of(state, task);
  names.emplace_back();
  for (auto& label : labels_of(state, task))
    names.push_back(std::move(label));
  return names;
}

maybe_refusal check_not_in_trash(const wire::Task& row) {
  if (row.deleted_at_us() == 0)
    return std::nullopt;
  return refusal(errc::in_trash, "/id",
                 name_of_task(row.id()) + " is in the trash; restore it first");
}

/// Whether the update may be, with all that it changes.
maybe_refusal check_update(const command_context& c, const wire::Task& before,
                           const wire::Task& after, const subtree& with,
                           const wire::UpdateTask& x) {
  if (auto why = check_place(c, before, after, with))
    return why;
  if (x.has_assignees())
    if (auto why = check_assignees(c.state, after, x.assignees().names()))
      return why;
  return x.has_labels() ? check_labels(c.state, x.labels().names())
                        : std::nullopt;
}

} // namespace

wire::Result create_task(const command_context& c, wire::CreateTask& x) {
  if (auto why = check_fields(x))
    return refused(std::move(*why));
  if (auto why = check_target_project(c.state, c.who, x.project()))
    return refused(std::move(*why));
  auto row = wire::Task{};
  row.set_title(trimmed(x.title()));
  row.set_description(std::move(*x.mutable_description()));
  set_status(row,
             x.status() == wire::STATUS_UNSPECIFIED ? wire::STATUS_TODO
                                                    : x.status(),
             c.at);
  row.set_priority(x.priority() == wire::PRIORITY_UNSPECIFIED
                     ? wire::PRIORITY_NONE
                     : x.priority());
  set_due(row, x.due());
  row.set_creator(c.who.username);
  row.set_project(x.project());
  row.set_created_at_us(c.at.time_us);
  touch(row, c.at);
  if (x.parent() != 0)
    if (auto why = check_parent(c, x.parent(), row, 1))
      return refused(std::move(*why));
  row.set_parent(x.parent());
  if (auto why = check_assignees(c.state, row, x.assignees()))
    return refused(std::move(*why));
  if (auto why = check_labels(c.state, x.labels()))
    return refused(std::move(*why));
  row.set_id(c.state.take_id<wire::Task>());
  c.state.add(row);
  place_under(c.state, row.id(), 0, row.parent());
  auto result = wire::Result{};
  *result.mutable_task()
    = with_new_links(c.state, std::move(row), x.assignees(), x.labels());
  return result;
}

wire::Result update_task(const command_context& c, wire::UpdateTask& x) {
  const auto* found = c.state.find<wire::Task>(x.id());
  if (auto why = check_change(c, found, x))
    return refused(std::move(*why));
  auto before = *found;
  if (auto why = check_fields(x))
    return refused(std::move(*why));
  if (auto why = check_not_in_trash(before))
    return refused(std::move(*why));
  if (auto why = check_open(c.state, before.project()))
    return refused(std::move(*why));
  auto after = updated(before, x, c.at);
  auto with = std::optional{subtree{.tasks = {before.id()}, .height = 1}};
  if (before.project() != after.project() || before.parent() != after.parent())
    with = find_subtree(c.state, before.id());
  if (!with)
    return refused(refusal(errc::too_many, "/id", "has too many subtasks"));
  if (auto why = check_update(c, before, after, *with, x))
    return refused(std::move(*why));
  auto sets_links = x.has_assignees() || x.has_labels();
  auto links
    = sets_links ? links_of(c.state, before.id()) : std::vector<std::string>{};
  if (x.has_assignees())
    put_assignees(c.state, before.id(), x.assignees().names());
  if (x.has_labels())
    put_labels(c.state, before.id(), x.labels().names());
  if (after.SerializeAsString() == before.SerializeAsString()
      && (!sets_links || links == links_of(c.state, before.id())))
    return task_result(c, std::move(before));
  touch(after, c.at);
  c.state.put(after);
  place_under(c.state, after.id(), before.parent(), after.parent());
  move_subtasks(c, *with, after.project());
  return task_result(c, std::move(after));
}

wire::Result delete_task(const command_context& c, const wire::DeleteTask& x) {
  const auto* found = c.state.find<wire::Task>(x.id());
  if (auto why = check_change(c, found, x))
    return refused(std::move(*why));
  if (auto why = check_own_access(c.state, c.who, *found))
    return refused(std::move(*why));
  auto root = *found;
  if (root.deleted_at_us() != 0)
    return task_result(c, std::move(root));
  if (auto why = check_open(c.state, root.project()))
    return refused(std::move(*why));
  auto with = find_subtree(c.state, root.id());
  if (!with)
    return refused(refusal(errc::too_many, "/id", "has too many subtasks"));
  for (auto id : with->tasks) {
    const auto* each = c.state.find<wire::Task>(id);
    // What was in the trash before stays there when this is restored.
    if (each == nullptr || each->deleted_at_us() != 0)
      continue;
    auto row = *each;
    row.set_deleted_at_us(c.at.time_us);
    row.set_deletion(c.at.index.value);
    touch(row, c.at);
    c.state.put(std::move(row));
  }
  return task_result(c, *c.state.find<wire::Task>(x.id()));
}

wire::Result restore_task(const command_context& c,
                          const wire::RestoreTask& x) {
  const auto* found = c.state.find<wire::Task>(x.id());
  if (auto why = check_change(c, found, x))
    return refused(std::move(*why));
  if (auto why = check_own_access(c.state, c.who, *found))
    return refused(std::move(*why));
  auto root = *found;
  if (root.deleted_at_us() == 0)
    return task_result(c, std::move(root));
  if (auto why = check_open(c.state, root.project()))
    return refused(std::move(*why));
  const auto* parent = c.state.find<wire::Task>(root.parent());
  if (parent != nullptr && parent->deleted_at_us() != 0)
    return refused(refusal(errc::in_trash, "/id",
                           "its parent is in the trash; restore that first"));
  auto with = find_subtree(c.state, root.id());
  if (!with)
    return refused(refusal(errc::too_many, "/id", "has too many subtasks"));
  for (auto id : with->tasks) {
    const auto* each = c.state.find<wire::Task>(id);
    if (each == nullptr || each->deletion() != root.deletion())
      continue;
    auto row = *each;
    row.clear_deleted_at_us();
    row.clear_deletion();
    touch(row, c.at);
    c.state.put(std::move(row));
  }
  return task_result(c, *c.state.find<wire::Task>(x.id()));
}

wire::Answer get_task(reader& state, const actor& who, const wire::GetTask& x) {
  const auto* found = state.find<wire::Task>(x.id());
  if (auto why = check_access(state, who, found, "/id", x.id(),
                              wire::PROJECT_ROLE_VIEWER))
    return refused_answer(std::move(*why));
  auto answer = wire::Answer{};
  *answer.mutable_task() = seen_by(state, who, *found);
  return answer;
}

} // namespace taskraft::tasks
