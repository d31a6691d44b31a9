// What a request's JSON must look like: the fields that a route takes, and the
// checks that need no state.

#pragma once

#include "actors/http/problem.hpp"
#include "protocol/json/objects.hpp"
#include "protocol/tasks/words.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::http {

enum class field_type : std::uint8_t {
  text,
  /// A text of one line, but for white space around it.
  line,
  /// One of `words`.
  word,
  /// The same, but another one is a wrong value, which the rules refuse after
  /// what is missing or stale.
  rules_word,
  /// From 1 on.
  number,
  /// From 0 on.
  count,
  boolean,
  /// A day or a moment.
  due,
  moment,
  texts,
  /// Words, as a list.
  words,
  numbers,
  /// A list of objects that something else looks into.
  objects,
  /// An object that something else looks into.
  any_object,
};

struct body_field {
  std::string_view name;
  field_type type = field_type::text;
  bool required = false;
  std::span<const tasks::word> words = {};
};

struct body_schema {
  std::string_view name;
  std::vector<body_field> fields;

  const body_field* find(std::string_view field) const;
};

inline constexpr std::size_t max_json_bytes = std::size_t{512} << 10U;
inline constexpr std::size_t max_json_depth = 32;

/// Strict JSON: an object in UTF-8 in which no field stands twice.
outcome<json::object> parse_body(const std::string& text);

/// All that is wrong with its fields: unknown ones, missing ones, types; words
/// that the rules refuse only beside these. A merge patch need not hold what is
/// required.
std::vector<field_error> check_body(const json::object& body,
                                    const body_schema& schema, bool is_patch);

/// The errors as one problem; must not be empty.
problem problem_of(std::vector<field_error> errors);

} // namespace taskraft::http
