// Changes of what a task says, where it belongs and where it stands.

#include "protocol/tasks/repetition.hpp"
#include "protocol/tasks/rules/work/task_changes.hpp"
#include "protocol/tasks/rules/work/task_fields.hpp"
#include "protocol/tasks/rules/work/task_ranks.hpp"
#include "protocol/tasks/text.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tasks {

namespace {

void replace_due(wire::Task& row, const wire::Due& due) {
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
    replace_due(row, x.due());
  if (x.has_repeat())
    row.set_repeat(kept_repetition(x.repeat()));
  if (x.has_project())
    row.set_project(x.project());
  if (x.has_parent())
    row.set_parent(x.parent());
  return row;
}

/// Whether the task may move to the project and the parent that it names now.
void check_place(const command_context& c, const wire::Task& before,
                 const wire::Task& after, const subtree& with,
                 objections& against) {
  if (before.project() != after.project()) {
    against.add(check_own_access(c.state, c.who, before));
    against.add(check_target_project(c.state, c.who, after.project()));
    if (after.parent() != 0)
      against.add(refusal(errc::invalid_value, "/project",
                          "a subtask goes where its parent goes"));
    against.add(check_assignees_see(c.state, after));
  }
  if (after.parent() != 0 && before.parent() != after.parent())
    against.add(check_parent(c, after.parent(), after, with.height));
}

/// Subtasks go to the project with their parent.
void move_subtasks(const command_context& c, const subtree& with,
                   const std::string& project) {
  for (auto id : with.tasks) {
    const auto* found = c.state.find<wire::Task>(id);
    if (found == nullptr || found->project() == project)
      continue;
    auto before = *found;
    auto row = before;
    row.set_project(project);
    touch(row, c.at);
    put_task(c.state, before, std::move(row));
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

/// Whether the update may be, with all that it changes.
void check_update(const command_context& c, const wire::Task& before,
                  const wire::Task& after, const subtree& with,
                  const wire::UpdateTask& x, objections& against) {
  check_place(c, before, after, with, against);
  if (x.has_due() || x.has_repeat())
    against.add(check_repetition(after));
  against.add(check_successor(c.state, before, after));
  if (x.has_assignees())
    against.add(check_assignees(c.state, after, x.assignees().names()));
  if (x.has_labels())
    against.add(check_labels(c.state, x.labels().names()));
}

/// Asks for what a change and its history need together with the task, which
/// else would be loaded one after the other.
void foresee(finder& state, const wire::UpdateTask& x) {
  state.find_all<wire::Assignment>(x.id());
  state.find_all<wire::Share>(x.id());
  state.find_all<wire::TaskLabel>(x.id());
  state.find_all<wire::Watch>(x.id());
  if (!x.has_status())
    return;
  state.find<wire::Rank>(x.id());
  state.find_all<wire::Block>(x.id());
}

} // namespace

std::variant<wire::Refusal, task_change>
plan_update(const command_context& c, const wire::UpdateTask& x,
            const wire::MoveTask* move) {
  foresee(c.state, x);
  const auto* found = c.state.find<wire::Task>(x.id());
  if (auto why = check_change(c, found, x))
    return std::move(*why);
  auto change = task_change{.before = *found, .after = {}, .with = {}};
  const auto& before = change.before;
  auto against = objections{c.at};
  check_fields(x, against);
  against.add(check_live(&before, "/id", before.id()));
  against.add(check_open(c.state, before.project()));
  change.after = updated(before, x, c.at);
  const auto& after = change.after;
  auto with = std::optional{subtree{.tasks = {before.id()}, .height = 1}};
  if (before.project() != after.project() || before.parent() != after.parent())
    with = find_subtree(c.state, before.id());
  if (!with) {
    against.add(refusal(errc::too_many, "/id", "has too many subtasks"));
    with.emplace();
  }
  check_update(c, before, after, *with, x, against);
  if (move != nullptr)
    against.add(check_anchor(c, *move, after));
  if (auto why = against.first())
    return std::move(*why);
  change.with = std::move(*with);
  return change;
}

wire::Task carry_out(const command_context& c, task_change change,
                     const wire::UpdateTask& x) {
  auto& [before, after, with] = change;
  auto sets_links = x.has_assignees() || x.has_labels();
  auto links
    = sets_links ? links_of(c.state, before.id()) : std::vector<std::string>{};
  if (x.has_assignees())
    put_assignees(c.state, before.id(), x.assignees().names());
  if (x.has_labels())
    put_labels(c.state, before.id(), x.labels().names());
  if (after.SerializeAsString() == before.SerializeAsString()
      && (!sets_links || links == links_of(c.state, before.id())))
    return std::move(before);
  touch(after, c.at);
  put_task(c.state, before, after);
  place_under(c.state, after.id(), before.parent(), after.parent());
  move_subtasks(c, with, after.project());
  if (ends_repetition(before, after)) {
    after = succeeded(c, std::move(after));
    c.state.put(after);
  }
  return std::move(after);
}

wire::Result update_task(const command_context& c, wire::UpdateTask& x) {
  auto plan = plan_update(c, x);
  if (auto* why = std::get_if<wire::Refusal>(&plan))
    return refused(std::move(*why));
  return task_result(c,
                     carry_out(c, std::get<task_change>(std::move(plan)), x));
}

wire::Result move_task(const command_context& c, const wire::MoveTask& x) {
  auto update = wire::UpdateTask{};
  update.set_id(x.id());
  if (x.has_expected_rev())
    update.set_expected_rev(x.expected_rev());
  if (x.has_status())
    update.set_status(x.status());
  if (x.has_project())
    update.set_project(x.project());
  auto plan = plan_update(c, update, &x);
  if (auto* why = std::get_if<wire::Refusal>(&plan))
    return refused(std::move(*why));
  auto after = carry_out(c, std::get<task_change>(std::move(plan)), update);
  rank_beside(c.state, after, x);
  return task_result(c, std::move(after));
}

} // namespace taskraft::tasks
