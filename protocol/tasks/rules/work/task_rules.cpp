#include "protocol/tasks/repetition.hpp"
#include "protocol/tasks/rules/work/task_changes.hpp"
#include "protocol/tasks/rules/work/task_fields.hpp"
#include "protocol/tasks/text.hpp"

#include <utility>

namespace taskraft::tasks {

namespace {

/// The row of a new task, without its parent and its description.
wire::Task row_of(const command_context& c, const wire::CreateTask& x) {
  auto row = wire::Task{};
  row.set_title(trimmed(x.title()));
  set_status(row,
             x.status() == wire::STATUS_UNSPECIFIED ? wire::STATUS_TODO
                                                    : x.status(),
             c.at);
  row.set_priority(x.priority() == wire::PRIORITY_UNSPECIFIED
                     ? wire::PRIORITY_NONE
                     : x.priority());
  if (x.due().form_case() != wire::Due::FORM_NOT_SET)
    *row.mutable_due() = x.due();
  row.set_repeat(kept_repetition(x.repeat()));
  row.set_creator(c.who.username);
  row.set_project(x.project());
  row.set_created_at_us(c.at.time_us);
  touch(row, c.at);
  return row;
}

} // namespace

wire::Result create_task(const command_context& c, wire::CreateTask& x) {
  auto against = objections{c.at};
  check_fields(x, against);
  against.add(check_target_project(c.state, c.who, x.project()));
  auto row = row_of(c, x);
  against.add(check_repetition(row));
  if (x.parent() != 0)
    against.add(check_parent(c, x.parent(), row, 1));
  row.set_parent(x.parent());
  against.add(check_assignees(c.state, row, x.assignees()));
  against.add(check_labels(c.state, x.labels()));
  if (auto why = against.first())
    return refused(std::move(*why));
  row.set_description(std::move(*x.mutable_description()));
  auto result = wire::Result{};
  *result.mutable_task()
    = add_task(c.state, std::move(row), x.assignees(), x.labels());
  return result;
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
