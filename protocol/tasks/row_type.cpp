#include "protocol/tasks/row_type.hpp"

#include "protocol/invariant.hpp"

#include <utility>

namespace taskraft::tasks {

namespace {

using google::protobuf::FieldDescriptor;

bool is_text(const FieldDescriptor& x) {
  return x.cpp_type() == FieldDescriptor::CPPTYPE_STRING;
}

std::uint64_t number_of(const row_message& x, const FieldDescriptor& field) {
  const auto& reflection = *x.GetReflection();
  return field.cpp_type() == FieldDescriptor::CPPTYPE_UINT32
           ? reflection.GetUInt32(x, &field)
           : reflection.GetUInt64(x, &field);
}

/// The most significant byte first, so that bytes are ordered like numbers.
void append_number(std::string& to, std::uint64_t x) {
  for (auto shift = 56; shift >= 0; shift -= 8)
    to += static_cast<char>(x >> static_cast<unsigned>(shift) & 0xffU);
}

std::uint64_t take_number(std::string_view& from) {
  auto x = std::uint64_t{0};
  for (auto byte : from.substr(0, 8))
    x = x << 8U | static_cast<unsigned char>(byte);
  from.remove_prefix(8);
  return x;
}

/// Text before other fields: a zero byte becomes two bytes, and so does the
/// end, which is less than whatever goes on.
void append_inner(std::string& to, std::string_view x) {
  for (auto byte : x) {
    to += byte;
    if (byte == '\0')
      to += '\xff';
  }
  to += '\0';
  to += '\1';
}

/// False if the text does not end.
bool take_inner(std::string_view& from, std::string& to) {
  for (auto i = std::size_t{0}; i + 1 < from.size(); ++i) {
    if (from[i] != '\0') {
      to += from[i];
      continue;
    }
    if (from[++i] == '\1') {
      from.remove_prefix(i + 1);
      return true;
    }
    to += '\0';
  }
  return false;
}

} // namespace

row_type describe_row(const row_message& blank,
                      const google::protobuf::Descriptor& list) {
  const auto& row = *blank.GetDescriptor();
  auto type = row_type{.blank = &blank, .number = 0, .key = {}};
  for (auto i = 0; i < list.field_count(); ++i)
    if (list.field(i)->message_type() == &row)
      type.number = static_cast<std::uint32_t>(list.field(i)->number());
  const auto& options = row.options();
  for (auto i = 0; i < options.ExtensionSize(wire::row_key); ++i) {
    const auto* field
      = row.FindFieldByName(options.GetExtension(wire::row_key, i));
    RAFT_INVARIANT(field != nullptr && !field->is_repeated());
    RAFT_INVARIANT(is_text(*field)
                   || field->cpp_type() == FieldDescriptor::CPPTYPE_UINT64
                   || field->cpp_type() == FieldDescriptor::CPPTYPE_UINT32);
    type.key.push_back(field);
  }
  RAFT_INVARIANT(!type.key.empty());
  return type;
}

void append_key(std::string& to, const row_type& type, std::size_t place,
                std::uint64_t part) {
  RAFT_INVARIANT(place < type.key.size() && !is_text(*type.key[place]));
  append_number(to, part);
}

void append_key(std::string& to, const row_type& type, std::size_t place,
                std::string_view part) {
  RAFT_INVARIANT(place < type.key.size() && is_text(*type.key[place]));
  if (place + 1 == type.key.size())
    to += part;
  else
    append_inner(to, part);
}

std::string key_of(const row_type& type, const row_message& x) {
  auto key = std::string{};
  auto scratch = std::string{};
  for (auto place = std::size_t{0}; place < type.key.size(); ++place) {
    const auto& field = *type.key[place];
    if (is_text(field))
      append_key(key, type, place,
                 std::string_view{
                   x.GetReflection()->GetStringReference(x, &field, &scratch)});
    else
      append_number(key, number_of(x, field));
  }
  return key;
}

key_parts split_prefix(const row_type& type, std::string_view prefix) {
  auto parts = key_parts{};
  for (auto place = std::size_t{0}; place < type.key.size(); ++place) {
    if (!is_text(*type.key[place])) {
      if (prefix.size() < 8)
        break;
      parts.whole.emplace_back(take_number(prefix));
    } else if (place + 1 == type.key.size()) {
      parts.begin_of_last = prefix;
    } else {
      auto text = std::string{};
      if (!take_inner(prefix, text))
        break;
      parts.whole.emplace_back(std::move(text));
    }
  }
  return parts;
}

bool is_key(const row_type& type, std::string_view key) {
  auto parts = split_prefix(type, key);
  if (is_text(*type.key.back()))
    parts.whole.emplace_back(std::move(parts.begin_of_last));
  if (parts.whole.size() != type.key.size())
    return false;
  auto again = std::string{};
  for (auto place = std::size_t{0}; place < parts.whole.size(); ++place)
    std::visit([&](const auto& part) { append_key(again, type, place, part); },
               parts.whole[place]);
  return again == key;
}

std::vector<key_part> split_key(const row_type& type, std::string_view key) {
  auto parts = split_prefix(type, key);
  if (is_text(*type.key.back()))
    parts.whole.emplace_back(std::move(parts.begin_of_last));
  RAFT_INVARIANT(parts.whole.size() == type.key.size());
  return std::move(parts.whole);
}

std::string end_of_prefix(std::string_view prefix) {
  auto end = std::string{prefix};
  while (!end.empty() && end.back() == '\xff')
    end.pop_back();
  if (!end.empty())
    end.back() = static_cast<char>(static_cast<unsigned char>(end.back()) + 1);
  return end;
}

} // namespace taskraft::tasks
