// Rows for people on a terminal and for scripts at the end of a pipe.

#pragma once

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace taskraft::client {

/// Where data is written.
struct output_style {
  bool terminal = false;
  bool colour = false;
  /// Whether the user's locale knows no more than ASCII.
  bool ascii = false;
  /// The columns of the terminal; zero if unknown.
  std::size_t width = 0;
};

/// What standard output is, with NO_COLOR honoured.
output_style style_of_standard_output();

/// Whether a terminal gets colour. `no_colour` and `term` are NO_COLOR and TERM
/// as the environment has them, null if it has not.
bool wants_colour(const char* no_colour, const char* term);

/// Whether a locale has UTF-8: the values of LC_ALL, LC_CTYPE and LANG, null if
/// the environment has none; the first that is not empty counts. Without any,
/// as in services and containers, it has.
bool is_utf8_locale(std::initializer_list<const char*> values);

enum class tint { none, bold, dim, red, green, yellow };

struct cell {
  std::string text;
  client::tint tint = client::tint::none;
};

/// Rows with a header: aligned columns on a terminal, tab-separated without
/// the header otherwise.
class table {
public:
  /// If the terminal is too narrow, the columns `spare` are left out, the first
  /// of them first, and then the column `flexible`, if there is one, is cut.
  explicit table(std::vector<std::string> header,
                 std::optional<std::size_t> flexible = std::nullopt,
                 std::vector<std::size_t> spare = {});

  void add(std::vector<cell> row);
  std::string render(const output_style& style) const;

private:
  std::string render_aligned(const output_style& style) const;
  std::string render_tabbed() const;
  /// Of every column what its widest cell takes; zero if it is left out.
  std::vector<std::size_t> widths_for(const output_style& style) const;

  std::vector<std::string> header_;
  std::optional<std::size_t> flexible_;
  std::vector<std::size_t> spare_;
  std::vector<std::vector<cell>> rows_;
};

/// The fields of one thing, a line each.
class field_page {
public:
  explicit field_page(const output_style& style) : style_(style) {
  }

  void add(std::string_view name, const std::string& value,
           tint which = tint::none);
  std::string take() {
    return std::move(text_);
  }

private:
  output_style style_;
  std::string text_;
};

std::string coloured(std::string_view text, tint which,
                     const output_style& style);

/// `text`, which others wrote, without characters that a terminal would act on.
std::string printable(std::string_view text);
/// The same for a text of several lines.
std::string printable_lines(std::string_view text);

/// `text` for a field of a row: tabs, line ends and backslashes as \t, \n, \r
/// and \\, other characters that a terminal would act on as \u001b, bytes that
/// are no UTF-8 as \xff.
std::string escaped(std::string_view text);
/// The same for a line to people, in which a backslash stays as it is.
std::string on_one_line(std::string_view text);
/// JSON whose strings hold no character that a terminal would act on.
std::string escaped_json(std::string_view text);

/// How many columns `text` takes.
std::size_t display_width(std::string_view text);

/// The beginning of `text`, at most `width` columns of it, with an ellipsis if
/// something is left out.
std::string shortened(std::string_view text, std::size_t width);

/// `text` in lines of at most `width` columns, broken at spaces. A longer word
/// has a line of its own.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

bool is_utf8(std::string_view text);

} // namespace taskraft::client
