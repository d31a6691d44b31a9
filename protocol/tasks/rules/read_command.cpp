#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/rules/refusals.hpp"
#include "protocol/tasks/unknown_fields.hpp"

#include <google/protobuf/empty.pb.h>
#include <string>

namespace taskraft::tasks {

namespace {

/// Whether all versions agree that the bytes are a message of some kind.
bool is_any_message(std::string_view bytes) {
  auto any = google::protobuf::Empty{};
  return any.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

} // namespace

wire::Refusal not_in_force() {
  return refusal(errc::not_ready, "",
                 "the rules in force do not know this command; it waits until "
                 "every member runs a program that does");
}

std::optional<wire::Refusal> read_command(std::string_view bytes,
                                          wire::Command& command) {
  if (bytes.size() > max_command_bytes)
    return refusal(errc::invalid_value, "",
                   "the command has " + std::to_string(bytes.size())
                     + " bytes; at most 524288 are allowed");
  auto is_known
    = command.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))
      && !has_unknown_fields(command);
  if (is_known)
    return std::nullopt;
  // Newer rules may read what these cannot: the refusal must not tell apart
  // what only some versions can.
  if (is_any_message(bytes))
    return not_in_force();
  return refusal(errc::malformed, "", "the bytes are no command");
}

} // namespace taskraft::tasks
