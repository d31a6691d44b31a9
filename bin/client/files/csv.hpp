// Reads CSV as RFC 4180 has it, and as spreadsheets write it.

#pragma once

#include "protocol/json/csv.hpp"

#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::client {

using taskraft::json::csv_row;

/// What stands between the cells of a file whose first line names its columns:
/// a comma, or the semicolon or tab of spreadsheets whose decimal mark is a
/// comma. Leaves the file where it was.
char separator_of(std::istream& from);

/// Reads rows one by one. Lines may end in LF or CR LF; a field in quotes may
/// hold both, and quotes doubled.
class csv_reader {
public:
  explicit csv_reader(std::istream& from, char separator = ',');

  /// Nothing at the end. Throws a `cli_error` if a quote is never closed.
  std::optional<csv_row> next();

  /// The line in which the last row began, from 1 on.
  std::size_t line() const {
    return row_line_;
  }

private:
  void read_quoted(std::string& field);

  std::istream& from_;
  char separator_;
  std::size_t line_ = 1;
  std::size_t row_line_ = 0;
};

} // namespace taskraft::client
