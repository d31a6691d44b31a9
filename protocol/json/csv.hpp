// CSV as RFC 4180 has it, and safe for spreadsheets.

#pragma once

#include "protocol/json/objects.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::json {

using csv_row = std::vector<std::string>;

/// The row with its line end.
std::string csv_line(const csv_row& row);

/// Text that a spreadsheet would run as a formula, with a quote before it; and
/// the same text again.
std::string guarded(std::string text);
std::string unguarded(std::string text);

/// The fields of a task in an export, which an import reads again.
std::span<const std::string_view> export_columns();

/// The names of columns as a line.
std::string csv_header(std::span<const std::string_view> columns);
/// These fields of an object as a line; those of a list are joined by commas.
std::string csv_of(const object& x, std::span<const std::string_view> columns);

} // namespace taskraft::json
