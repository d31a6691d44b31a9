#include "protocol/json/objects.hpp"

#include "protocol/invariant.hpp"
#include "protocol/json/instants.hpp"
#include "protocol/tasks/text.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <google/protobuf/descriptor.h>
#include <iterator>
#include <span>
#include <utility>
#include <vector>

namespace taskraft::json {

namespace {

namespace wire = tasks::wire;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

/// A member of an object: a field of the row, as it is or as a digest.
struct member {
  enum class kind { field, digest };

  std::string_view name;
  kind is = kind::field;
};

/// The members of an object in the contract's order.
struct shape {
  const Descriptor* of;
  std::vector<member> members;
};

std::vector<shape> shapes_of_work() {
  return {{wire::Task::descriptor(),
           {{"id"},
            {"rev"},
            {"project"},
            {"title"},
            {"description"},
            {"status"},
            {"priority"},
            {"due"},
            {"assignees"},
            {"labels"},
            {"parent"},
            {"repeat"},
            {"creator"},
            {"created_at"},
            {"updated_at"},
            {"completed_at"},
            {"deleted_at"}}},
          {wire::Comment::descriptor(),
           {{"id"},
            {"rev"},
            {"task"},
            {"author"},
            {"text"},
            {"mentions"},
            {"created_at"},
            {"updated_at"}}},
          {wire::Attachment::descriptor(),
           {{"id"},
            {"task"},
            {"name"},
            {"size"},
            {"media_type"},
            {"sha256", member::kind::digest},
            {"creator"},
            {"created_at"}}}};
}

std::vector<shape> shapes_of_frame() {
  return {{wire::Project::descriptor(),
           {{"key"},
            {"rev"},
            {"name"},
            {"description"},
            {"color"},
            {"archived"},
            {"my_role"},
            {"created_at"},
            {"updated_at"}}},
          {wire::Label::descriptor(),
           {{"name"}, {"rev"}, {"color"}, {"description"}}},
          {wire::User::descriptor(),
           {{"username"},
            {"rev"},
            {"display_name"},
            {"email"},
            {"role"},
            {"disabled"},
            {"time_zone"},
            {"created_at"}}}};
}

/// Rows that are not here have their fields in the order of the message.
const std::vector<shape>& shapes() {
  static const auto all = [] {
    auto x = shapes_of_work();
    std::ranges::move(shapes_of_frame(), std::back_inserter(x));
    return x;
  }();
  return all;
}

constexpr std::string_view unit = "_us";

std::string name_of(const FieldDescriptor& field) {
  auto name = field.name();
  if (name.ends_with(unit))
    name.resize(name.size() - unit.size());
  return name;
}

/// Null for a member that is no field.
const FieldDescriptor* field_named(const Descriptor& message,
                                   std::string_view name) {
  const auto* field = message.FindFieldByName(std::string{name});
  return field != nullptr
           ? field
           : message.FindFieldByName(std::string{name} + std::string{unit});
}

object word_or_null(const FieldDescriptor& field, int number) {
  auto word = tasks::word_of(tasks::words_of(*field.enum_type()), number);
  return word.empty() ? object{} : object(word);
}

object due_or_null(const wire::Due& due) {
  return due.form_case() == wire::Due::FORM_NOT_SET ? object{}
                                                    : object(to_rfc3339(due));
}

object number_in(const FieldDescriptor& field, std::uint64_t x) {
  if (!field.name().ends_with(unit))
    return x;
  return x == 0 ? object{} : object(to_rfc3339(static_cast<std::int64_t>(x)));
}

object texts_in(const tasks::row_message& row, const FieldDescriptor& field) {
  const auto& reflection = *row.GetReflection();
  auto list = object::array();
  for (auto i = 0; i < reflection.FieldSize(row, &field); ++i)
    list.push_back(reflection.GetRepeatedString(row, &field, i));
  return list;
}

/// Fields that name something else, or nothing. Other text is "" if there is
/// none.
bool is_reference(std::string_view name) {
  return name == "parent" || name == "project" || name == "email"
         || name == "repeat";
}

void add_field(object& to, const tasks::row_message& row,
               const FieldDescriptor& field) {
  const auto& reflection = *row.GetReflection();
  auto name = name_of(field);
  if (field.is_repeated()) {
    to[name] = texts_in(row, field);
    return;
  }
  if (is_reference(name) && !reflection.HasField(row, &field)) {
    to[name] = nullptr;
    return;
  }
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      auto text = reflection.GetString(row, &field);
      if (field.type() == FieldDescriptor::TYPE_BYTES)
        add_bytes(to, name, text);
      else
        to[name] = std::move(text);
      break;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      to[name] = word_or_null(field, reflection.GetEnumValue(row, &field));
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      to[name] = reflection.GetUInt32(row, &field);
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      to[name] = number_in(field, reflection.GetUInt64(row, &field));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      to[name] = reflection.GetBool(row, &field);
      break;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      // Nothing else lies in a row.
      RAFT_INVARIANT(field.message_type() == wire::Due::descriptor());
      to[name] = due_or_null(
        static_cast<const wire::Due&>(reflection.GetMessage(row, &field)));
      break;
    default:
      RAFT_INVARIANT(false);
  }
}

std::string to_base64(std::string_view bytes) {
  static constexpr char digits[]
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  auto result = std::string{};
  for (; !bytes.empty();
       bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()))) {
    auto group = std::uint32_t{0};
    for (auto i = std::size_t{0}; i < 3; ++i)
      group = group << 8U
              | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    for (auto i = std::size_t{0}; i < 4; ++i)
      result += i <= bytes.size() ? digits[group >> (18 - 6 * i) & 63U] : '=';
  }
  return result;
}

/// Two digits a byte.
std::string hex_in(const tasks::row_message& row,
                   const FieldDescriptor& field) {
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  auto text = std::string{};
  for (auto x : row.GetReflection()->GetString(row, &field)) {
    auto byte = static_cast<unsigned char>(x);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

} // namespace

object text_or_null(const std::string& text) {
  return text.empty() ? object{} : object(text);
}

void add_bytes(object& to, const std::string& name, const std::string& bytes) {
  if (tasks::count_characters(bytes)) {
    to[name] = bytes;
    return;
  }
  to[name] = nullptr;
  to[name + "_base64"] = to_base64(bytes);
}

object to_json(const tasks::row_message& row) {
  const auto& message = *row.GetDescriptor();
  auto to = object::object();
  auto found = std::ranges::find(shapes(), &message, &shape::of);
  if (found == shapes().end()) {
    for (auto i = 0; i < message.field_count(); ++i)
      add_field(to, row, *message.field(i));
    return to;
  }
  for (const auto& each : found->members) {
    auto name = std::string{each.name};
    if (each.is == member::kind::digest)
      to[name] = hex_in(row, *field_named(message, each.name));
    else
      add_field(to, row, *field_named(message, each.name));
  }
  return to;
}

object card_to_json(const wire::Task& task) {
  const auto& card = task.card();
  auto to = to_json(task);
  to.erase("description");
  to["rank"] = card.rank();
  to["comment_count"] = card.comments();
  to["attachment_count"] = card.attachments();
  to["subtasks"]
    = {{"total", card.subtasks()}, {"completed", card.completed_subtasks()}};
  to["blocked"] = card.blocked();
  to["watching"] = card.watching();
  return to;
}

object
cards_to_json(const google::protobuf::RepeatedPtrField<wire::Task>& tasks) {
  auto list = object::array();
  for (const auto& each : tasks)
    list.push_back(card_to_json(each));
  return list;
}

} // namespace taskraft::json
