#include "protocol/tasks/repetition.hpp"
#include "protocol/tasks/rules/task_changes.hpp"
#include "protocol/tasks/rules/task_fields.hpp"
#include "protocol/tasks/text.hpp"

#include <utility>

namespace taskraft::tasks {

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
  if (x.due().form_case() != wire::Due::FORM_NOT_SET)
    *row.mutable_due() = x.due();
  row.set_repeat(kept_repetition(x.repeat()));
  row.set_creator(c.who.username);
  row.set_project(x.project());
  row.set_created_at_us(c.at.time_us);
  touch(row, c.at);
  if (auto why = check_repetition(row))
    return refused(std::move(*why));
  if (x.parent() != 0)
    if (auto why = check_parent(c, x.parent(), row, 1))
      return refused(std::move(*why));
  row.set_parent(x.parent());
  if (auto why = check_assignees(c.state, row, x.assignees()))
    return refused(std::move(*why));
  if (auto why = check_labels(c.state, x.labels()))
    return refused(std::move(*why));
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
