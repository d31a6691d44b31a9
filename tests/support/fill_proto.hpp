// Gives every field of a Protocol Buffers message a value of its own that is
// not its default.

#pragma once

#include <cstdint>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

struct named_proto {
  /// Its type, and which of a `oneof` is chosen.
  std::string name;
  std::unique_ptr<google::protobuf::Message> message;
  /// Whether it has fields that 0.2.0 did not know: then the same without them
  /// is just before it.
  bool is_newer = false;
};

/// Whether the field came after 0.2.0, whose bytes are kept.
inline bool is_newer(const google::protobuf::FieldDescriptor& x) {
  return x.full_name() == "taskraft.tasks.wire.Change.forwarder";
}

class proto_filler {
public:
  using message = google::protobuf::Message;
  using field = google::protobuf::FieldDescriptor;

  enum class fields { of_0_2_0, all };

  explicit proto_filler(fields which) : which_(which) {
  }

  /// Of each `oneof` the first field, or `chosen`.
  void fill(message& x, const field* chosen = nullptr) {
    const auto& type = *x.GetDescriptor();
    for (auto i = 0; i < type.field_count(); ++i) {
      const auto& one = *type.field(i);
      // A message inside of its own kind would have no end.
      if (one.message_type() == &type
          || (which_ == fields::of_0_2_0 && is_newer(one)))
        continue;
      const auto* choice = one.real_containing_oneof();
      if (!choice || &one == chosen
          || (one.index_in_oneof() == 0
              && (!chosen || chosen->real_containing_oneof() != choice)))
        set(x, one);
    }
  }

private:
  void set(message& x, const field& one) {
    set_one(x, one);
    if (one.is_repeated())
      set_one(x, one);
  }

  void set_one(message& x, const field& one) {
    using to = google::protobuf::Reflection;
    const auto& reflection = *x.GetReflection();
    auto put = [&](auto put_one, auto add_one, auto value) {
      (reflection.*(one.is_repeated() ? add_one : put_one))(&x, &one, value);
    };
    switch (one.cpp_type()) {
      case field::CPPTYPE_INT32:
        return put(&to::SetInt32, &to::AddInt32, number<std::int32_t>());
      case field::CPPTYPE_INT64:
        return put(&to::SetInt64, &to::AddInt64, number<std::int64_t>());
      case field::CPPTYPE_UINT32:
        return put(&to::SetUInt32, &to::AddUInt32, number<std::uint32_t>());
      case field::CPPTYPE_UINT64:
        return put(&to::SetUInt64, &to::AddUInt64, number<std::uint64_t>());
      case field::CPPTYPE_DOUBLE:
        return put(&to::SetDouble, &to::AddDouble, number<double>());
      case field::CPPTYPE_FLOAT:
        return put(&to::SetFloat, &to::AddFloat, number<float>());
      case field::CPPTYPE_BOOL:
        return put(&to::SetBool, &to::AddBool, true);
      case field::CPPTYPE_ENUM:
        return put(&to::SetEnum, &to::AddEnum, last_of(one));
      case field::CPPTYPE_STRING:
        return put(&to::SetString, &to::AddString,
                   "text " + std::to_string(++count_));
      case field::CPPTYPE_MESSAGE:
        return fill(one.is_repeated() ? *reflection.AddMessage(&x, &one)
                                      : *reflection.MutableMessage(&x, &one));
    }
  }

  static const google::protobuf::EnumValueDescriptor* last_of(const field& x) {
    return x.enum_type()->value(x.enum_type()->value_count() - 1);
  }

  template <class T>
  T number() {
    return static_cast<T>(++count_);
  }

  fields which_;
  std::uint64_t count_ = 0;
};

/// One message of the type for each choice that it leaves.
inline std::vector<named_proto>
filled_proto(const google::protobuf::Descriptor& type) {
  const auto& model
    = *google::protobuf::MessageFactory::generated_factory()->GetPrototype(
      &type);
  auto made = std::vector<named_proto>{};
  auto add = [&](const std::string& name,
                 const google::protobuf::FieldDescriptor* chosen) {
    auto fill = [&](proto_filler::fields which) {
      auto x = std::unique_ptr<google::protobuf::Message>{model.New()};
      proto_filler{which}.fill(*x, chosen);
      return x;
    };
    auto released = fill(proto_filler::fields::of_0_2_0);
    auto whole = fill(proto_filler::fields::all);
    auto bytes = released->SerializeAsString();
    made.push_back({name, std::move(released)});
    if (whole->SerializeAsString() != bytes)
      made.push_back({name + " (newer)", std::move(whole), true});
  };
  for (auto i = 0; i < type.field_count(); ++i)
    if (type.field(i)->real_containing_oneof())
      add(type.full_name() + "." + type.field(i)->name(), type.field(i));
  if (made.empty())
    add(type.full_name(), nullptr);
  return made;
}

} // namespace taskraft::tests
