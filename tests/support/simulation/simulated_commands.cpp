#include "tests/support/simulation/simulated_commands.hpp"

#include <algorithm>
#include <array>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <string_view>
#include <vector>

namespace taskraft::tests {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr auto most_items = std::uint64_t{3};

template <std::size_t Size>
std::string one_of(dice& chance, const std::array<const char*, Size>& texts) {
  return texts.at(static_cast<std::size_t>(chance.below(Size)));
}

std::string some_text(dice& chance) {
  auto text = "text " + std::to_string(chance.below(100));
  if (chance.percent(20))
    text += " @" + random_username(chance);
  return text + std::string(static_cast<std::size_t>(chance.below(40)), '.');
}

/// Bytes that stand for a hash.
std::string some_digest(dice& chance) {
  auto bytes = std::string(32, '\0');
  for (auto& byte : bytes)
    byte = static_cast<char>(chance.below(256));
  return bytes;
}

class filler {
public:
  filler(dice& chance, std::uint64_t now_us,
         const std::vector<std::uint64_t>& tasks)
    : chance_(chance), now_us_(now_us), tasks_(tasks) {
  }

  void fill(Message& to, unsigned depth = 0) {
    const auto& type = *to.GetDescriptor();
    for (auto i = 0; i < type.field_count(); ++i) {
      const auto& field = *type.field(i);
      // One alternative of several, or none.
      const auto* choice = field.real_containing_oneof();
      if (choice != nullptr) {
        if (choice->field(0) == &field)
          fill_choice(to, *choice, depth);
        continue;
      }
      if (field.is_repeated())
        for (auto count = chance_.below(most_items + 1); count > 0; --count)
          put(to, field, depth);
      else if (is_given(field, depth))
        put(to, field, depth);
    }
  }

private:
  void fill_choice(Message& to, const google::protobuf::OneofDescriptor& choice,
                   unsigned depth) {
    auto picked
      = chance_.below(static_cast<std::uint64_t>(choice.field_count()) + 1);
    if (picked < static_cast<std::uint64_t>(choice.field_count()))
      put(to, *choice.field(static_cast<int>(picked)), depth);
  }

  bool is_given(const FieldDescriptor& field, unsigned depth) {
    if (field.name() == "expected_rev")
      return chance_.percent(8);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE)
      return depth < 3 && chance_.percent(60);
    return !field.has_presence() || chance_.percent(40);
  }

