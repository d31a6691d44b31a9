// The manual pages, made from what the programs say of themselves.

#pragma once

#include "bin/manual/roff.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace taskraft::manual {

struct page {
  page_name name;
  std::string text;
};

/// taskraft(1), and one for each first word of its commands: taskraft-task(1).
std::vector<page> client_pages();

/// taskraftd(8).
page daemon_page();

/// taskraftd.toml(5), which is docs/configuration.md.
page settings_page(std::string_view markdown);

} // namespace taskraft::manual
