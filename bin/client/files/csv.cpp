#include "bin/client/files/csv.hpp"

#include "bin/client/text/cli_error.hpp"

#include <istream>

namespace taskraft::client {

namespace {

/// Whether a spreadsheet would run the text, were it not for quotes before it.
bool is_formula(std::string_view text) {
  auto begin = text.find_first_not_of('\'');
  return begin != std::string_view::npos
         && std::string_view{"=+-@\t\r"}.find(text[begin])
              != std::string_view::npos;
}

std::string csv_field(const std::string& x) {
  if (x.find_first_of(",\"\r\n") == std::string::npos)
    return x;
  auto text = std::string{"\""};
  for (auto each : x) {
    text += each;
    if (each == '"')
      text += '"';
  }
  return text + '"';
}

} // namespace

csv_reader::csv_reader(std::istream& from) : from_(from) {
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
    if (x == ',')
      row.emplace_back();
    else if (x == '"' && row.back().empty())
      read_quoted(row.back());
    else
      row.back() += static_cast<char>(x);
  }
}

std::string csv_line(const csv_row& row) {
  auto line = std::string{};
  for (auto i = std::size_t{0}; i < row.size(); ++i)
    line += (i == 0 ? "" : ",") + csv_field(row[i]);
  return line + "\r\n";
}

std::string guarded(std::string text) {
  return is_formula(text) ? "'" + text : text;
}

std::string unguarded(std::string text) {
  if (text.starts_with('\'') && is_formula(text))
    text.erase(0, 1);
  return text;
}

} // namespace taskraft::client
