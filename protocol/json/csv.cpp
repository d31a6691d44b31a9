#include "protocol/json/csv.hpp"

#include <array>

namespace taskraft::json {

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

std::string cell_of(const object& x) {
  if (x.is_string())
    return guarded(x.get<std::string>());
  if (x.is_null())
    return {};
  if (!x.is_array())
    return x.dump();
  auto names = std::string{};
  for (const auto& each : x)
    names += (names.empty() ? "" : ",") + each.get<std::string>();
  return guarded(names);
}

} // namespace

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

std::span<const std::string_view> export_columns() {
  static constexpr auto columns = std::to_array<std::string_view>(
    {"id", "title", "description", "status", "priority", "due", "project",
     "assignees", "labels", "parent", "repeat", "creator", "created_at",
     "updated_at", "completed_at"});
  return columns;
}

std::string csv_header(std::span<const std::string_view> columns) {
  return csv_line({columns.begin(), columns.end()});
}

std::string csv_of(const object& x, std::span<const std::string_view> columns) {
  auto row = csv_row{};
  for (auto name : columns)
    row.push_back(cell_of(x.at(std::string{name})));
  return csv_line(row);
}

} // namespace taskraft::json
