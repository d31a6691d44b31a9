#include "protocol/invariant.hpp"
#include "protocol/tasks/rules/aggregates.hpp"
#include "protocol/tasks/rules/refusals.hpp"

namespace taskraft::tasks {

wire::Result apply(view& state, wire::Command command, const stamp& at) {
  RAFT_INVARIANT(at.level >= first_rules_level);
  if (command.actor().size() > max_actor_bytes)
    return refused(
      refusal(errc::invalid_value, "/actor", "has more than 64 bytes"));
  switch (command.action_case()) {
    case wire::Command::kCreateTask:
      return create_task(state, command.actor(), *command.mutable_create_task(),
                         at);
    case wire::Command::kUpdateTask:
      return update_task(state, *command.mutable_update_task(), at);
    case wire::Command::kDeleteTask:
      return delete_task(state, command.delete_task(), at);
    case wire::Command::kRestoreTask:
      return restore_task(state, command.restore_task(), at);
    case wire::Command::kPutKey:
      return put_key(state, *command.mutable_put_key(), at);
    case wire::Command::kDeleteKey:
      return delete_key(state, command.delete_key(), at);
    case wire::Command::kAddComment:
      return add_comment(state, command.actor(), *command.mutable_add_comment(),
                         at);
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

std::optional<wire::Answer> list(reader& state, const wire::Query& query) {
  switch (query.question_case()) {
    case wire::Query::kListKeys:
      return list_keys(state, query.list_keys());
    case wire::Query::kListComments:
      return list_comments(state, query.list_comments());
    default:
      return std::nullopt;
  }
}

} // namespace taskraft::tasks
