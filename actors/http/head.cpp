#include "actors/http/head.hpp"

#include <algorithm>

namespace taskraft::http {

namespace {

bool is_bad(char x) {
  return (x >= 0 && x < ' ' && x != '\t') || x == '\x7f';
}

} // namespace

found_head find_head(std::string_view bytes) {
  auto seen = bytes.substr(0, max_head_bytes);
  auto at = std::size_t{0};
  while (true) {
    auto line = seen.substr(at);
    auto end = line.find('\n');
    auto text = line.substr(0, end);
    if (end != std::string_view::npos) {
      if (!text.ends_with('\r'))
        return {head_state::bad, 0};
      text.remove_suffix(1);
    } else if (text.ends_with('\r')) {
      text.remove_suffix(1);
    }
    auto is_folded
      = at > 0 && (text.starts_with(' ') || text.starts_with('\t'));
    if (is_folded || std::ranges::any_of(text, is_bad))
      return {head_state::bad, 0};
    if (end == std::string_view::npos)
      break;
    at += end + 1;
    if (text.empty())
      // An empty line before the request means nothing good.
      return at == 2 ? found_head{head_state::bad, 0}
                     : found_head{head_state::complete, at};
  }
  if (bytes.size() >= max_head_bytes)
    return {head_state::too_large, 0};
  return {};
}

} // namespace taskraft::http
