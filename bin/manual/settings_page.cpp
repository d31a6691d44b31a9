// Markdown as docs/configuration.md uses it: headings, paragraphs, tables,
// code.

#include "bin/manual/pages.hpp"

#include <algorithm>

namespace taskraft::manual {

namespace {

std::string_view take_line(std::string_view& rest) {
  auto end = rest.find('\n');
  auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

/// The text between `before` and `after` at the beginning of `rest`, which is
/// moved beyond it; nothing if it does not begin so.
std::string_view take_between(std::string_view& rest, std::string_view before,
                              std::string_view after) {
  if (!rest.starts_with(before))
    return {};
  auto end = rest.find(after, before.size());
  if (end == std::string_view::npos)
    return {};
  auto inner = rest.substr(before.size(), end - before.size());
  rest.remove_prefix(end + after.size());
  return inner;
}

/// Code and what is stressed are bold; a link is its text.
std::string inline_roff(std::string_view rest) {
  auto roff = std::string{};
  while (!rest.empty()) {
    if (auto code = take_between(rest, "`", "`"); !code.empty()) {
      roff += bold(code);
    } else if (auto strong = take_between(rest, "**", "**"); !strong.empty()) {
      roff += "\\fB" + inline_roff(strong) + "\\fR";
    } else if (auto words = take_between(rest, "[", "]("); !words.empty()) {
      roff += inline_roff(words);
      rest.remove_prefix(rest.find(')') + 1);
    } else {
      roff += escape(rest.substr(0, 1));
      rest.remove_prefix(1);
    }
  }
  return roff;
}

/// The cells of a line of a table.
std::vector<std::string> cells_of(std::string_view line) {
  auto cells = std::vector<std::string>{};
  line.remove_prefix(1);
  while (!line.empty()) {
    auto end = line.find(" |");
    auto cell = line.substr(0, end);
    cell.remove_prefix(std::min(cell.find_first_not_of(' '), cell.size()));
    cells.emplace_back(cell);
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 2);
  }
  return cells;
}

bool is_rule(std::string_view line) {
  return line.find_first_not_of("|-: ") == std::string_view::npos;
}

/// The first column is the tag; a default comes last.
void add_table(roff_page& to, std::string_view& rest) {
  auto header = cells_of(take_line(rest));
  while (rest.starts_with('|')) {
    auto line = take_line(rest);
    auto cells = cells_of(line);
    if (is_rule(line) || cells.empty())
      continue;
    auto meaning = std::string{};
    auto usual = std::string{};
    for (auto i = std::size_t{1}; i < cells.size(); ++i)
      if (i < header.size() && header[i] == "default")
        usual = "Default: " + inline_roff(cells[i]) + ".";
      else if (!cells[i].empty())
        meaning += inline_roff(cells[i]) + ". ";
    auto text = meaning + usual;
    to.item(inline_roff(cells[0]), text);
  }
}

void add_code(roff_page& to, std::string_view& rest) {
  take_line(rest);
  auto code = rest.substr(0, rest.find("```"));
  rest.remove_prefix(code.size());
  take_line(rest);
  to.lines(code);
}

void add_paragraph(roff_page& to, std::string_view& rest) {
  auto text = std::string{};
  while (!rest.empty() && rest.front() != '\n' && rest.front() != '|'
         && rest.front() != '#') {
    text += text.empty() ? "" : " ";
    text += take_line(rest);
  }
  to.paragraph(inline_roff(text));
}

void add_heading(roff_page& to, std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of("# "), line.size()));
  auto plain = std::string{};
  for (auto c : line)
    if (c != '`')
      plain += c;
  to.section(plain);
}

} // namespace

page settings_page(std::string_view markdown) {
  auto name = page_name{"taskraftd.toml", 5};
  auto to = roff_page{name, "the settings of a node of taskraft"};
  // The first heading is the page's name.
  take_line(markdown);
  to.section("DESCRIPTION");
  while (!markdown.empty()) {
    if (markdown.front() == '\n')
      take_line(markdown);
    else if (markdown.front() == '#')
      add_heading(to, take_line(markdown));
    else if (markdown.front() == '|')
      add_table(to, markdown);
    else if (markdown.starts_with("```"))
      add_code(to, markdown);
    else
      add_paragraph(to, markdown);
  }
  to.section("SEE ALSO");
  to.paragraph(bold("taskraftd") + "(8)");
  return {name, to.text()};
}

} // namespace taskraft::manual
