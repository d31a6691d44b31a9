#include "protocol/json/objects.hpp"

#include "protocol/invariant.hpp"
#include "protocol/json/instants.hpp"
#include "protocol/json/row_sinks.hpp"
#include "protocol/tasks/text.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <array>
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

/// A member whose field was looked up: that costs more than to read it.
struct known_member {
  std::string name;
  const FieldDescriptor* field = nullptr;
  member::kind is = member::kind::field;
  /// Names something else, or nothing. Other text is "" if there is none.
  bool is_reference = false;
  bool is_instant = false;
};

struct known_shape {
  const Descriptor* of;
  std::vector<known_member> members;
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

constexpr std::string_view unit = "_us";

known_member known(const FieldDescriptor& field, member::kind is) {
  static constexpr auto references
    = std::to_array<std::string_view>({"parent", "project", "email", "repeat"});
  auto x = known_member{.name = field.name(), .field = &field, .is = is};
  x.is_instant = x.name.ends_with(unit);
  if (x.is_instant)
    x.name.resize(x.name.size() - unit.size());
  x.is_reference = std::ranges::find(references, x.name) != references.end();
  return x;
}

const FieldDescriptor& field_named(const Descriptor& message,
                                   std::string_view name) {
  const auto* field = message.FindFieldByName(std::string{name});
  if (field == nullptr)
    field = message.FindFieldByName(std::string{name} + std::string{unit});
  RAFT_INVARIANT(field != nullptr);
  return *field;
}

const std::vector<known_shape>& shapes() {
  static const auto all = [] {
    auto described = shapes_of_work();
    std::ranges::move(shapes_of_frame(), std::back_inserter(described));
    auto known_shapes = std::vector<known_shape>{};
    for (const auto& each : described) {
      auto& x = known_shapes.emplace_back(known_shape{each.of, {}});
      for (const auto& one : each.members)
        x.members.push_back(known(field_named(*each.of, one.name), one.is));
    }
    return known_shapes;
  }();
  return all;
}

template <class Sink>
void add_number(Sink& to, const known_member& of, std::uint64_t x) {
  if (!of.is_instant)
    to.number(of.name, x);
  else if (x == 0)
    to.null(of.name);
  else
    to.text(of.name, to_rfc3339(static_cast<std::int64_t>(x)));
}

template <class Sink>
void add_word(Sink& to, const known_member& of, int number) {
  auto word = tasks::word_of(tasks::words_of(*of.field->enum_type()), number);
  if (word.empty())
    to.null(of.name);
  else
    to.text(of.name, std::string{word});
}

template <class Sink>
void add_due(Sink& to, const known_member& of, const wire::Due& due) {
  if (due.form_case() == wire::Due::FORM_NOT_SET)
    to.null(of.name);
  else
    to.text(of.name, to_rfc3339(due));
}

std::vector<std::string> texts_in(const tasks::row_message& row,
                                  const FieldDescriptor& field) {
  const auto& reflection = *row.GetReflection();
  auto list = std::vector<std::string>{};
  for (auto i = 0; i < reflection.FieldSize(row, &field); ++i)
    list.push_back(reflection.GetRepeatedString(row, &field, i));
  return list;
}

/// Two digits a byte.
std::string hex_of(std::string_view bytes) {
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  auto text = std::string{};
  for (auto x : bytes) {
    auto byte = static_cast<unsigned char>(x);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
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

/// What is no text goes by another name.
template <class Sink>
void add_bytes_to(Sink& to, const std::string& name, const std::string& bytes) {
  if (tasks::count_characters(bytes)) {
    to.text(name, bytes);
    return;
  }
  to.null(name);
  to.text(name + "_base64", to_base64(bytes));
}

template <class Sink>
void add_text(Sink& to, const tasks::row_message& row, const known_member& of) {
  auto scratch = std::string{};
  const auto& text
    = row.GetReflection()->GetStringReference(row, of.field, &scratch);
  if (of.is == member::kind::digest)
    to.text(of.name, hex_of(text));
  else if (of.field->type() == FieldDescriptor::TYPE_BYTES)
    add_bytes_to(to, of.name, text);
  else
    to.text(of.name, text);
}

template <class Sink>
void add_member(Sink& to, const tasks::row_message& row,
                const known_member& of) {
  const auto& reflection = *row.GetReflection();
  const auto& field = *of.field;
  if (field.is_repeated())
    return to.texts(of.name, texts_in(row, field));
  if (of.is_reference && !reflection.HasField(row, &field))
    return to.null(of.name);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return add_text(to, row, of);
    case FieldDescriptor::CPPTYPE_ENUM:
      return add_word(to, of, reflection.GetEnumValue(row, &field));
    case FieldDescriptor::CPPTYPE_UINT32:
      return to.number(of.name, reflection.GetUInt32(row, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return add_number(to, of, reflection.GetUInt64(row, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return to.flag(of.name, reflection.GetBool(row, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      // Nothing else lies in a row.
      RAFT_INVARIANT(field.message_type() == wire::Due::descriptor());
      return add_due(
        to, of,
        static_cast<const wire::Due&>(reflection.GetMessage(row, &field)));
    default:
      RAFT_INVARIANT(false);
  }
}

/// Rows without a shape have their fields in the order of the message.
template <class Sink>
void add_members(Sink& to, const tasks::row_message& row) {
  const auto& message = *row.GetDescriptor();
  auto found = std::ranges::find(shapes(), &message, &known_shape::of);
  if (found == shapes().end()) {
    for (auto i = 0; i < message.field_count(); ++i)
      add_member(to, row, known(*message.field(i), member::kind::field));
    return;
  }
  for (const auto& each : found->members)
    add_member(to, row, each);
}

} // namespace

object text_or_null(const std::string& text) {
  return text.empty() ? object{} : object(text);
}

void add_bytes(object& to, const std::string& name, const std::string& bytes) {
  auto sink = object_sink{to};
  add_bytes_to(sink, name, bytes);
}

object to_json(const tasks::row_message& row) {
  auto to = object::object();
  to.get_ref<object::object_t&>().reserve(
    static_cast<std::size_t>(row.GetDescriptor()->field_count()));
  auto sink = object_sink{to};
  add_members(sink, row);
  return to;
}

std::string to_json_text(const tasks::row_message& row) {
  auto to = text_sink{};
  add_members(to, row);
  return to.take();
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
