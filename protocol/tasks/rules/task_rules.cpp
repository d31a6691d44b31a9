#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/text.hpp"
#include "protocol/tasks/words.hpp"

#include <utility>

namespace taskraft::tasks {

namespace {

// -- what a field may hold ----------------------------------------------------

maybe_refusal check_title(std::string_view title) {
  if (auto why = check_text("/title", title, max_command_bytes))
    return why;
  auto characters = *count_characters(title);
  if (characters == 0)
    return refusal(errc::invalid_value, "/title", "must not be empty");
  if (characters > max_title_characters)
    return refusal(errc::invalid_value, "/title",
                   "has " + std::to_string(characters)
                     + " characters; at most 255 are allowed");
  if (is_blank(title))
    return refusal(errc::invalid_value, "/title",
                   "must hold more than white space");
  return std::nullopt;
}

maybe_refusal check_description(std::string_view description) {
  return check_text("/description", description, max_description_bytes);
}

/// Of a field whose values have words.
maybe_refusal check_word(const char* pointer, std::span<const word> words,
                         int number) {
  if (!word_of(words, number).empty())
    return std::nullopt;
  return refusal(errc::invalid_value, pointer, "is none of " + listed(words));
}

maybe_refusal check_status(wire::Status status) {
  return check_word("/status", status_words, status);
}

maybe_refusal check_priority(wire::Priority priority) {
  return check_word("/priority", priority_words, priority);
}

maybe_refusal check_due(const wire::Due& due) {
  auto allowed = true;
  if (due.has_date())
    allowed = due.date() >= first_due_date && due.date() <= last_due_date;
  else if (due.has_instant_us())
    allowed = due.instant_us() >= first_due_instant_us
              && due.instant_us() <= last_due_instant_us;
  if (allowed)
    return std::nullopt;
  return refusal(errc::invalid_value, "/due",
                 "must lie in the years 0001 to 9999");
}

maybe_refusal check(const wire::CreateTask& x) {
  if (auto why = check_title(x.title()))
    return why;
  if (auto why = check_description(x.description()))
    return why;
  if (x.status() != wire::STATUS_UNSPECIFIED)
    if (auto why = check_status(x.status()))
      return why;
  if (x.priority() != wire::PRIORITY_UNSPECIFIED)
    if (auto why = check_priority(x.priority()))
      return why;
  return check_due(x.due());
}

maybe_refusal check(const wire::UpdateTask& x) {
  if (x.has_title())
    if (auto why = check_title(x.title()))
      return why;
  if (x.has_description())
    if (auto why = check_description(x.description()))
      return why;
  if (x.has_status())
    if (auto why = check_status(x.status()))
      return why;
  if (x.has_priority())
    if (auto why = check_priority(x.priority()))
      return why;
  return check_due(x.due());
}

// -- the actions --------------------------------------------------------------

/// What `check_live` says, and that the task has the expected rev.
template <class Action>
maybe_refusal check_target(const wire::Task* row, const Action& x) {
  if (auto why = check_live(row, "/id", x.id()))
    return why;
  if (!x.has_expected_rev())
    return std::nullopt;
  return check_rev(name_of_task(x.id()), row->rev(), x.expected_rev());
}

wire::Result changed(wire::Task task) {
  auto x = wire::Result{};
  *x.mutable_task() = std::move(task);
  return x;
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

bool same(const wire::Due& a, const wire::Due& b) {
  return a.form_case() == b.form_case() && a.date() == b.date()
         && a.instant_us() == b.instant_us();
}

/// Whether the update leaves every field as it is.
bool is_idle(const wire::Task& row, const wire::UpdateTask& x) {
  return (!x.has_title() || x.title() == row.title())
         && (!x.has_description() || x.description() == row.description())
         && (!x.has_status() || x.status() == row.status())
         && (!x.has_priority() || x.priority() == row.priority())
         && (!x.has_due() || same(x.due(), row.due()));
}

} // namespace

wire::Result create_task(const command_context& c, wire::CreateTask& x) {
  const auto& [state, who, at] = c;
  if (auto why = check(x))
    return refused(std::move(*why));
  auto row = wire::Task{};
  row.set_id(state.take_id<wire::Task>());
  row.set_title(std::move(*x.mutable_title()));
  row.set_description(std::move(*x.mutable_description()));
  set_status(row,
             x.status() == wire::STATUS_UNSPECIFIED ? wire::STATUS_TODO
                                                    : x.status(),
             at);
  row.set_priority(x.priority() == wire::PRIORITY_UNSPECIFIED
                     ? wire::PRIORITY_NONE
                     : x.priority());
  set_due(row, x.due());
  row.set_creator(who.username);
  row.set_created_at_us(at.time_us);
  touch(row, at);
  state.put(row);
  return changed(std::move(row));
}

wire::Result update_task(const command_context& c, wire::UpdateTask& x) {
  const auto& [state, who, at] = c;
  if (auto why = check(x))
    return refused(std::move(*why));
  const auto* found = state.find<wire::Task>(x.id());
  if (auto why = check_target(found, x))
    return refused(std::move(*why));
  auto row = *found;
  if (is_idle(row, x))
    return changed(std::move(row));
  if (x.has_title())
    row.set_title(std::move(*x.mutable_title()));
  if (x.has_description())
    row.set_description(std::move(*x.mutable_description()));
  if (x.has_status())
    set_status(row, x.status(), at);
  if (x.has_priority())
    row.set_priority(x.priority());
  if (x.has_due())
    set_due(row, x.due());
  touch(row, at);
  state.put(row);
  return changed(std::move(row));
}

wire::Result delete_task(const command_context& c, const wire::DeleteTask& x) {
  const auto& [state, who, at] = c;
  const auto* found = state.find<wire::Task>(x.id());
  if (auto why = check_target(found, x))
    return refused(std::move(*why));
  auto row = *found;
  row.set_deleted_at_us(at.time_us);
  touch(row, at);
  state.put(row);
  return changed(std::move(row));
}

wire::Result restore_task(const command_context& c,
                          const wire::RestoreTask& x) {
  const auto& [state, who, at] = c;
  const auto* found = state.find<wire::Task>(x.id());
  if (found == nullptr)
    return refused(*no_such_task("/id", x.id()));
  if (x.has_expected_rev())
    if (auto why
        = check_rev(name_of_task(x.id()), found->rev(), x.expected_rev()))
      return refused(std::move(*why));
  auto row = *found;
  if (row.deleted_at_us() == 0)
    return changed(std::move(row));
  row.set_deleted_at_us(0);
  touch(row, at);
  state.put(row);
  return changed(std::move(row));
}

wire::Answer get_task(reader& state, const wire::GetTask& x) {
  const auto* found = state.find<wire::Task>(x.id());
  if (found == nullptr)
    return refused_answer(*no_such_task("/id", x.id()));
  auto answer = wire::Answer{};
  *answer.mutable_task() = *found;
  return answer;
}

} // namespace taskraft::tasks
