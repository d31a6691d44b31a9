#include "actors/http/routes/files/byte_range.hpp"

#include "actors/http/uri.hpp"

#include <algorithm>
#include <limits>

namespace taskraft::http {

namespace {

/// Positions of any length: those beyond 64 bits lie behind the end of any
/// file.
std::optional<std::uint64_t> position_in(std::string_view text) {
  auto is_digits
    = !text.empty()
      && text.find_first_not_of("0123456789") == std::string_view::npos;
  if (!is_digits)
    return std::nullopt;
  return number_in(text).value_or(std::numeric_limits<std::uint64_t>::max());
}

} // namespace

std::optional<byte_range> range_of(std::string_view header,
                                   std::uint64_t size) {
  constexpr auto unit = std::string_view{"bytes="};
  if (!header.starts_with(unit))
    return std::nullopt;
  header.remove_prefix(unit.size());
  auto dash = header.find('-');
  if (dash == std::string_view::npos)
    return std::nullopt;
  auto first = position_in(header.substr(0, dash));
  auto last = position_in(header.substr(dash + 1));
  // The last bytes.
  if (dash == 0 && last)
    return byte_range{size - std::min(size, *last), size};
  if (!first || (!last && dash + 1 != header.size())
      || (last && *last < *first))
    return std::nullopt;
  if (*first >= size)
    return byte_range{size, size};
  return byte_range{*first, last ? std::min(*last, size - 1) + 1 : size};
}

} // namespace taskraft::http
