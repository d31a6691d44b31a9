#include "persistence/store/row_cells.hpp"

#include "protocol/invariant.hpp"

#include <algorithm>
#include <utility>

namespace taskraft::persistence {

namespace {

using google::protobuf::FieldDescriptor;

/// The message that holds the last field of the path; null if it is unset.
const tasks::row_message* holder_of(const column& of,
                                    const tasks::row_message& x) {
  const auto* at = &x;
  for (auto i = std::size_t{0}; i + 1 < of.path.size(); ++i) {
    const auto& reflection = *at->GetReflection();
    if (!reflection.HasField(*at, of.path[i]))
      return nullptr;
    at = &reflection.GetMessage(*at, of.path[i]);
  }
  return at;
}

tasks::row_message& make_holder_of(const column& of, tasks::row_message& x) {
  auto* at = &x;
  for (auto i = std::size_t{0}; i + 1 < of.path.size(); ++i)
    at = at->GetReflection()->MutableMessage(at, of.path[i]);
  return *at;
}

std::int64_t number_in(const tasks::row_message& x, const column& of) {
  const auto& reflection = *of.last.reflection;
  const auto* field = of.path.back();
  switch (of.last.type) {
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(x, field);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.GetInt64(x, field);
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection.GetUInt32(x, field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<std::int64_t>(reflection.GetUInt64(x, field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(x, field) ? 1 : 0;
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnumValue(x, field);
    default:
      RAFT_INVARIANT(false);
      return 0;
  }
}

/// Of names, which have no commas in them.
std::string joined(const tasks::row_message& x, const FieldDescriptor* field) {
  const auto& reflection = *x.GetReflection();
  auto text = std::string{};
  for (auto i = 0; i < reflection.FieldSize(x, field); ++i)
    text += (i == 0 ? "" : ",") + reflection.GetRepeatedString(x, field, i);
  return text;
}

void set_list(tasks::row_message& x, const FieldDescriptor* field,
              const std::string& text) {
  for (auto at = std::size_t{0}; at < text.size();) {
    auto end = std::min(text.find(',', at), text.size());
    x.GetReflection()->AddString(&x, field, text.substr(at, end - at));
    at = end + 1;
  }
}

} // namespace

int compare(const cell& a, const cell& b) {
  if (a.is != b.is)
    return a.is < b.is ? -1 : 1;
  if (a.is == cell::kind::bytes)
    return a.text().compare(b.text());
  return a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
}

cell cell_of(const column& of, const tasks::row_message& x) {
  if (of.derived != nullptr)
    return of.derived(x);
  if (of.direct.get != nullptr)
    return of.direct.get(x);
  const auto* holder = holder_of(of, x);
  if (holder == nullptr)
    return {};
  const auto* field = of.path.back();
  const auto& reflection = *of.last.reflection;
  if (of.last.is_repeated)
    return cell::of(joined(*holder, field));
  if (of.last.has_presence && !reflection.HasField(*holder, field))
    return {};
  if (of.last.type == FieldDescriptor::CPPTYPE_STRING) {
    auto scratch = std::string{};
    // The string is inside of the row. Protocol Buffers needs `scratch` only
    // for other representations of strings.
    const auto& text = reflection.GetStringReference(*holder, field, &scratch);
    RAFT_INVARIANT(&text != &scratch);
    return of.nullable && text.empty() ? cell{} : cell::of(text);
  }
  auto number = number_in(*holder, of);
  auto is_null = of.nullable && !of.last.has_presence && number == 0;
  return is_null ? cell{} : cell::of(number);
}

cell cell_of(const tasks::key_part& x) {
  if (const auto* number = std::get_if<std::uint64_t>(&x))
    return cell::of(static_cast<std::int64_t>(*number));
  return cell::of(std::string{std::get<std::string>(x)});
}

void set_number(tasks::row_message& x, const column& of, std::int64_t value) {
  if (of.direct.set_number != nullptr)
    return of.direct.set_number(x, value);
  auto& holder = make_holder_of(of, x);
  const auto* field = of.path.back();
  const auto& reflection = *holder.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      reflection.SetInt32(&holder, field, static_cast<std::int32_t>(value));
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      reflection.SetInt64(&holder, field, value);
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      reflection.SetUInt32(&holder, field, static_cast<std::uint32_t>(value));
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      reflection.SetUInt64(&holder, field, static_cast<std::uint64_t>(value));
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(&holder, field, value != 0);
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection.SetEnumValue(&holder, field, static_cast<int>(value));
      break;
    default:
      RAFT_INVARIANT(false);
  }
}

void set_bytes(tasks::row_message& x, const column& of, std::string value) {
  auto& holder = make_holder_of(of, x);
  const auto* field = of.path.back();
  if (field->is_repeated())
    set_list(holder, field, value);
  else
    holder.GetReflection()->SetString(&holder, field, std::move(value));
}

} // namespace taskraft::persistence
