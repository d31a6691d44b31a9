#include "protocol/tasks/text.hpp"

#include <boost/locale/utf.hpp>

namespace taskraft::tasks {

std::optional<std::size_t> count_characters(std::string_view text) {
  namespace utf = boost::locale::utf;
  const auto* at = text.data();
  const auto* end = at + text.size();
  auto count = std::size_t{0};
  for (; at != end; ++count) {
    auto point = utf::utf_traits<char>::decode(at, end);
    if (point == utf::illegal || point == utf::incomplete)
      return std::nullopt;
  }
  return count;
}

} // namespace taskraft::tasks
