#include "protocol/tasks/rules/work/task_changes.hpp"

#include "protocol/tasks/repetition.hpp"
#include "protocol/tasks/rules/history/reminder_rules.hpp"
#include "protocol/tasks/rules/setting_rules.hpp"
#include "protocol/tasks/rules/work/task_blocks.hpp"
#include "protocol/tasks/rules/work/task_fields.hpp"
#include "protocol/tasks/rules/work/task_ranks.hpp"

#include <string>
#include <utility>
#include <vector>

namespace taskraft::tasks {

namespace {

bytes_list list_of(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

bool is_finished(wire::Status status) {
  return status == wire::STATUS_COMPLETED || status == wire::STATUS_CANCELLED;
}

bool has_due(const wire::Task& task) {
  return task.due().form_case() != wire::Due::FORM_NOT_SET;
}

/// Erases the rows of a table that hang on the task. `rest_of_key` gives the
/// key's second field.
template <class Row, class Field>
void erase_all(view& state, std::uint64_t task, Field rest_of_key) {
  auto found = std::vector<Row>{};
  for (const auto* each : state.find_all<Row>(task))
    found.push_back(*each);
  for (const auto& each : found)
    state.erase<Row>(task, rest_of_key(each));
}

} // namespace

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

void put_task(view& state, const wire::Task& before, wire::Task after) {
  follow_with_rank(state, before, after);
  follow_with_blocks(state, before, after);
  follow_with_reminder(state, before, after);
  if (before.project() != after.project())
    move_files(state, after.id(), before.project(), after.project());
  state.put(std::move(after));
}

wire::Task add_task(view& state, wire::Task row, const bytes_list& assignees,
                    const bytes_list& labels) {
  row.set_id(state.take_id<wire::Task>());
  state.add(row);
  rank_new(state, row);
  remind_of_new(state, row);
  place_under(state, row.id(), 0, row.parent());
  return with_new_links(state, std::move(row), assignees, labels);
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

void erase_task(view& state, const wire::Task& row) {
  auto id = row.id();
  put_labels(state, id, {});
  erase_all<wire::Assignment>(state, id,
                              [](const auto& each) { return each.username(); });
  erase_all<wire::Share>(state, id,
                         [](const auto& each) { return each.username(); });
  erase_all<wire::Watch>(state, id,
                         [](const auto& each) { return each.username(); });
  erase_all<wire::Comment>(state, id, [&](const auto& each) {
    state.erase<wire::CommentPlace>(each.id());
    return each.id();
  });
  erase_attachments(state, id);
  erase_reminder(state, id);
  erase_rank(state, id);
  erase_blocks(state, row);
  place_under(state, id, row.parent(), 0);
  state.erase<wire::Task>(id);
}

maybe_refusal check_repetition(const wire::Task& task) {
  // A due date that cannot be is refused for itself.
  if (task.repeat().empty() || check_due(task.due()))
    return std::nullopt;
  if (!has_due(task))
    return refusal(errc::invalid_value, "/repeat", "needs a due date");
  auto rule = parse_repetition(task.repeat());
  const auto* parsed = std::get_if<repetition>(&rule);
  if (parsed == nullptr || gives_days_after(*parsed, task.due()))
    return std::nullopt;
  return refusal(errc::invalid_value, "/repeat",
                 "gives no day after the due date");
}

bool ends_repetition(const wire::Task& before, const wire::Task& after) {
  return !after.repeat().empty() && !is_finished(before.status())
         && is_finished(after.status());
}

maybe_refusal check_successor(finder& state, const wire::Task& before,
                              const wire::Task& after) {
  if (after.parent() == 0 || !ends_repetition(before, after)
      || state.find_all<wire::Subtask>(after.parent()).size() < max_subtasks)
    return std::nullopt;
  return refusal(errc::too_many, "/repeat",
                 name_of_task(after.parent())
                   + " has 1000 subtasks already, so the task cannot repeat");
}

wire::Task succeeded(const command_context& c, wire::Task finished) {
  auto next = next_after(finished.repeat(), finished.due());
  if (next) {
    auto row = finished;
    row.set_status(wire::STATUS_TODO);
    row.clear_completed_at_us();
    row.set_created_at_us(c.at.time_us);
    *row.mutable_due() = next->due;
    row.set_repeat(next->repeat);
    touch(row, c.at);
    auto assignees = list_of(assignees_of(c.state, row.id()));
    auto labels = list_of(labels_of(c.state, row.id()));
    add_task(c.state, std::move(row), assignees, labels);
  }
  finished.clear_repeat();
  return finished;
}

} // namespace taskraft::tasks
