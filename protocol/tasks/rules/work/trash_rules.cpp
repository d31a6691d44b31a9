// Tasks that are thrown away, taken back, or removed for ever.

#include "protocol/tasks/rules/objections.hpp"
#include "protocol/tasks/rules/work/task_changes.hpp"

#include <utility>

namespace taskraft::tasks {

namespace {

/// A node removes only what has lain in the trash for its time.
maybe_refusal check_trash_time(const command_context& c,
                               const wire::Task& row) {
  if (row.deleted_at_us() != 0
      && row.deleted_at_us() + trash_us <= c.at.time_us)
    return std::nullopt;
  return refusal(errc::conflict, "/id",
                 name_of_task(row.id()) + " has time left in the trash");
}

/// What only those ask for who may do more than a share allows.
template <class Action>
maybe_refusal check_own_change(const command_context& c, const wire::Task* row,
                               const Action& x) {
  auto against = objections{c.at};
  against.add(check_change(c, row, x));
  if (row != nullptr)
    against.add(check_own_access(c.state, c.who, *row));
  return against.first();
}

/// No text of a task that is removed for ever lies in the answer, which is
/// kept.
wire::Result purge_result(const wire::Task& row) {
  auto x = wire::Result{};
  auto& task = *x.mutable_task();
  task.set_id(row.id());
  task.set_rev(row.rev());
  task.set_project(row.project());
  task.set_status(row.status());
  task.set_priority(row.priority());
  return x;
}

} // namespace

wire::Result delete_task(const command_context& c, const wire::DeleteTask& x) {
  const auto* found = c.state.find<wire::Task>(x.id());
  if (auto why = check_own_change(c, found, x))
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
    auto before = *each;
    auto row = before;
    row.set_deleted_at_us(c.at.time_us);
    row.set_deletion(c.at.index.value);
    touch(row, c.at);
    put_task(c.state, before, std::move(row));
  }
  return task_result(c, *c.state.find<wire::Task>(x.id()));
}

wire::Result restore_task(const command_context& c,
                          const wire::RestoreTask& x) {
  const auto* found = c.state.find<wire::Task>(x.id());
  if (auto why = check_own_change(c, found, x))
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
    auto before = *each;
    auto row = before;
    row.clear_deleted_at_us();
    row.clear_deletion();
    touch(row, c.at);
    put_task(c.state, before, std::move(row));
  }
  return task_result(c, *c.state.find<wire::Task>(x.id()));
}

wire::Result purge_task(const command_context& c, const wire::PurgeTask& x) {
  const auto* found = c.state.find<wire::Task>(x.id());
  if (auto why = check_access(c.state, c.who, found, "/id", x.id(),
                              wire::PROJECT_ROLE_VIEWER))
    return refused(std::move(*why));
  if (own_role_on(c.state, c.who, *found) < wire::PROJECT_ROLE_MANAGER)
    return refused(
      refusal(errc::not_allowed, "", "only managers remove tasks for ever"));
  if (auto why = check_change(c, found, x))
    return refused(std::move(*why));
  if (auto why = c.who.is_node() ? check_trash_time(c, *found)
                                 : check_open(c.state, found->project()))
    return refused(std::move(*why));
  auto with = find_subtree(c.state, x.id());
  if (!with)
    return refused(refusal(errc::too_many, "/id", "has too many subtasks"));
  auto result = purge_result(*found);
  for (auto id : with->tasks) {
    const auto* each = c.state.find<wire::Task>(id);
    if (each == nullptr)
      continue;
    erase_task(c.state, wire::Task{*each});
    // Nodes erase its texts in the history, which may be long, bit by bit.
    auto purged = wire::PurgedTask{};
    purged.set_task(id);
    purged.set_before_index(c.at.index.value);
    c.state.add(std::move(purged));
  }
  return result;
}

} // namespace taskraft::tasks
