#include "persistence/store/list_cursor.hpp"

#include <boost/algorithm/hex.hpp>

#include <cstring>
#include <iterator>

namespace taskraft::persistence {

namespace {

/// Lengths of the order and of the key, the kind of the place, its number. The
/// order, the key and the place's text follow.
constexpr std::size_t cursor_header_bytes = 13;

} // namespace

std::string encode_cursor(const listing::place& last, std::string_view order) {
  auto bytes = std::string(cursor_header_bytes, '\0');
  auto order_size = static_cast<std::uint16_t>(order.size());
  auto key_size = static_cast<std::uint16_t>(last.key.size());
  std::memcpy(bytes.data(), &order_size, 2);
  std::memcpy(bytes.data() + 2, &key_size, 2);
  bytes[4] = static_cast<char>(last.order.is);
  std::memcpy(bytes.data() + 5, &last.order.number, 8);
  bytes += order;
  bytes += last.key;
  bytes += last.order.text();
  return boost::algorithm::hex_lower(bytes);
}

std::optional<listing::place> decode_cursor(std::string_view cursor,
                                            std::string_view order,
                                            const tasks::row_type& of) {
  auto bytes = std::string{};
  try {
    boost::algorithm::unhex(cursor, std::back_inserter(bytes));
  } catch (const boost::algorithm::hex_decode_error&) {
    return std::nullopt;
  }
  if (bytes.size() < cursor_header_bytes)
    return std::nullopt;
  auto order_size = std::uint16_t{0};
  auto key_size = std::uint16_t{0};
  std::memcpy(&order_size, bytes.data(), 2);
  std::memcpy(&key_size, bytes.data() + 2, 2);
  auto rest = std::string_view{bytes}.substr(cursor_header_bytes);
  if (rest.size() < std::size_t{order_size} + key_size
      || rest.substr(0, order_size) != order)
    return std::nullopt;
  rest.remove_prefix(order_size);
  auto at
    = listing::place{.order = {}, .key = std::string{rest.substr(0, key_size)}};
  rest.remove_prefix(key_size);
  if (!tasks::is_key(of, at.key))
    return std::nullopt;
  if (bytes[4] == static_cast<char>(cell::kind::bytes)) {
    at.order = cell::of(std::string{rest});
  } else if (bytes[4] == static_cast<char>(cell::kind::number)) {
    auto number = std::int64_t{0};
    std::memcpy(&number, bytes.data() + 5, 8);
    at.order = cell::of(number);
  }
  return at;
}

} // namespace taskraft::persistence
