// Text of others, made fit for one line of an error message.

#pragma once

#include <string>
#include <string_view>

namespace taskraft::config {

/// `text` with control characters as escapes such as `\n` and `\u001b`.
std::string one_line(std::string_view text);

/// A key as it stands in TOML: bare if it may be, otherwise in quotes.
std::string quoted_key(std::string_view key);

} // namespace taskraft::config
