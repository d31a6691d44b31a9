#include "bin/client/text/output.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <sys/ioctl.h>
#include <unistd.h>

namespace taskraft::client {

namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest_flexible_column = 10;
constexpr std::string_view ellipsis = "…";
constexpr std::string_view replacement = "\uFFFD";

struct code_point {
  char32_t value = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

/// The first code point of a text that is not empty.
code_point decode(std::string_view text) {
  auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80)
    return {lead, 1, true};
  auto bytes = lead >= 0xf0 ? 4U : lead >= 0xe0 ? 3U : 2U;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes)
    return {};
  auto value = static_cast<char32_t>(lead & (0xffU >> (bytes + 1)));
  for (auto i = 1U; i < bytes; ++i) {
    auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0U) != 0x80)
      return {};
    value = value << 6U | (next & 0x3fU);
  }
  auto least = bytes == 4 ? 0x10000U : bytes == 3 ? 0x800U : 0x80U;
  auto surrogate = value >= 0xd800 && value <= 0xdfff;
  if (value < least || value > 0x10ffff || surrogate)
    return {};
  return {value, bytes, true};
}

std::size_t width_of(char32_t value) {
  auto width = ::wcwidth(static_cast<wchar_t>(value));
  return width < 0 ? 1 : static_cast<std::size_t>(width);
}

/// Whether a terminal would act on the character, or show a misleading text.
bool is_control(char32_t value) {
  auto c0_or_c1 = value < 0x20 || (value >= 0x7f && value < 0xa0);
  auto ends_line = value == 0x2028 || value == 0x2029;
  auto turns_direction = value == 0x061c || value == 0x200e || value == 0x200f
                         || (value >= 0x202a && value <= 0x202e)
                         || (value >= 0x2066 && value <= 0x2069);
  return c0_or_c1 || ends_line || turns_direction;
}

/// "\u001b" or, for a byte, "\xff".
std::string as_escape(char kind, int digits, std::uint32_t value) {
  auto text = std::array<char, 8>{};
  std::snprintf(text.data(), text.size(), "\\%c%0*x", kind, digits, value);
  return text.data();
}

/// The escape that is printed instead of a control character.
std::string as_escape(const code_point& x) {
  switch (x.value) {
    case '\t':
      return "\\t";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    default:
      return as_escape('u', 4, x.value);
  }
}

std::string with_escapes(std::string_view text, bool backslashes) {
  auto result = std::string{};
  while (!text.empty()) {
    auto point = decode(text);
    if (!point.valid)
      result += as_escape('x', 2, static_cast<unsigned char>(text[0]));
    else if (is_control(point.value))
      result += as_escape(point);
    else if (point.value == '\\' && backslashes)
      result += "\\\\";
    else
      result += text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
  }
  return result;
}

std::string without_controls(std::string_view text, bool keep_lines) {
  auto result = std::string{};
  while (!text.empty()) {
    auto point = decode(text);
    auto kept = point.value == '\n' && keep_lines;
    if (point.value == '\t' || (point.value == '\n' && !kept))
      result += ' ';
    else if (!point.valid || (is_control(point.value) && !kept))
      result += replacement;
    else
      result += text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
  }
  return result;
}

std::string_view escape_sequence(tint which) {
  switch (which) {
    case tint::none:
      return "";
    case tint::bold:
      return "\x1b[1m";
    case tint::dim:
      return "\x1b[2m";
    case tint::red:
      return "\x1b[31m";
    case tint::green:
      return "\x1b[32m";
    case tint::yellow:
      return "\x1b[33m";
  }
  return "";
}

} // namespace

