// What a node says of itself, for the operator: one line each on standard
// error, `node=… event=… key=value` or a JSON object. A reader that does not
// read, or is gone, costs lines, never a node.

#pragma once

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>

namespace taskraft::logging {

enum class severity : std::uint8_t { debug, info, warn, error };

enum class line_format : std::uint8_t { text, json };

/// Begins to write what is at least as severe as `level` (debug, info, warn or
/// error); false, and nothing begins, if there is no such level. Without it
/// everything is silent.
bool start(std::string_view level, std::uint64_t node,
           line_format format = line_format::text);

/// Writes what is still waiting and is silent from then on.
void stop();

/// How many lines nobody has taken since the start.
std::uint64_t dropped_lines();

/// Whether a line of this severity would be written.
bool wanted(severity x);

namespace detail {

/// Whether a value is text, or something whose text may be a number.
enum class value_kind : std::uint8_t { text, other };

void write(severity x, const std::string& fields);

/// Adds a field in the format of the lines. Whatever the value holds, the line
/// stays one line, its fields stay apart, and JSON stays JSON: a value that
/// would make it too long is cut.
void append_field(std::string& fields, std::string_view key,
                  std::string_view value, value_kind kind);

inline void append_fields(std::string& /*fields*/) {
}

template <class Value, class... Rest>
void append_fields(std::string& fields, std::string_view key,
                   const Value& value, const Rest&... rest) {
  if constexpr (std::is_convertible_v<const Value&, std::string_view>) {
    append_field(fields, key, value, value_kind::text);
  } else {
    auto out = std::ostringstream{};
    out << std::boolalpha << value;
    append_field(fields, key, out.str(), value_kind::other);
  }
  append_fields(fields, rest...);
}

template <class... Fields>
void say(severity x, std::string_view event, const Fields&... rest) {
  static_assert(sizeof...(Fields) % 2 == 0, "fields are pairs: key, value");
  if (!wanted(x))
    return;
  auto fields = std::string{};
  append_field(fields, "event", event, value_kind::text);
  append_fields(fields, rest...);
  write(x, fields);
}

} // namespace detail

/// What an operator may ignore unless something is being searched for.
template <class... Fields>
void debug(std::string_view event, const Fields&... fields) {
  detail::say(severity::debug, event, fields...);
}

/// Changes of role and life: `logging::info("link_opened", "peer", id)`.
template <class... Fields>
void info(std::string_view event, const Fields&... fields) {
  detail::say(severity::info, event, fields...);
}

/// What the operator may act on.
template <class... Fields>
void warn(std::string_view event, const Fields&... fields) {
  detail::say(severity::warn, event, fields...);
}

/// Said before dying.
template <class... Fields>
void error(std::string_view event, const Fields&... fields) {
  detail::say(severity::error, event, fields...);
}

} // namespace taskraft::logging
