// A project as Todoist exports it: CSV with tasks, their notes and indents.

#include "bin/client/files/csv.hpp"
#include "bin/client/files/import_formats.hpp"
#include "bin/client/text/cli_error.hpp"
#include "bin/client/text/time_text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <sstream>

namespace taskraft::client {

namespace {

/// Cells by the names of their columns.
using named_cells = std::map<std::string, std::string>;

/// 1 is the most urgent.
const char* priority_of(const std::string& x) {
  return x == "1" ? "urgent" : x == "2" ? "high" : x == "3" ? "medium" : "none";
}

/// Words that begin with "@" are labels.
void set_content(import_row& to, const std::string& content) {
  auto stream = std::istringstream{content};
  auto title = std::string{};
  for (auto word = std::string{}; stream >> word;)
    if (word.size() > 1 && word.front() == '@')
      add_label(to, word.substr(1));
    else
      title += (title.empty() ? "" : " ") + word;
  set_field(to, "title", title);
}

/// Dates in words, like "every Monday", stay as text.
void set_date(import_row& to, const std::string& date) {
  if (date.empty())
    return;
  if (parse_due(date))
    set_field(to, "due", date);
  else
    add_text(to, "Date: " + date);
}

/// Empty if there is no such column: older files have fewer.
std::string text_of(const named_cells& x, const char* column) {
  auto found = x.find(column);
  return found == x.end() ? std::string{} : found->second;
}

/// What a task has here no field for; in some files nothing is "None".
void add_named(import_row& to, const char* name, const std::string& text) {
  if (!text.empty() && text != "None")
    add_text(to, name + (": " + text));
}

class todoist_reader {
public:
  explicit todoist_reader(const row_taker& take) : take_(take) {
  }

  void add(const named_cells& x, std::size_t line, const csv_row& cells) {
    if (x.at("TYPE") == "note" && open_) {
      add_text(*open_, x.at("CONTENT"));
      return;
    }
    finish();
    if (x.at("TYPE") == "task")
      begin(x, line, cells);
  }

  void finish() {
    if (open_)
      take_(std::move(*open_));
    open_.reset();
  }

private:
  void begin(const named_cells& x, std::size_t line, const csv_row& cells) {
    auto& row = open_.emplace();
    row.number = line;
    row.source = taskraft::json::csv_line(cells);
    row.id = std::to_string(line);
    set_content(row, x.at("CONTENT"));
    set_field(row, "description", text_of(x, "DESCRIPTION"));
    set_field(row, "priority", priority_of(x.at("PRIORITY")));
    set_date(row, x.at("DATE"));
    add_named(row, "Deadline", text_of(x, "DEADLINE"));
    add_named(row, "Responsible", text_of(x, "RESPONSIBLE"));
    auto duration = text_of(x, "DURATION");
    auto unit = text_of(x, "DURATION_UNIT");
    add_named(row, "Duration",
              duration.empty() || unit.empty() || unit == "None"
                ? duration
                : duration + ' ' + unit);
    auto indent = std::size_t{0};
    std::istringstream{x.at("INDENT")} >> indent;
    indent = std::clamp<std::size_t>(indent, 1, parents_.size());
    if (indent > 1)
      row.parent = parents_[indent - 2];
    // What is deeper from here on belongs to this task.
    std::fill(parents_.begin() + static_cast<std::ptrdiff_t>(indent) - 1,
              parents_.end(), row.id);
  }

  const row_taker& take_;
  std::optional<import_row> open_;
  /// The last task of each indent.
  std::array<std::string, 5> parents_;
};

} // namespace

void read_todoist_rows(std::istream& from, const row_taker& take) {
  auto csv = csv_reader{from};
  auto header = csv.next().value_or(csv_row{});
  for (const auto* name : {"TYPE", "CONTENT", "PRIORITY", "INDENT", "DATE"})
    if (std::ranges::find(header, name) == header.end())
      throw cli_error{exit_code::invalid_value,
                      std::string{"the file is none of Todoist: it has no "
                                  "column "}
                        + name};
  auto reader = todoist_reader{take};
  while (auto cells = csv.next()) {
    auto named = named_cells{};
    for (auto i = std::size_t{0}; i < header.size(); ++i)
      named[header[i]] = i < cells->size() ? (*cells)[i] : std::string{};
    reader.add(named, csv.line(), *cells);
  }
  reader.finish();
}

} // namespace taskraft::client
