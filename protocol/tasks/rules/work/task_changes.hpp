// What a change of a task brings with it.

#pragma once

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/rules/task_links.hpp"

#include <variant>

namespace taskraft::tasks {

/// Sets the revision and the time of the change.
void touch(wire::Task& row, const stamp& at);

/// The completion time follows the status.
void set_status(wire::Task& row, wire::Status status, const stamp& at);

/// Puts the row that was `before`, and keeps its rank and the tasks that it
/// blocks true to it.
void put_task(view& state, const wire::Task& before, wire::Task after);

/// Gives the row an id and what hangs on a task. The task with them.
wire::Task add_task(view& state, wire::Task row, const bytes_list& assignees,
                    const bytes_list& labels);

/// Makes the task a part of another one; zero stands for none.
void place_under(view& state, std::uint64_t task, std::uint64_t before,
                 std::uint64_t after);

/// Takes the row and all that hangs on it away.
void erase_task(view& state, const wire::Task& row);

/// What every change asks for first.
template <class Action>
maybe_refusal check_change(const command_context& c, const wire::Task* row,
                           const Action& x) {
  if (auto why = check_access(c.state, c.who, row, "/id", x.id(),
                              wire::PROJECT_ROLE_MEMBER))
    return why;
  if (!x.has_expected_rev())
    return std::nullopt;
  return check_rev(name_of_task(row->id()), row->rev(), x.expected_rev());
}

/// An update that nothing forbids.
struct task_change {
  wire::Task before;
  /// But for its revision.
  wire::Task after;
  subtree with;
};
/// `move` is null unless the update is part of one.
std::variant<wire::Refusal, task_change>
plan_update(const command_context& c, const wire::UpdateTask& x,
            const wire::MoveTask* move = nullptr);

/// Makes it. The task after it; the same revision if nothing has changed.
wire::Task carry_out(const command_context& c, task_change change,
                     const wire::UpdateTask& x);

/// Refuses a repetition that nothing begins or that never comes.
maybe_refusal check_repetition(const wire::Task& task);

/// Whether the change ends a task that repeats.
bool ends_repetition(const wire::Task& before, const wire::Task& after);

/// Refuses to end a task whose successor has no place.
maybe_refusal check_successor(finder& state, const wire::Task& before,
                              const wire::Task& after);

/// Lets the task, which is finished, be followed by its successor.
wire::Task succeeded(const command_context& c, wire::Task finished);

} // namespace taskraft::tasks
