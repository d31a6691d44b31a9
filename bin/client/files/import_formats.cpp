#include "bin/client/files/import_formats.hpp"

#include "bin/client/files/csv.hpp"
#include "bin/client/text/cli_error.hpp"
#include "protocol/tasks/limits.hpp"
#include "protocol/tasks/text.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace taskraft::client {

namespace {

/// "`Name`, `Deadline`"
std::string quoted_names(const csv_row& header) {
  auto text = std::string{};
  for (const auto& name : header)
    text += (text.empty() ? "`" : ", `") + name + "`";
  return text;
}

/// The field that each column holds; empty: none.
std::vector<std::string> fields_of(const csv_row& header,
                                   const column_map& columns) {
  for (const auto& [name, field] : columns)
    if (std::ranges::find(header, name) == header.end())
      throw cli_error{exit_code::invalid_value,
                      "--map: the file has no column `" + name + "`, but "
                        + quoted_names(header)};
  auto fields = std::vector<std::string>{};
  for (const auto& name : header) {
    auto mapped = columns.find(name);
    auto field = mapped == columns.end() ? as_word(name) : mapped->second;
    auto is_known
      = std::ranges::find(import_fields, field) != import_fields.end();
    fields.push_back(is_known ? field : "");
  }
  if (std::ranges::find(fields, "title") == fields.end())
    throw cli_error{exit_code::invalid_value,
                    "no column holds titles: name one of "
                      + quoted_names(header) + " with --map COLUMN=title"};
  return fields;
}

/// The cluster refuses such a row; so does a look at the file alone.
void require_title(import_row& row) {
  const auto& title = row.task.title();
  auto most = tasks::max_title_characters;
  if (tasks::trimmed(title).empty())
    fail(row, "title: must not be empty");
  else if (tasks::count_characters(title).value_or(0) > most)
    fail(row,
         "title: must have at most " + std::to_string(most) + " characters");
}

} // namespace

std::string_view format_of(const std::string& name, std::string_view begin) {
  constexpr auto byte_order_mark = std::string_view{"\xef\xbb\xbf"};
  if (begin.starts_with(byte_order_mark))
    begin.remove_prefix(byte_order_mark.size());
  if (begin.starts_with("TYPE,CONTENT"))
    return "todoist";
  for (const auto* field : {"\"idBoard\"", "\"idList\"", "\"idOrganization\""})
    if (begin.find(field) != std::string_view::npos)
      return "trello";
  if (begin.find("\"uuid\"") != std::string_view::npos
      && begin.find("\"entry\"") != std::string_view::npos)
    return "taskwarrior";
  if (as_word(name).ends_with(".csv"))
    return "csv";
  auto first = begin.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos
      && (begin[first] == '[' || begin[first] == '{'))
    return "json";
  return "";
}

void read_rows(std::istream& from, std::string_view format,
               const column_map& columns, const row_taker& taker) {
  if (!columns.empty() && format != "csv")
    throw cli_error{exit_code::usage, "--map is for CSV"};
  auto take = [&](import_row row) {
    if (row.problem.empty())
      require_title(row);
    taker(std::move(row));
  };
  if (format == "csv")
    read_csv_rows(from, columns, take);
  else if (format == "json")
    read_json_rows(from, take);
  else if (format == "taskwarrior")
    read_taskwarrior_rows(from, take);
  else if (format == "trello")
    read_trello_rows(from, take);
  else
    read_todoist_rows(from, take);
}

void read_csv_rows(std::istream& from, const column_map& columns,
                   const row_taker& take) {
  auto reader = csv_reader{from, separator_of(from)};
  auto header = reader.next();
  if (!header)
    throw cli_error{exit_code::invalid_value, "the file is empty"};
  auto fields = fields_of(*header, columns);
  while (auto cells = reader.next()) {
    if (cells->size() == 1 && cells->front().empty())
      continue;
    auto row = import_row{};
    row.number = reader.line();
    row.source = taskraft::json::csv_line(*cells);
    if (cells->size() != fields.size())
      fail(row, "has " + std::to_string(cells->size()) + " cells instead of "
                  + std::to_string(fields.size()));
    else
      for (auto i = std::size_t{0}; i < fields.size(); ++i)
        if (!fields[i].empty())
          set_field(row, fields[i], taskraft::json::unguarded((*cells)[i]));
    take(std::move(row));
  }
}

} // namespace taskraft::client
