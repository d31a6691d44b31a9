#include "bin/client/files/csv.hpp"

#include "bin/client/text/cli_error.hpp"

#include <algorithm>
#include <istream>

namespace taskraft::client {

char separator_of(std::istream& from) {
  auto begin = from.tellg();
  auto line = std::string{};
  std::getline(from, line);
  from.clear();
  from.seekg(begin);
  auto commas = std::ranges::count(line, ',');
  if (std::ranges::count(line, ';') > commas)
    return ';';
  return std::ranges::count(line, '\t') > commas ? '\t' : ',';
}

csv_reader::csv_reader(std::istream& from, char separator)
  : from_(from), separator_(separator) {
  // Spreadsheets write a byte order mark.
  for (auto mark : {0xef, 0xbb, 0xbf})
    if (from_.peek() == mark)
      from_.get();
}

void csv_reader::read_quoted(std::string& field) {
  while (true) {
    auto x = from_.get();
    if (x == std::istream::traits_type::eof())
      throw cli_error{exit_code::invalid_value,
                      "line " + std::to_string(row_line_)
                        + ": a quote is never closed"};
    if (x == '\n')
      ++line_;
    if (x != '"') {
      field += static_cast<char>(x);
      continue;
    }
    if (from_.peek() != '"')
      return;
    field += static_cast<char>(from_.get());
  }
}

std::optional<csv_row> csv_reader::next() {
  constexpr auto end = std::istream::traits_type::eof();
  row_line_ = line_;
  if (from_.peek() == end)
    return std::nullopt;
  auto row = csv_row{{}};
  while (true) {
    auto x = from_.get();
    if (x == '\r' && from_.peek() == '\n')
      x = from_.get();
    if (x == end || x == '\n') {
      ++line_;
      return row;
    }
    if (x == separator_)
      row.emplace_back();
    else if (x == '"' && row.back().empty())
      read_quoted(row.back());
    else
      row.back() += static_cast<char>(x);
  }
}

} // namespace taskraft::client
