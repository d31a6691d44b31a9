// CSV as RFC 4180 has it, and safe for spreadsheets.

#pragma once

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::client {

using csv_row = std::vector<std::string>;

/// Reads rows one by one. Lines may end in LF or CR LF; a field in quotes may
/// hold both, and quotes doubled.
class csv_reader {
public:
  explicit csv_reader(std::istream& from);

  /// Nothing at the end. Throws a `cli_error` if a quote is never closed.
  std::optional<csv_row> next();

  /// The line in which the last row began, from 1 on.
  std::size_t line() const {
    return row_line_;
  }

private:
  void read_quoted(std::string& field);

  std::istream& from_;
  std::size_t line_ = 1;
  std::size_t row_line_ = 0;
};

/// The row with its line end.
std::string csv_line(const csv_row& row);

/// Text that a spreadsheet would run as a formula, with a quote before it; and
/// the same text again.
std::string guarded(std::string text);
std::string unguarded(std::string text);

} // namespace taskraft::client
