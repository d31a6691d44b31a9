// What the rows of a table have in common: a message's type, its key, and the
// table's number. A key is kept as bytes whose order is that of its fields.

#pragma once

#include "tasks.pb.h"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace taskraft::tasks {

using row_message = google::protobuf::Message;
/// Rows do not change: who changes one puts another in its place.
using row_ptr = std::shared_ptr<const row_message>;

struct row_type {
  /// A row of this type that holds nothing.
  const row_message* blank = nullptr;
  /// The field of `SnapshotRow`; zero for what is no row of a snapshot.
  std::uint32_t number = 0;
  /// The fields that name a row.
  std::vector<const google::protobuf::FieldDescriptor*> key;
};

/// `list` holds a oneof of all rows.
row_type describe_row(const row_message& blank,
                      const google::protobuf::Descriptor& list);

/// Where a row's number comes from.
template <class Row>
struct row_list {
  using type = wire::SnapshotRow;
};

template <class Row>
const row_type& row_type_of() {
  static const auto type
    = describe_row(Row::default_instance(), *row_list<Row>::type::descriptor());
  return type;
}

/// One field of a key.
using key_part = std::variant<std::uint64_t, std::string>;

/// Adds the next field of a key, whose place in it is `place`.
void append_key(std::string& to, const row_type& type, std::size_t place,
                std::uint64_t part);
void append_key(std::string& to, const row_type& type, std::size_t place,
                std::string_view part);

std::string key_of(const row_type& type, const row_message& x);

/// The first fields of a key, or all of them. Text in the last place may be cut
/// anywhere.
template <class... Part>
std::string key_from(const row_type& type, const Part&... part) {
  auto key = std::string{};
  auto place = std::size_t{0};
  [[maybe_unused]] auto add = [&](const auto& x) {
    if constexpr (std::integral<std::remove_cvref_t<decltype(x)>>)
      append_key(key, type, place++, static_cast<std::uint64_t>(x));
    else
      append_key(key, type, place++, std::string_view{x});
  };
  (add(part), ...);
  return key;
}

/// A key taken apart: as many whole fields as it has, and what the text in the
/// last place begins with.
struct key_parts {
  std::vector<key_part> whole;
  std::string begin_of_last;
};
key_parts split_prefix(const row_type& type, std::string_view prefix);

/// Whether the bytes are a whole key.
bool is_key(const row_type& type, std::string_view key);

/// All fields of a whole key.
std::vector<key_part> split_key(const row_type& type, std::string_view key);

/// The least string after all strings with this prefix; empty if there is none.
std::string end_of_prefix(std::string_view prefix);

} // namespace taskraft::tasks
