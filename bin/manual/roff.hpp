// Writes one manual page in the macros of man(7).

#pragma once

#include <string>
#include <string_view>

namespace taskraft::manual {

struct page_name {
  /// "taskraft-task".
  std::string name;
  int section = 1;
};

/// Plain text, escaped so that it stands on the page as it is.
std::string escape(std::string_view text);

std::string bold(std::string_view text);

/// What is said is in roff already: `escape` or `bold` has made it.
class roff_page {
public:
  /// `summary` is the line that apropos(1) finds.
  roff_page(const page_name& x, std::string_view summary);

  void section(std::string_view title);
  void subsection(std::string_view title);
  void paragraph(const std::string& roff);
  /// What `tag` stands for.
  void item(const std::string& tag, const std::string& roff);
  /// Lines that stay as they are.
  void lines(std::string_view plain);

  const std::string& text() const {
    return text_;
  }

private:
  void add_line(const std::string& roff);

  std::string text_;
};

} // namespace taskraft::manual
