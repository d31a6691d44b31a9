// The files of other programs, read row by row.

#pragma once

#include "bin/client/files/import_row.hpp"

#include <array>
#include <iosfwd>
#include <string>
#include <string_view>

namespace taskraft::client {

/// csv, json (also a line an object), taskwarrior, trello, todoist.
inline constexpr auto import_formats = std::to_array<std::string_view>(
  {"csv", "json", "taskwarrior", "trello", "todoist"});

/// The format that a file's name and beginning tell of; empty if they tell of
/// none.
std::string_view format_of(const std::string& name, std::string_view begin);

/// Gives all rows of the file to `take`. Throws a `cli_error` if it is no file
/// of the format. Of the formats only CSV has columns to map.
void read_rows(std::istream& from, std::string_view format,
               const column_map& columns, const row_taker& take);

// One function a format; each in a file of its own with what it knows of the
// other program.
void read_csv_rows(std::istream& from, const column_map& columns,
                   const row_taker& take);
void read_json_rows(std::istream& from, const row_taker& take);
void read_taskwarrior_rows(std::istream& from, const row_taker& take);
void read_trello_rows(std::istream& from, const row_taker& take);
void read_todoist_rows(std::istream& from, const row_taker& take);

} // namespace taskraft::client
