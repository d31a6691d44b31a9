// Attempts that were refused, as the audit has them.

#include "protocol/tasks/rules/history/changes.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace taskraft::tasks {

namespace {

/// What the command names: the first of its fields that is an id or a name.
std::string target_of(const wire::Command& command) {
  const auto& reflection = *command.GetReflection();
  const auto* chosen = reflection.GetOneofFieldDescriptor(
    command, wire::Command::descriptor()->oneof_decl(0));
  if (chosen == nullptr)
    return {};
  const auto& given = reflection.GetMessage(command, chosen);
  for (const auto* name :
       {"id", "task", "username", "project", "key", "name"}) {
    const auto* field = given.GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || field->is_repeated())
      continue;
    if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_UINT64)
      return std::to_string(given.GetReflection()->GetUInt64(given, field));
    auto text = given.GetReflection()->GetString(given, field);
    return text.size() <= 64 && count_characters(text) ? text : std::string{};
  }
  return {};
}

/// Adds to the refusal of the same kind in the same minute, if there is one.
bool is_counted(const command_context& c, const wire::RefusedMinute* last,
                std::uint64_t minute) {
  if (last == nullptr || last->minute() != minute)
    return false;
  const auto* found
    = c.state.find<wire::Change>(last->index(), last->position());
  if (found == nullptr)
    return false;
  auto change = *found;
  change.set_count(std::max(change.count(), 1U) + 1);
  c.state.put(std::move(change));
  return true;
}

} // namespace

void put_refusal(const command_context& c, const wire::Command& command,
                 const wire::Refusal& why) {
  constexpr auto minute_us = std::uint64_t{60'000'000};
  const auto* chosen = command.GetReflection()->GetOneofFieldDescriptor(
    command, wire::Command::descriptor()->oneof_decl(0));
  auto is_scope = why.code() == static_cast<std::uint32_t>(errc::scope_missing);
  auto action = chosen == nullptr ? std::string{} : chosen->name();
  auto minute = c.at.time_us / minute_us;
  if (is_counted(c, c.state.find<wire::RefusedMinute>(c.who.username, action),
                 minute))
    return;
  auto x = wire::Change{};
  x.set_action(action);
  x.set_actor(c.who.username);
  x.set_subject(target_of(command));
  x.set_outcome(is_scope ? "scope_missing" : "not_allowed");
  if (c.who.session != nullptr)
    x.set_address(c.who.session->address());
  put_changes(c, {x});
  auto counted = wire::RefusedMinute{};
  counted.set_actor(c.who.username);
  counted.set_action(std::move(action));
  counted.set_minute(minute);
  counted.set_index(c.at.index.value);
  c.state.put(std::move(counted));
}

} // namespace taskraft::tasks
