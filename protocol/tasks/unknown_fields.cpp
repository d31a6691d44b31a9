#include "protocol/tasks/unknown_fields.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>
#include <vector>

namespace taskraft::tasks {

bool has_unknown_fields(const google::protobuf::Message& x) {
  using field_type = google::protobuf::FieldDescriptor;
  const auto& reflection = *x.GetReflection();
  if (!reflection.GetUnknownFields(x).empty())
    return true;
  auto fields = std::vector<const field_type*>{};
  reflection.ListFields(x, &fields);
  for (const auto* field : fields) {
    if (field->cpp_type() != field_type::CPPTYPE_MESSAGE)
      continue;
    if (!field->is_repeated()) {
      if (has_unknown_fields(reflection.GetMessage(x, field)))
        return true;
      continue;
    }
    for (auto i = 0; i < reflection.FieldSize(x, field); ++i)
      if (has_unknown_fields(reflection.GetRepeatedMessage(x, field, i)))
        return true;
  }
  return false;
}

} // namespace taskraft::tasks
