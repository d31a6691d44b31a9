// Commands, results, queries and rows: every message of our `.proto` files with
// every field, and once for each choice that it leaves.

#include "tasks.pb.h"
#include "tests/golden/golden.hpp"
#include "tests/support/fill_proto.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>
#include <memory>
#include <string>
#include <vector>

namespace rows_test {

using namespace taskraft;
using namespace taskraft::tests;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;

/// Everything that a file of ours defines, and the files that it imports.
std::vector<const Descriptor*> types_of(const FileDescriptor& file) {
  auto found = std::vector<const Descriptor*>{};
  if (!file.package().starts_with("taskraft."))
    return found;
  // Two files may import the same one.
  auto add = [&](const Descriptor* type) {
    if (std::ranges::find(found, type) == found.end())
      found.push_back(type);
  };
  for (auto i = 0; i < file.dependency_count(); ++i)
    for (const auto* type : types_of(*file.dependency(i)))
      add(type);
  for (auto i = 0; i < file.message_type_count(); ++i)
    add(file.message_type(i));
  return found;
}

const FileDescriptor& domain() {
  return *tasks::wire::SnapshotRow::descriptor()->file();
}

/// Every choice of the type, and a message of it within another one where that
/// can be.
std::vector<tests::named_proto> samples_of(const Descriptor& type) {
  auto samples = filled_proto(type);
  for (auto i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (field.message_type() != &type)
      continue;
    auto outer = std::unique_ptr<Message>{samples[0].message->New()};
    outer->GetReflection()
      ->AddMessage(outer.get(), &field)
      ->CopyFrom(*samples[0].message);
    samples.push_back({field.full_name(), std::move(outer)});
  }
  return samples;
}

/// The bytes that `field` adds, which are all of them where only it is set.
golden::piece piece_of(const Message& x, const FieldDescriptor& field) {
  auto only = std::unique_ptr<Message>{x.New()};
  only->CopyFrom(x);
  auto set = std::vector<const FieldDescriptor*>{};
  x.GetReflection()->ListFields(x, &set);
  for (const auto* other : set)
    if (other != &field)
      only->GetReflection()->ClearField(only.get(), other);
  return {only->SerializeAsString(), only->ShortDebugString()};
}

std::vector<golden::piece> pieces_of(const Message& x) {
  auto set = std::vector<const FieldDescriptor*>{};
  x.GetReflection()->ListFields(x, &set);
  auto pieces = std::vector<golden::piece>{};
  for (const auto* field : set)
    pieces.push_back(piece_of(x, *field));
  return pieces;
}

BOOST_AUTO_TEST_SUITE(golden_rows)

BOOST_AUTO_TEST_CASE(are_written_as_ever) {
  auto made = golden::items{};
  for (const auto* type : types_of(domain()))
    for (const auto& x : samples_of(*type))
      made.emplace_back(x.name, pieces_of(*x.message));
  BOOST_TEST(made.size() > 0U);
  golden::check("rows", made);
}

BOOST_AUTO_TEST_CASE(are_read_as_ever) {
  auto kept = golden::read("rows");
  for (const auto* type : types_of(domain()))
    for (const auto& x : samples_of(*type)) {
      auto found = std::unique_ptr<Message>{x.message->New()};
      BOOST_TEST(found->ParseFromString(kept[x.name]), x.name);
      BOOST_TEST(found->ShortDebugString() == x.message->ShortDebugString());
      BOOST_TEST((found->SerializeAsString() == kept[x.name]), x.name);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace rows_test