  void put(Message& to, const FieldDescriptor& field, unsigned depth) {
    const auto& access = *to.GetReflection();
    auto many = field.is_repeated();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING: {
        auto text = text_for(to, field.name());
        return many ? access.AddString(&to, &field, text)
                    : access.SetString(&to, &field, text);
      }
      case FieldDescriptor::CPPTYPE_UINT64:
        return many ? access.AddUInt64(&to, &field, number_for(field.name()))
                    : access.SetUInt64(&to, &field, number_for(field.name()));
      case FieldDescriptor::CPPTYPE_UINT32:
        return access.SetUInt32(&to, &field,
                                static_cast<std::uint32_t>(chance_.below(3)));
      case FieldDescriptor::CPPTYPE_INT64:
        return access.SetInt64(
          &to, &field,
          static_cast<std::int64_t>(now_us_ + chance_.below(100'000'000'000)));
      case FieldDescriptor::CPPTYPE_INT32:
        return access.SetInt32(
          &to, &field, static_cast<std::int32_t>(20'454 + chance_.below(5)));
      case FieldDescriptor::CPPTYPE_BOOL:
        return access.SetBool(&to, &field, chance_.percent(30));
      case FieldDescriptor::CPPTYPE_ENUM:
        return put_enum(to, field);
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return fill(many ? *access.AddMessage(&to, &field)
                         : *access.MutableMessage(&to, &field),
                    depth + 1);
      default:
        return;
    }
  }

  void put_enum(Message& to, const FieldDescriptor& field) {
    const auto& values = *field.enum_type();
    auto value = values
                   .value(static_cast<int>(chance_.below(
                     static_cast<std::uint64_t>(values.value_count()))))
                   ->number();
    const auto& access = *to.GetReflection();
    if (field.is_repeated())
      access.AddEnumValue(&to, &field, value);
    else
      access.SetEnumValue(&to, &field, value);
  }

  std::uint64_t number_for(std::string_view name) {
    if (name == "lifetime_us" || name == "setup_lifetime_us")
      return chance_.between(500'000, 100'000'000);
    if (name.ends_with("_us"))
      return chance_.percent(50) ? 0 : now_us_ + chance_.below(2'000'000);
    if (name == "expected_rev" || name == "up_to")
      return chance_.below(400);
    // A parent, or a place on the board, is often none.
    if (name == "parent" && chance_.percent(60))
      return 0;
    auto is_task = name == "task" || name == "other" || name == "parent";
    if (!tasks_.empty() && chance_.percent(is_task ? 90 : 50))
      return chance_.one_of(tasks_);
    return chance_.between(1, id_count);
  }

  std::string text_for(const Message& of, std::string_view name) {
    auto is_project
      = of.GetDescriptor()->full_name().find("Project") != std::string::npos;
    if (name == "username" || name == "assignees")
      return random_username(chance_);
    if (name == "project" || (name == "key" && is_project))
      return chance_.percent(25) ? "" : random_project(chance_);
    if (name == "labels" || (name == "name" && !is_project))
      return one_of(chance_, std::array{"bug", "ui", "Ui", "later"});
    if (name == "color")
      return one_of(chance_, std::array{"", "#4c6ef5"});
    if (name == "repeat")
      return one_of(chance_, std::array{"", "", "FREQ=DAILY"});
    if (name == "time_zone")
      return one_of(chance_, std::array{"", "UTC", "Pacific/Kiritimati"});
    if (name == "layout")
      return one_of(chance_, std::array{"list", "board"});
    if (name == "preferences")
      return "{}";
    if (name == "content")
      return std::string(static_cast<std::size_t>(64 * chance_.between(1, 4)),
                         'x');
    if (name.ends_with("digest"))
      return some_digest(chance_);
    auto is_empty = name == "email" || name == "media_type" || name == "query"
                    || name == "sha256" || name == "prefix";
    return is_empty ? std::string{} : some_text(chance_);
  }

  dice& chance_;
  std::uint64_t now_us_;
  const std::vector<std::uint64_t>& tasks_;
};

/// What people do all day comes more often.
const FieldDescriptor& random_action(dice& chance) {
  using named = tasks::wire::Command;
  static constexpr auto often = std::array{
    named::kCreateTaskFieldNumber,  named::kCreateTaskFieldNumber,
    named::kUpdateTaskFieldNumber,  named::kUpdateTaskFieldNumber,
    named::kMoveTaskFieldNumber,    named::kMoveTaskFieldNumber,
    named::kAddCommentFieldNumber,  named::kAssignTaskFieldNumber,
    named::kLabelTaskFieldNumber,   named::kShareTaskFieldNumber,
    named::kBlockTaskFieldNumber,   named::kBlockTaskFieldNumber,
    named::kBlockTaskFieldNumber,   named::kDeleteTaskFieldNumber,
    named::kRestoreTaskFieldNumber, named::kCreateLabelFieldNumber,
    named::kSetMemberFieldNumber,   named::kRemoveMemberFieldNumber};
  const auto& type = *tasks::wire::Command::descriptor();
  if (chance.percent(60))
    return *type.FindFieldByNumber(
      often.at(static_cast<std::size_t>(chance.below(often.size()))));
  const auto& all = *type.FindOneofByName("action");
  auto number = chance.below(static_cast<std::uint64_t>(all.field_count()));
  return *all.field(static_cast<int>(number));
}

} // namespace

std::string random_username(dice& chance) {
  return one_of(chance, std::array{"ann", "bob", "cleo", "dan", "admin"});
}

std::string random_project(dice& chance) {
  return one_of(chance, std::array{"OPS", "OPS", "WEB"});
}

tasks::wire::Command random_command(dice& chance, std::uint64_t now_us,
                                    const std::vector<std::uint64_t>& tasks) {
  auto command = tasks::wire::Command{};
  const auto* action = &random_action(chance);
  while (action->number() == tasks::wire::Command::kPutKeyFieldNumber
         || action->number() == tasks::wire::Command::kDeleteKeyFieldNumber)
    action = &random_action(chance);
  filler{chance, now_us, tasks}.fill(
    *command.GetReflection()->MutableMessage(&command, action));
  return command;
}

} // namespace taskraft::tests
