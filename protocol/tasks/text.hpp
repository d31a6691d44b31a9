// What counts as text, and how long it is.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::tasks {

/// The number of Unicode code points; nothing if `text` is not valid UTF-8.
std::optional<std::size_t> count_characters(std::string_view text);

/// Whether valid UTF-8 holds nothing but white space, as Unicode defines it.
bool is_blank(std::string_view text);

/// Valid UTF-8 without white space at its ends.
std::string trimmed(std::string_view text);

/// Whether valid UTF-8 holds a control character (general category Cc), or one
/// that ends a line.
bool holds_control(std::string_view text);

/// Whether valid UTF-8 holds a character that turns the direction of text, so
/// that it reads as something else. Not part of the rules: the doors refuse it.
bool holds_bidi(std::string_view text);

/// Whether valid UTF-8 holds white space, as Unicode defines it.
bool holds_white_space(std::string_view text);

/// How valid UTF-8 begins: at most `most` code points.
std::string first_characters(std::string_view text, std::size_t most);

/// The text as searches and orders see it: letters folded as Unicode says, and
/// the same for all ways to compose a letter. Bytes that are no UTF-8 stay as
/// they are. Not part of the rules: a newer Unicode may fold more.
std::string fold(std::string_view text);

} // namespace taskraft::tasks
