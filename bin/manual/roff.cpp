#include "bin/manual/roff.hpp"

namespace taskraft::manual {

namespace {

std::string upper(std::string_view text) {
  auto result = std::string{text};
  for (auto& c : result)
    if (c >= 'a' && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
  return result;
}

/// What roff would print as another character.
std::string_view escape_of(char c) {
  switch (c) {
    case '\\':
      return "\\e";
    case '-':
      return "\\-";
    case '\'':
      return "\\(aq";
    case '`':
      return "\\(ga";
    case '^':
      return "\\(ha";
    case '~':
      return "\\(ti";
    case '"':
      return "\\(dq";
    default:
      return {};
  }
}

} // namespace

std::string escape(std::string_view text) {
  auto result = std::string{};
  for (auto c : text)
    if (auto escaped = escape_of(c); !escaped.empty())
      result += escaped;
    else
      result += c;
  return result;
}

std::string bold(std::string_view text) {
  return "\\fB" + escape(text) + "\\fR";
}

roff_page::roff_page(const page_name& x, std::string_view summary) {
  add_line(".TH " + escape(upper(x.name)) + " " + std::to_string(x.section)
           + " \"\" \"taskraft " + TASKRAFT_VERSION + "\" \"taskraft\"");
  section("NAME");
  add_line(escape(x.name) + " \\- " + escape(summary));
}

void roff_page::section(std::string_view title) {
  add_line(".SH \"" + escape(title) + "\"");
}

void roff_page::subsection(std::string_view title) {
  add_line(".SS \"" + escape(title) + "\"");
}

void roff_page::paragraph(const std::string& roff) {
  add_line(".PP");
  add_line("\\&" + roff);
}

void roff_page::item(const std::string& tag, const std::string& roff) {
  add_line(".TP");
  add_line("\\&" + tag);
  add_line("\\&" + roff);
}

void roff_page::lines(std::string_view plain) {
  add_line(".PP");
  add_line(".nf");
  while (!plain.empty()) {
    auto end = plain.find('\n');
    add_line("\\&" + escape(plain.substr(0, end)));
    plain.remove_prefix(end == std::string_view::npos ? plain.size() : end + 1);
  }
  add_line(".fi");
}

void roff_page::add_line(const std::string& roff) {
  text_ += roff + "\n";
}

} // namespace taskraft::manual
