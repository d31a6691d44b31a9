#include "persistence/store/list_cursor.hpp"

#include "persistence/store/task_order.hpp"

#include <boost/algorithm/hex.hpp>

#include <cstring>
#include <iterator>

namespace taskraft::persistence {

namespace {

/// Sort, direction, number, id; the text follows.
constexpr std::size_t cursor_header_bytes = 18;

} // namespace

std::string encode_cursor(const tasks::wire::ListTasks& request,
                          const tasks::wire::Task& last) {
  auto at = place_of(last, request.sort());
  auto bytes = std::string(cursor_header_bytes, '\0');
  bytes[0] = static_cast<char>(request.sort());
  bytes[1] = request.descending() ? '\1' : '\0';
  std::memcpy(bytes.data() + 2, &at.number, sizeof at.number);
  std::memcpy(bytes.data() + 10, &at.id, sizeof at.id);
  bytes += at.text;
  return boost::algorithm::hex_lower(bytes);
}

std::optional<task_filter::place>
decode_cursor(const tasks::wire::ListTasks& request) {
  auto bytes = std::string{};
  try {
    boost::algorithm::unhex(request.cursor(), std::back_inserter(bytes));
  } catch (const boost::algorithm::hex_decode_error&) {
    return std::nullopt;
  }
  if (bytes.size() < cursor_header_bytes
      || bytes[0] != static_cast<char>(request.sort())
      || bytes[1] != (request.descending() ? '\1' : '\0'))
    return std::nullopt;
  auto at = task_filter::place{};
  std::memcpy(&at.number, bytes.data() + 2, sizeof at.number);
  std::memcpy(&at.id, bytes.data() + 10, sizeof at.id);
  at.text = bytes.substr(cursor_header_bytes);
  return at;
}

} // namespace taskraft::persistence
