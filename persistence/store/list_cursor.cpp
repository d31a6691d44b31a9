#include "persistence/store/list_cursor.hpp"

#include <boost/algorithm/hex.hpp>

#include <iterator>

namespace taskraft::persistence {

std::string encode_cursor(const tasks::wire::ListCursor& x) {
  return boost::algorithm::hex_lower(x.SerializeAsString());
}

std::optional<tasks::wire::ListCursor> decode_cursor(std::string_view text) {
  auto bytes = std::string{};
  try {
    boost::algorithm::unhex(text, std::back_inserter(bytes));
  } catch (const boost::algorithm::hex_decode_error&) {
    return std::nullopt;
  }
  auto x = tasks::wire::ListCursor{};
  if (!x.ParseFromString(bytes))
    return std::nullopt;
  return x;
}

} // namespace taskraft::persistence
