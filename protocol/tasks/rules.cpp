#include "protocol/tasks/rules.hpp"

#include "protocol/errors.hpp"
#include "protocol/invariant.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/text.hpp"

#include <string>
#include <utility>

namespace taskraft::tasks {

namespace {

using maybe_refusal = std::optional<wire::Refusal>;

wire::Refusal refusal(errc code, std::string pointer, std::string message) {
  auto x = wire::Refusal{};
  x.set_code(static_cast<std::uint32_t>(code));
  x.set_pointer(std::move(pointer));
  x.set_message(std::move(message));
  return x;
}

wire::Result refused(wire::Refusal why) {
  auto x = wire::Result{};
  *x.mutable_refusal() = std::move(why);
  return x;
}

wire::Result changed(wire::Task task) {
  auto x = wire::Result{};
  *x.mutable_task() = std::move(task);
  return x;
}

std::string name_of(std::uint64_t id) {
  return "task " + std::to_string(id);
}

// -- what a field may hold ----------------------------------------------------

maybe_refusal check_text(const char* pointer, std::string_view text) {
  if (!count_characters(text))
    return refusal(errc::invalid_value, pointer, "is not valid UTF-8");
  if (text.find('\0') != std::string_view::npos)
    return refusal(errc::invalid_value, pointer, "must not hold a NUL");
  return std::nullopt;
}

maybe_refusal check_title(std::string_view title, std::uint32_t level) {
  if (auto why = check_text("/title", title))
    return why;
  auto characters = *count_characters(title);
  if (characters == 0)
    return refusal(errc::invalid_value, "/title", "must not be empty");
  if (characters > max_title_characters)
    return refusal(errc::invalid_value, "/title",
                   "has " + std::to_string(characters)
                     + " characters; at most 255 are allowed");
  if (level >= no_blank_titles_level && is_blank(title))
    return refusal(errc::invalid_value, "/title",
                   "must hold more than white space");
  return std::nullopt;
}

maybe_refusal check_description(std::string_view description) {
  if (description.size() > max_description_bytes)
    return refusal(errc::invalid_value, "/description",
                   "has " + std::to_string(description.size())
                     + " bytes; at most 65536 are allowed");
  return check_text("/description", description);
}

maybe_refusal check_status(wire::Status status) {
  if (status >= wire::STATUS_TODO && status <= wire::STATUS_CANCELLED)
    return std::nullopt;
  return refusal(errc::invalid_value, "/status",
                 "is none of todo, in_progress, completed, cancelled");
}

maybe_refusal check_priority(wire::Priority priority) {
  if (priority >= wire::PRIORITY_NONE && priority <= wire::PRIORITY_URGENT)
    return std::nullopt;
  return refusal(errc::invalid_value, "/priority",
                 "is none of none, low, medium, high, urgent");
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

maybe_refusal check_key(std::string_view key) {
  if (!key.empty() && key.size() <= max_key_bytes)
    return std::nullopt;
  return refusal(errc::invalid_value, "/key",
                 "has " + std::to_string(key.size())
                   + " bytes; 1 to 512 are allowed");
}

maybe_refusal check_value(std::string_view value) {
  if (value.size() <= max_value_bytes)
    return std::nullopt;
  return refusal(errc::invalid_value, "/value",
                 "has " + std::to_string(value.size())
                   + " bytes; at most 262144 are allowed");
}

maybe_refusal check(const wire::CreateTask& x, std::uint32_t level) {
  if (auto why = check_title(x.title(), level))
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

maybe_refusal check(const wire::UpdateTask& x, std::uint32_t level) {
  if (x.has_title())
    if (auto why = check_title(x.title(), level))
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

// -- what must hold before a change -------------------------------------------

maybe_refusal check_rev(const std::string& what, std::uint64_t rev,
                        std::uint64_t expected) {
  if (rev == expected)
    return std::nullopt;
  return refusal(errc::conflict, "/expected_rev",
                 what + " is at revision " + std::to_string(rev) + ", not "
                   + std::to_string(expected));
}

maybe_refusal no_such_task(std::uint64_t id) {
  return refusal(errc::not_found, "/id", name_of(id) + " does not exist");
}

/// Refuses what does not exist, lies in the trash or has another rev.
template <class Action>
maybe_refusal check_live(const wire::Task* row, const Action& x) {
  if (row == nullptr)
    return no_such_task(x.id());
  if (row->deleted_at_us() != 0)
    return refusal(errc::not_found, "/id",
                   name_of(x.id()) + " is in the trash; restore it first");
  if (!x.has_expected_rev())
    return std::nullopt;
  return check_rev(name_of(x.id()), row->rev(), x.expected_rev());
}

// -- the actions --------------------------------------------------------------

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

wire::Result create(view& state, const std::string& actor, wire::CreateTask& x,
                    const stamp& at) {
  if (auto why = check(x, at.level))
    return refused(std::move(*why));
  auto row = wire::Task{};
  row.set_id(state.take_task_id());
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
  row.set_creator(actor);
  row.set_created_at_us(at.time_us);
  touch(row, at);
  state.put_task(row);
  return changed(std::move(row));
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

wire::Result update(view& state, wire::UpdateTask& x, const stamp& at) {
  if (auto why = check(x, at.level))
    return refused(std::move(*why));
  const auto* found = state.find_task(x.id());
  if (auto why = check_live(found, x))
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
  state.put_task(row);
  return changed(std::move(row));
}

wire::Result remove(view& state, const wire::DeleteTask& x, const stamp& at) {
  const auto* found = state.find_task(x.id());
  if (auto why = check_live(found, x))
    return refused(std::move(*why));
  auto row = *found;
  row.set_deleted_at_us(at.time_us);
  touch(row, at);
  state.put_task(row);
  return changed(std::move(row));
}

wire::Result restore(view& state, const wire::RestoreTask& x, const stamp& at) {
  const auto* found = state.find_task(x.id());
  if (found == nullptr)
    return refused(*no_such_task(x.id()));
  if (x.has_expected_rev())
    if (auto why = check_rev(name_of(x.id()), found->rev(), x.expected_rev()))
      return refused(std::move(*why));
  auto row = *found;
  if (row.deleted_at_us() == 0)
    return changed(std::move(row));
  row.set_deleted_at_us(0);
  touch(row, at);
  state.put_task(row);
  return changed(std::move(row));
}

wire::Result key_changed(const stamp& at) {
  auto x = wire::Result{};
  x.mutable_key()->set_rev(at.index.value);
  return x;
}

maybe_refusal check_key_rev(const key_row* row, std::uint64_t expected) {
  if (row == nullptr && expected != 0)
    return refusal(errc::conflict, "/expected_rev", "the key does not exist");
  if (row != nullptr && expected == 0)
    return refusal(errc::conflict, "/expected_rev",
                   "the key exists already, at revision "
                     + std::to_string(row->rev));
  return row == nullptr ? std::nullopt
                        : check_rev("the key", row->rev, expected);
}

wire::Result put(view& state, wire::PutKey& x, const stamp& at) {
  if (auto why = check_key(x.key()))
    return refused(std::move(*why));
  if (auto why = check_value(x.value()))
    return refused(std::move(*why));
  if (x.has_expected_rev())
    if (auto why = check_key_rev(state.find_key(x.key()), x.expected_rev()))
      return refused(std::move(*why));
  state.put_key(
    std::move(*x.mutable_key()),
    {.value = std::move(*x.mutable_value()), .rev = at.index.value});
  return key_changed(at);
}

wire::Result erase(view& state, wire::DeleteKey& x, const stamp& at) {
  if (auto why = check_key(x.key()))
    return refused(std::move(*why));
  const auto* found = state.find_key(x.key());
  if (found == nullptr)
    return refused(refusal(errc::not_found, "/key", "the key does not exist"));
  if (x.has_expected_rev())
    if (auto why = check_rev("the key", found->rev, x.expected_rev()))
      return refused(std::move(*why));
  state.erase_key(std::move(*x.mutable_key()));
  return key_changed(at);
}

} // namespace

wire::Result apply(view& state, wire::Command command, const stamp& at) {
  RAFT_INVARIANT(at.level >= 1 && at.level <= newest_rules_level);
  if (command.actor().size() > max_actor_bytes)
    return refused(
      refusal(errc::invalid_value, "/actor", "has more than 64 bytes"));
  switch (command.action_case()) {
    case wire::Command::kCreateTask:
      return create(state, command.actor(), *command.mutable_create_task(), at);
    case wire::Command::kUpdateTask:
      return update(state, *command.mutable_update_task(), at);
    case wire::Command::kDeleteTask:
      return remove(state, command.delete_task(), at);
    case wire::Command::kRestoreTask:
      return restore(state, command.restore_task(), at);
    case wire::Command::kPutKey:
      return put(state, *command.mutable_put_key(), at);
    case wire::Command::kDeleteKey:
      return erase(state, *command.mutable_delete_key(), at);
    case wire::Command::kTakeDigest: {
      auto due = wire::Result{};
      due.mutable_checksum()->set_index(at.index.value);
      return due;
    }
    case wire::Command::ACTION_NOT_SET:
      break;
  }
  return refused(refusal(errc::malformed, "", "names no known action"));
}

} // namespace taskraft::tasks
