// Reports for the operator: one line each, `node=… event=… key=value`, on
// standard error. A reader that does not read costs lines, never a node.

#pragma once

#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>

namespace taskraft::logging {

enum class severity : std::uint8_t { debug, info, warn, error };

/// Begins to report what is at least as severe as `level` (debug, info, warn or
/// error); false, and nothing begins, if there is no such level. Without it
/// every report is silent.
bool start(std::string_view level, std::uint64_t node);

/// Writes what is still waiting and is silent from then on.
void stop();

/// Whether a report of this severity would be written.
bool wanted(severity x);

namespace detail {

void write(severity x, const std::string& line);

/// Adds ` key=value`; a value with blanks, quotes or control characters is
/// quoted, so that a report stays one line and its fields stay apart.
void append_field(std::string& line, std::string_view key,
                  std::string_view value);

inline void append_fields(std::string& /*line*/) {
}

template <class Value, class... Rest>
void append_fields(std::string& line, std::string_view key, const Value& value,
                   const Rest&... rest) {
  if constexpr (std::is_convertible_v<const Value&, std::string_view>) {
    append_field(line, key, value);
  } else {
    auto out = std::ostringstream{};
    out << std::boolalpha << value;
    append_field(line, key, out.str());
  }
  append_fields(line, rest...);
}

template <class... Fields>
void report(severity x, std::string_view event, const Fields&... fields) {
  static_assert(sizeof...(Fields) % 2 == 0, "fields are pairs: key, value");
  if (!wanted(x))
    return;
  auto line = std::string{};
  append_field(line, "event", event);
  append_fields(line, fields...);
  write(x, line);
}

} // namespace detail

/// What an operator may ignore unless something is being searched for.
template <class... Fields>
void debug(std::string_view event, const Fields&... fields) {
  detail::report(severity::debug, event, fields...);
}

/// Changes of role and life: `logging::info("link_opened", "peer", id)`.
template <class... Fields>
void info(std::string_view event, const Fields&... fields) {
  detail::report(severity::info, event, fields...);
}

/// What the operator may act on.
template <class... Fields>
void warn(std::string_view event, const Fields&... fields) {
  detail::report(severity::warn, event, fields...);
}

/// Said before dying.
template <class... Fields>
void error(std::string_view event, const Fields&... fields) {
  detail::report(severity::error, event, fields...);
}

} // namespace taskraft::logging
