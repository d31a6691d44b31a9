// The head of an HTTP/1.1 request, checked before it is parsed: what proxies
// and servers understand in different ways is refused.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace taskraft::http {

inline constexpr std::size_t max_head_bytes = std::size_t{16} << 10U;

enum class head_state : std::uint8_t {
  incomplete,
  complete,
  /// No HTTP, or none that everybody understands alike.
  bad,
  too_large,
};

struct found_head {
  head_state state = head_state::incomplete;
  /// With the empty line at its end.
  std::size_t bytes = 0;
};

/// Looks for the head at the beginning of what has come. A line that ends
/// without CR, a folded line and control characters are bad.
found_head find_head(std::string_view bytes);

} // namespace taskraft::http
