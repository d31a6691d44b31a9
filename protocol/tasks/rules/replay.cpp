#include "protocol/tasks/rules/replay.hpp"

#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"

#include <cstdint>
#include <utility>

namespace taskraft::tasks {

namespace {

bool sees_task(finder& state, const actor& who, std::uint64_t id) {
  const auto* row = state.find<wire::Task>(id);
  return row != nullptr
         && role_on(state, who, *row) != wire::PROJECT_ROLE_UNSPECIFIED;
}

/// The task that the result tells of; zero if it is about no task.
std::uint64_t task_in(const wire::Result& x) {
  switch (x.outcome_case()) {
    case wire::Result::kTask:
      return x.task().id();
    case wire::Result::kComment:
      return x.comment().task();
    case wire::Result::kAttachment:
      return x.attachment().task();
    default:
      return 0;
  }
}

wire::Refusal is_gone() {
  return refusal(errc::not_found, "",
                 "what the request made or changed does "
                 "not exist any more");
}

wire::Result answered_gone(const wire::Result& first) {
  auto x = refused(is_gone());
  x.set_attempt(first.attempt());
  x.set_fingerprint(first.fingerprint());
  return x;
}

/// Each of many is judged alone.
void hide_gone(finder& state, const actor& who, wire::Result& x) {
  for (auto& item : *x.mutable_created_tasks()->mutable_items())
    if (item.has_task() && !sees_task(state, who, item.task().id()))
      *item.mutable_refusal() = is_gone();
}

} // namespace

bool shows_subject(finder& state, const actor& who, const wire::Result& x) {
  switch (x.outcome_case()) {
    case wire::Result::kTask:
      return sees_task(state, who, x.task().id());
    case wire::Result::kComment:
      return sees_task(state, who, x.comment().task())
             && state.find<wire::CommentPlace>(x.comment().id()) != nullptr;
    case wire::Result::kAttachment:
      return sees_task(state, who, x.attachment().task())
             && state.find<wire::AttachmentPlace>(x.attachment().id())
                  != nullptr;
    case wire::Result::kProject:
      return role_in(state, who, x.project().key())
             != wire::PROJECT_ROLE_UNSPECIFIED;
    case wire::Result::kView:
      return sees_view(state, who, x.view().id());
    default:
      return true;
  }
}

wire::Result seen_again(finder& state, const actor& who,
                        const wire::Command& command, wire::Result first) {
  // That answer has no text.
  if (command.has_purge_task())
    return first;
  // A command that hid its subject has succeeded, as its first answer says.
  // Nobody hears of a task that was removed for ever, though.
  if (first.out_of_sight()) {
    auto task = task_in(first);
    return task != 0 && state.find<wire::Task>(task) == nullptr
             ? answered_gone(first)
             : first;
  }
  if (!shows_subject(state, who, first))
    return answered_gone(first);
  if (first.has_created_tasks())
    hide_gone(state, who, first);
  if (first.has_user() && !who.is_admin
      && first.user().username() != who.username)
    first.mutable_user()->clear_email();
  return first;
}

} // namespace taskraft::tasks
