#include "config/one_line.hpp"

#include <algorithm>

namespace taskraft::config {

namespace {

constexpr auto hex_digits = std::string_view{"0123456789abcdef"};

/// The Unicode number of the control character at the front of `text`, and how
/// many bytes it has; no bytes if there is none.
struct control_character {
  unsigned code = 0;
  std::size_t bytes = 0;
};

control_character control_at(std::string_view text) {
  auto byte = static_cast<unsigned char>(text.front());
  if (byte < 0x20 || byte == 0x7f)
    return {byte, 1};
  // U+0080 to U+009F: a terminal acts on them, too.
  auto next = text.size() < 2 ? '\0' : text[1];
  auto second = static_cast<unsigned char>(next);
  if (byte == 0xc2 && second >= 0x80 && second < 0xa0)
    return {second, 2};
  return {};
}

void append_escape(std::string& out, unsigned code) {
  switch (code) {
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += hex_digits[code / 16];
      out += hex_digits[code % 16];
  }
}

bool is_bare(char x) {
  return (x >= 'a' && x <= 'z') || (x >= 'A' && x <= 'Z')
         || (x >= '0' && x <= '9') || x == '-' || x == '_';
}

} // namespace

std::string one_line(std::string_view text) {
  auto out = std::string{};
  while (!text.empty()) {
    auto found = control_at(text);
    if (found.bytes == 0)
      out += text.front();
    else
      append_escape(out, found.code);
    text.remove_prefix(std::max<std::size_t>(found.bytes, 1));
  }
  return out;
}

std::string quoted_key(std::string_view key) {
  if (!key.empty() && std::ranges::all_of(key, is_bare))
    return std::string{key};
  auto out = std::string{'"'};
  for (auto x : key) {
    if (x == '"' || x == '\\')
      out += '\\';
    out += x;
  }
  return one_line(out + '"');
}

} // namespace taskraft::config
