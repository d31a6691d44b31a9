#include "protocol/tasks/page_weight.hpp"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::tasks {

namespace {

/// Names of fields, quotes, moments as text.
constexpr std::size_t frame_bytes = 512;
/// The escapes of a smaller row are not counted: a page of such rows is far
/// from full.
constexpr std::size_t least_counted_bytes = 2048;

std::size_t escape_bytes(std::string_view text) {
  auto bytes = std::size_t{0};
  for (auto c : text)
    if (static_cast<unsigned char>(c) < ' ')
      bytes += 5;
    else if (c == '"' || c == '\\')
      ++bytes;
  return bytes;
}

} // namespace

std::size_t page_weight(const row_message& x) {
  auto bytes = x.ByteSizeLong();
  auto weight = frame_bytes + bytes;
  if (bytes < least_counted_bytes)
    return weight;
  const auto& reflection = *x.GetReflection();
  auto fields = std::vector<const google::protobuf::FieldDescriptor*>{};
  reflection.ListFields(x, &fields);
  auto scratch = std::string{};
  for (const auto* field : fields) {
    if (field->cpp_type() != field->CPPTYPE_STRING || field->is_repeated())
      continue;
    const auto& text = reflection.GetStringReference(x, field, &scratch);
    weight += escape_bytes(text);
    // Base64.
    if (field->type() == field->TYPE_BYTES)
      weight += text.size() / 3;
  }
  return weight;
}

} // namespace taskraft::tasks