output_style style_of_standard_output() {
  auto style = output_style{};
  style.terminal = ::isatty(STDOUT_FILENO) != 0;
  // There are no threads yet.
  style.colour = style.terminal
                 && wants_colour(std::getenv("NO_COLOR"), std::getenv("TERM"));
  style.ascii = !is_utf8_locale(
    {std::getenv("LC_ALL"), std::getenv("LC_CTYPE"), std::getenv("LANG")});
  auto size = winsize{};
  if (style.terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
    style.width = size.ws_col;
  return style;
}

bool wants_colour(const char* no_colour, const char* term) {
  auto refused = no_colour != nullptr && *no_colour != '\0';
  return !refused && (term == nullptr || std::string_view{term} != "dumb");
}

bool is_utf8_locale(std::initializer_list<const char*> values) {
  for (const auto* value : values) {
    if (value == nullptr || *value == '\0')
      continue;
    auto name = std::string_view{value};
    return std::ranges::any_of(
      std::array<std::string_view, 4>{"UTF-8", "utf8", "utf-8", "UTF8"},
      [&](auto each) { return name.find(each) != std::string_view::npos; });
  }
  return true;
}

table::table(std::vector<std::string> header,
             std::optional<std::size_t> flexible,
             std::vector<std::size_t> spare)
  : header_(std::move(header)), flexible_(flexible), spare_(std::move(spare)) {
}

void table::add(std::vector<cell> row) {
  rows_.push_back(std::move(row));
}

std::string table::render(const output_style& style) const {
  return style.terminal ? render_aligned(style) : render_tabbed();
}

std::vector<std::size_t> table::widths_for(const output_style& style) const {
  auto widths = std::vector<std::size_t>{};
  for (const auto& title : header_)
    widths.push_back(display_width(title));
  for (const auto& row : rows_)
    for (auto i = std::size_t{0}; i < row.size(); ++i)
      widths[i] = std::max(widths[i], display_width(printable(row[i].text)));
  if (style.width == 0)
    return widths;
  auto total = gap * (header_.size() - 1);
  for (auto width : widths)
    total += width;
  for (auto i = spare_.begin(); i != spare_.end() && total > style.width; ++i)
    total -= std::exchange(widths[*i], 0) + gap;
  if (flexible_ && total > style.width) {
    auto& width = widths[*flexible_];
    auto excess = total - style.width;
    auto least = std::min(width, narrowest_flexible_column);
    width = width > least + excess ? width - excess : least;
  }
  return widths;
}

std::string table::render_aligned(const output_style& style) const {
  auto widths = widths_for(style);
  auto result = std::string{};
  auto add_row = [&](const std::vector<cell>& row) {
    for (auto i = std::size_t{0}; i < row.size(); ++i) {
      if (widths[i] == 0 && std::ranges::count(spare_, i) != 0)
        continue;
      auto text = shortened(printable(row[i].text), widths[i]);
      result += coloured(text, row[i].tint, style);
      if (i + 1 < row.size())
        result.append(widths[i] - display_width(text) + gap, ' ');
    }
    result.erase(result.find_last_not_of(' ') + 1);
    result += '\n';
  };
  auto titles = std::vector<cell>{};
  for (const auto& title : header_)
    titles.push_back({title, tint::dim});
  add_row(titles);
  for (const auto& row : rows_)
    add_row(row);
  return result;
}

std::string table::render_tabbed() const {
  auto result = std::string{};
  for (const auto& row : rows_)
    for (const auto& x : row) {
      result += escaped(x.text);
      result += &x == &row.back() ? '\n' : '\t';
    }
  return result;
}

std::string coloured(std::string_view text, tint which,
                     const output_style& style) {
  if (!style.colour || which == tint::none)
    return std::string{text};
  return std::string{escape_sequence(which)} + std::string{text} + "\x1b[0m";
}

std::string printable(std::string_view text) {
  return without_controls(text, false);
}

std::string printable_lines(std::string_view text) {
  return without_controls(text, true);
}

std::string escaped(std::string_view text) {
  return with_escapes(text, true);
}

std::string on_one_line(std::string_view text) {
  return with_escapes(text, false);
}

std::string escaped_json(std::string_view text) {
  auto result = std::string{};
  while (!text.empty()) {
    auto point = decode(text);
    // Every line end here is between values, because JSON escapes those in
    // strings.
    if (is_control(point.value) && point.value != '\n')
      result += as_escape(point);
    else
      result += text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
  }
  return result;
}

std::size_t display_width(std::string_view text) {
  auto width = std::size_t{0};
  while (!text.empty()) {
    auto point = decode(text);
    width += width_of(point.value);
    text.remove_prefix(point.bytes);
  }
  return width;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    auto point = decode(text);
    if (!point.valid)
      return false;
    text.remove_prefix(point.bytes);
  }
  return true;
}

void field_page::add(std::string_view name, const std::string& value,
                     tint which) {
  auto label = std::string{name};
  if (!style_.terminal) {
    text_ += label + "\t" + escaped(value) + "\n";
    return;
  }
  label.resize(12, ' ');
  text_ += coloured(label, tint::dim, style_)
           + coloured(printable(value), which, style_) + "\n";
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  auto lines = std::vector<std::string>{};
  auto line = std::string{};
  while (!text.empty()) {
    auto word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    auto whole
      = line.empty() ? std::string{word} : line + ' ' + std::string{word};
    if (!line.empty() && display_width(whole) > width) {
      lines.push_back(line);
      whole = word;
    }
    line = std::move(whole);
  }
  if (!line.empty())
    lines.push_back(line);
  return lines;
}

std::string shortened(std::string_view text, std::size_t width) {
  if (display_width(text) <= width)
    return std::string{text};
  auto result = std::string{};
  auto used = std::size_t{0};
  while (!text.empty()) {
    auto point = decode(text);
    used += width_of(point.value);
    if (used + 1 > width)
      break;
    result += text.substr(0, point.bytes);
    text.remove_prefix(point.bytes);
  }
  return result + std::string{ellipsis};
}

} // namespace taskraft::client
