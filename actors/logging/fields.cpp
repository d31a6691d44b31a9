#include "actors/logging/fields.hpp"

#include <algorithm>

namespace taskraft::logging {

namespace {

constexpr auto hex_digits = std::string_view{"0123456789abcdef"};
constexpr auto cut_mark = std::string_view{"\xe2\x80\xa6"};
constexpr auto replacement = std::string_view{"\xef\xbf\xbd"};

unsigned char byte_at(std::string_view text, std::size_t place) {
  return static_cast<unsigned char>(text[place]);
}

/// How many bytes the UTF-8 character at the front has; zero if there is none.
std::size_t character_bytes(std::string_view text) {
  auto first = byte_at(text, 0);
  if (first < 0x80)
    return 1;
  auto size = std::size_t{first < 0xc2   ? 0U
                          : first < 0xe0 ? 2U
                          : first < 0xf0 ? 3U
                          : first < 0xf5 ? 4U
                                         : 0U};
  if (size == 0 || text.size() < size)
    return 0;
  for (auto i = std::size_t{1}; i < size; ++i)
    if ((byte_at(text, i) & 0xc0U) != 0x80)
      return 0;
  // Longer than needed, half of a UTF-16 pair, or beyond the last character.
  auto second = byte_at(text, 1);
  if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f)
      || (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f))
    return 0;
  return size;
}

/// What moves a terminal's cursor, changes its colours or turns its text
/// around: controls of ASCII and Latin 1, and marks of direction.
bool is_control(std::string_view character) {
  auto first = byte_at(character, 0);
  if (character.size() == 1)
    return first < ' ' || first == 0x7f;
  auto second = byte_at(character, 1);
  if (character.size() == 2)
    return first == 0xc2 && second < 0xa0;
  if (character.size() != 3 || first != 0xe2)
    return false;
  auto third = byte_at(character, 2);
  return (second == 0x80 && (third >= 0xa8 && third <= 0xae))
         || (second == 0x81 && (third >= 0xa6 && third <= 0xa9));
}

/// U+0000 to U+FFFF as JSON escapes it.
std::string escaped(std::string_view character) {
  auto code = unsigned{byte_at(character, 0)};
  if (character.size() == 2)
    code = (code & 0x1fU) << 6U | (byte_at(character, 1) & 0x3fU);
  if (character.size() == 3)
    code = (code & 0x0fU) << 12U | (byte_at(character, 1) & 0x3fU) << 6U
           | (byte_at(character, 2) & 0x3fU);
  auto out = std::string{"\\u"};
  for (auto shift : {12U, 8U, 4U, 0U})
    out += hex_digits[code >> shift & 15U];
  return out;
}

std::string json_character(std::string_view character) {
  if (character == "\"" || character == "\\")
    return '\\' + std::string{character};
  if (character == "\n")
    return "\\n";
  return is_control(character) ? escaped(character) : std::string{character};
}

/// The text within quotes, cut after a number of bytes.
std::string json_text(std::string_view text, std::size_t most) {
  auto out = std::string{};
  while (!text.empty()) {
    auto size = character_bytes(text);
    auto next = size == 0 ? std::string{replacement}
                          : json_character(text.substr(0, size));
    if (out.size() + next.size() > most)
      return out.append(cut_mark);
    out += next;
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

/// Whether JSON knows it without quotes: true, false or a plain number.
bool is_bare_json(std::string_view value) {
  if (value == "true" || value == "false")
    return true;
  auto digits = value.starts_with('-') ? value.substr(1) : value;
  auto point = std::min(digits.find('.'), digits.size());
  auto is_number = [](std::string_view x) {
    return !x.empty() && std::ranges::all_of(x, [](char c) {
      return c >= '0' && c <= '9';
    });
  };
  auto whole = digits.substr(0, point);
  if (!is_number(whole) || (whole.size() > 1 && whole.front() == '0'))
    return false;
  return point == digits.size() || is_number(digits.substr(point + 1));
}

bool is_plain(std::string_view character) {
  return !is_control(character) && character != " " && character != "\""
         && character != "\\";
}

} // namespace

void append_text(std::string& fields, std::string_view key,
                 std::string_view value) {
  auto inner = std::string{};
  auto quoted = value.empty();
  while (!value.empty()) {
    auto size = character_bytes(value);
    auto next = value.substr(0, size);
    auto plain = size > 0 && is_plain(next);
    quoted = quoted || !plain;
    if (next == "\"" || next == "\\")
      inner += '\\';
    if (size == 0 || is_control(next))
      inner += '?';
    else
      inner += next;
    value.remove_prefix(std::max<std::size_t>(size, 1));
  }
  fields.append(" ").append(key).append("=");
  if (quoted)
    fields.append("\"").append(inner).append("\"");
  else
    fields += inner;
}

void append_json(std::string& fields, std::string_view key,
                 std::string_view value, bool may_be_bare) {
  // The quotes, the comma, the colon and the mark of a cut.
  constexpr auto frame = std::size_t{5} + cut_mark.size();
  auto taken = fields.size() + key.size() + frame;
  if (taken >= most_field_bytes)
    return;
  fields.append(",\"").append(key).append("\":");
  if (may_be_bare && is_bare_json(value)
      && value.size() <= most_field_bytes - taken)
    fields += value;
  else
    fields.append("\"")
      .append(json_text(value, most_field_bytes - taken))
      .append("\"");
}

} // namespace taskraft::logging
