#include "protocol/json/row_sinks.hpp"

#include <algorithm>

namespace taskraft::json {

namespace {

bool is_plain(char x) {
  return static_cast<unsigned char>(x) >= ' ' && x != '"' && x != '\\';
}

/// RFC 8259, section 7.
void append_escaped(std::string& to, char x) {
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  constexpr auto short_ones = std::string_view{"\"\"\\\\\bb\ff\nn\rr\tt"};
  for (auto i = std::size_t{0}; i < short_ones.size(); i += 2)
    if (short_ones[i] == x) {
      (to += '\\') += short_ones[i + 1];
      return;
    }
  auto byte = static_cast<unsigned char>(x);
  ((to += "\\u00") += digits[byte >> 4U]) += digits[byte & 15U];
}

} // namespace

std::string& text_sink::begin(std::string_view name) {
  if (to_.size() > 1)
    to_ += ',';
  ((to_ += '"') += name) += "\":";
  return to_;
}

void text_sink::write(std::string_view x) {
  to_ += '"';
  while (!x.empty()) {
    auto plain = static_cast<std::size_t>(std::ranges::find_if_not(x, is_plain)
                                          - x.begin());
    to_ += x.substr(0, plain);
    if (plain == x.size())
      break;
    append_escaped(to_, x[plain]);
    x.remove_prefix(plain + 1);
  }
  to_ += '"';
}

void text_sink::texts(std::string_view name,
                      const std::vector<std::string>& x) {
  begin(name) += '[';
  for (const auto& each : x) {
    if (&each != &x.front())
      to_ += ',';
    write(each);
  }
  to_ += ']';
}

} // namespace taskraft::json
