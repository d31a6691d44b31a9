// Fields of a line, as text and as JSON.

#pragma once

#include <string>
#include <string_view>

namespace taskraft::logging {

/// No line is longer, so that a pipe takes each of them whole.
inline constexpr std::size_t most_line_bytes = 4096;

/// Of its fields: the rest is time, level and node.
inline constexpr std::size_t most_field_bytes = most_line_bytes - 256;

/// ` key=value`; a value with blanks, quotes or control characters is quoted.
void append_text(std::string& fields, std::string_view key,
                 std::string_view value);

/// `,"key":"value"`, or `,"key":value` if the value is a number or a truth
/// value and `may_be_bare`.
void append_json(std::string& fields, std::string_view key,
                 std::string_view value, bool may_be_bare);

} // namespace taskraft::logging
