#include "protocol/errors.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rules.hpp"
#include "protocol/tasks/unknown_fields.hpp"

#include <string>

namespace taskraft::tasks {

namespace {

wire::Refusal refusal(errc code, std::string message) {
  auto x = wire::Refusal{};
  x.set_code(static_cast<std::uint32_t>(code));
  x.set_message(std::move(message));
  return x;
}

} // namespace

std::optional<wire::Refusal> read_command(std::string_view bytes,
                                          wire::Command& command) {
  if (bytes.size() > max_command_bytes)
    return refusal(errc::invalid_value,
                   "the command has " + std::to_string(bytes.size())
                     + " bytes; at most 524288 are allowed");
  if (!command.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())))
    return refusal(errc::malformed, "the bytes are no command");
  if (has_unknown_fields(command))
    return refusal(errc::malformed,
                   "the command holds a field that this version of the rules "
                   "does not know");
  return std::nullopt;
}

named_row row_named_by(const wire::Command& command) {
  switch (command.action_case()) {
    case wire::Command::kUpdateTask:
      return {.task = command.update_task().id(), .key = {}};
    case wire::Command::kDeleteTask:
      return {.task = command.delete_task().id(), .key = {}};
    case wire::Command::kRestoreTask:
      return {.task = command.restore_task().id(), .key = {}};
    case wire::Command::kPutKey:
      if (!command.put_key().has_expected_rev())
        return {};
      return {.task = {}, .key = command.put_key().key()};
    case wire::Command::kDeleteKey:
      return {.task = {}, .key = command.delete_key().key()};
    case wire::Command::kCreateTask:
    case wire::Command::kTakeDigest:
    case wire::Command::ACTION_NOT_SET:
      break;
  }
  return {};
}

} // namespace taskraft::tasks
