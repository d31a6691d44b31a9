// What counts as text, and how long it is.

#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace taskraft::tasks {

/// The number of Unicode code points; nothing if `text` is not valid UTF-8.
std::optional<std::size_t> count_characters(std::string_view text);

/// Whether valid UTF-8 holds nothing but white space, as Unicode defines it.
bool is_blank(std::string_view text);

} // namespace taskraft::tasks
