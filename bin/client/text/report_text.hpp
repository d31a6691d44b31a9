// Reports as tables, and as bars in a terminal.

#pragma once

#include "bin/client/text/output.hpp"
#include "tasks.pb.h"

#include <string>
#include <vector>

namespace taskraft::client {

std::string report_rows(const tasks::wire::Report& x,
                        const output_style& style);

/// A bar a row: of the first column that counts, after what names the row.
std::string report_chart(const tasks::wire::Report& x,
                         const output_style& style);

std::string search_rows(const std::vector<tasks::wire::SearchHit>& hits,
                        const output_style& style);

} // namespace taskraft::client
