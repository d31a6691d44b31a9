// A task that another program has written into a file.

#pragma once

#include "tasks.pb.h"

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace taskraft::client {

struct import_row {
  /// Its line, or its place among the elements, from 1 on.
  std::size_t number = 0;
  tasks::wire::CreateTask task;
  /// What the file calls the task and its parent; empty: nothing.
  std::string id;
  std::string parent;
  /// How it stands in the file.
  std::string source;
  /// Why it cannot be imported; empty: it can.
  std::string problem;
};

/// The fields that an import fills.
inline constexpr auto import_fields = std::to_array<std::string_view>(
  {"id", "title", "description", "status", "priority", "due", "project",
   "assignees", "labels", "parent", "repeat"});

/// Sets a field from its text. Names in lists have commas between them. Says in
/// the row what is wrong.
void set_field(import_row& to, std::string_view field, const std::string& text);

void add_label(import_row& to, const std::string& name);

/// Adds a paragraph to the description.
void add_text(import_row& to, const std::string& text);

/// " In Progress" as "in progress": people write words in any letters.
std::string as_word(const std::string& text);

void fail(import_row& to, const std::string& why);

/// Which columns of a file hold which field; empty: those with their names.
using column_map = std::map<std::string, std::string>;

/// Called for each row, in the order of the file.
using row_taker = std::function<void(import_row)>;

} // namespace taskraft::client
