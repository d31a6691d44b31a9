// What the files that describe tables share. Included by them only.

#pragma once

#include "persistence/store/schema.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace taskraft::persistence {

inline column sized(std::string_view name, column_type type,
                    std::uint32_t length) {
  return {.name = name, .type = type, .length = length};
}

inline column nullable(std::string_view name, column_type type,
                       std::string_view field = {}) {
  return {.name = name, .type = type, .nullable = true, .field = field};
}

inline column reference(std::string_view name, std::string_view to) {
  return {.name = name, .references = to};
}

inline column derived(std::string_view name, column_type type,
                      cell (*how)(const tasks::row_message&)) {
  return {.name = name, .type = type, .derived = how};
}

/// A note of Unicode's musical symbols becomes three characters of four bytes;
/// nothing else becomes more.
inline constexpr std::uint32_t max_folded_character_bytes = 12;

/// The folded form of a text with that many characters. Before schema version 4
/// there was room for `former_length` bytes, which is too few.
inline column folded(std::string_view name, std::uint32_t characters,
                     std::uint32_t former_length) {
  auto x
    = sized(name, column_type::name, max_folded_character_bytes * characters);
  x.lengthened = 4;
  x.former_length = former_length;
  return x;
}

inline column nullable_name(std::string_view column_name,
                            std::uint32_t length) {
  auto x = sized(column_name, column_type::name, length);
  x.nullable = true;
  return x;
}

inline column nullable_reference(std::string_view column_name,
                                 std::string_view to) {
  auto x = reference(column_name, to);
  x.nullable = true;
  return x;
}

/// Users, their logins, projects and their members.
std::vector<table> account_tables();

/// Attachments, histories and notifications.
std::vector<table> change_tables();

/// Saved views, what users keep for their pages, settings and what is used.
std::vector<table> view_tables();

} // namespace taskraft::persistence
