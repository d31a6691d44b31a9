#include "protocol/tasks/rules/history/field_changes.hpp"

#include "protocol/invariant.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace taskraft::tasks {

namespace {

using google::protobuf::FieldDescriptor;

/// What follows from a change, or can never change.
constexpr auto unnamed = std::to_array<std::string_view>(
  {"rev", "created_at_us", "updated_at_us", "completed_at_us", "deletion",
   "creator", "uses", "folded", "digest", "last_used_on", "expires_at_us",
   "hash", "setup_digest", "setup_expires_at_us"});

/// Where empty text means that there is none.
constexpr auto references
  = std::to_array<std::string_view>({"project", "email", "repeat"});

bool is_in(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

void set_number(wire::FieldValue& to, const FieldDescriptor& field,
                std::uint64_t x) {
  if (x == 0)
    return;
  if (field.name().ends_with("_us"))
    to.set_time_us(x);
  else
    to.set_number(x);
}

void set_text(wire::FieldValue& to, const FieldDescriptor& field,
              std::string x) {
  if (!x.empty() || !is_in(references, field.name()))
    to.set_text(std::move(x));
}

wire::FieldValue value_of(const row_message& row,
                          const FieldDescriptor& field) {
  const auto& reflection = *row.GetReflection();
  auto value = wire::FieldValue{};
  if (field.is_repeated()) {
    for (auto i = 0; i < reflection.FieldSize(row, &field); ++i)
      value.mutable_list()->add_texts(
        reflection.GetRepeatedString(row, &field, i));
    return value;
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      set_text(value, field, reflection.GetString(row, &field));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      value.set_text(std::string{word_of(
        words_of(*field.enum_type()), reflection.GetEnumValue(row, &field))});
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      set_number(value, field, reflection.GetUInt32(row, &field));
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      set_number(value, field, reflection.GetUInt64(row, &field));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      value.set_flag(reflection.GetBool(row, &field));
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      // Nothing else lies in a row.
      RAFT_INVARIANT(field.message_type() == wire::Due::descriptor());
      const auto& due
        = static_cast<const wire::Due&>(reflection.GetMessage(row, &field));
      if (due.form_case() != wire::Due::FORM_NOT_SET)
        *value.mutable_due() = due;
      break;
    }
    default:
      RAFT_INVARIANT(false);
  }
  return value;
}

/// "deleted_at" for "deleted_at_us".
std::string name_of(const FieldDescriptor& field) {
  auto name = field.name();
  if (name.ends_with("_us"))
    name.resize(name.size() - 3);
  return name;
}

} // namespace

wire::FieldChanges fields_between(const row_message& before,
                                  const row_message& after) {
  const auto& type = *before.GetDescriptor();
  RAFT_INVARIANT(after.GetDescriptor() == &type);
  auto changes = wire::FieldChanges{};
  for (auto i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (is_in(unnamed, field.name())
        || field.options().GetExtension(wire::gathered))
      continue;
    auto from = value_of(before, field);
    auto to = value_of(after, field);
    if (from.SerializeAsString() == to.SerializeAsString())
      continue;
    auto& change = *changes.add_fields();
    change.set_field(name_of(field));
    *change.mutable_before() = std::move(from);
    *change.mutable_after() = std::move(to);
  }
  return changes;
}

void add_names(wire::FieldChanges& to, const std::string& field,
               const std::vector<std::string>& before,
               const std::vector<std::string>& after) {
  auto& change = *to.add_fields();
  change.set_field(field);
  for (const auto& name : before)
    change.mutable_before()->mutable_list()->add_texts(name);
  for (const auto& name : after)
    change.mutable_after()->mutable_list()->add_texts(name);
}

} // namespace taskraft::tasks
