#include "protocol/tasks/unknown_fields.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>
#include <unordered_map>
#include <vector>

namespace taskraft::tasks {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

/// Where a message can hold other messages. Every command is looked at, and
/// to list the fields that are set costs more than to know where to look.
struct message_places {
  std::vector<const FieldDescriptor*> fields;
  std::vector<const google::protobuf::OneofDescriptor*> oneofs;
};

message_places places_in(const google::protobuf::Descriptor& of) {
  auto places = message_places{};
  for (auto i = 0; i < of.field_count(); ++i)
    if (of.field(i)->message_type() != nullptr
        && of.field(i)->real_containing_oneof() == nullptr)
      places.fields.push_back(of.field(i));
  for (auto i = 0; i < of.real_oneof_decl_count(); ++i)
    places.oneofs.push_back(of.oneof_decl(i));
  return places;
}

const message_places& known_places_in(const google::protobuf::Descriptor& of) {
  thread_local auto known
    = std::unordered_map<const google::protobuf::Descriptor*, message_places>{};
  auto [at, is_new] = known.try_emplace(&of);
  if (is_new)
    at->second = places_in(of);
  return at->second;
}

bool has_unknown_fields_in(const Message& x, const FieldDescriptor& field) {
  const auto& reflection = *x.GetReflection();
  if (!field.is_repeated())
    return reflection.HasField(x, &field)
           && has_unknown_fields(reflection.GetMessage(x, &field));
  for (auto i = 0; i < reflection.FieldSize(x, &field); ++i)
    if (has_unknown_fields(reflection.GetRepeatedMessage(x, &field, i)))
      return true;
  return false;
}

} // namespace

bool has_unknown_fields(const Message& x) {
  const auto& reflection = *x.GetReflection();
  if (!reflection.GetUnknownFields(x).empty())
    return true;
  const auto& places = known_places_in(*x.GetDescriptor());
  for (const auto* field : places.fields)
    if (has_unknown_fields_in(x, *field))
      return true;
  for (const auto* oneof : places.oneofs) {
    const auto* field = reflection.GetOneofFieldDescriptor(x, oneof);
    if (field != nullptr && field->message_type() != nullptr
        && has_unknown_fields_in(x, *field))
      return true;
  }
  return false;
}

} // namespace taskraft::tasks
