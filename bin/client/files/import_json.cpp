// Tasks as this product's own JSON, and those of Taskwarrior.

#include "bin/client/files/import_formats.hpp"
#include "bin/client/files/json_elements.hpp"
#include "bin/client/text/cli_error.hpp"

#include <array>

namespace taskraft::client {

namespace {

/// A value as the text of a field.
std::string text_of(const nlohmann::json& x) {
  if (x.is_string())
    return x.get<std::string>();
  if (x.is_null())
    return {};
  return x.dump();
}

import_row row_of(const nlohmann::json& x, std::size_t number) {
  auto row = import_row{};
  row.number = number;
  row.source
    = x.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  return row;
}

/// "20261201T120000Z" as RFC 3339.
std::string taskwarrior_time(const std::string& x) {
  if (x.size() != 16)
    return x;
  return x.substr(0, 4) + "-" + x.substr(4, 2) + "-" + x.substr(6, 2) + "T"
         + x.substr(9, 2) + ":" + x.substr(11, 2) + ":" + x.substr(13, 2) + "Z";
}

const char* taskwarrior_status(const nlohmann::json& x) {
  auto status = x.value("status", "pending");
  if (status == "completed")
    return "completed";
  return x.contains("start") ? "in_progress" : "todo";
}

const char* taskwarrior_priority(const std::string& x) {
  return x == "H" ? "high" : x == "M" ? "medium" : x == "L" ? "low" : "none";
}

void fill_taskwarrior(import_row& row, const nlohmann::json& x) {
  set_field(row, "id", x.value("uuid", ""));
  set_field(row, "title", x.value("description", ""));
  set_field(row, "status", taskwarrior_status(x));
  set_field(row, "priority", taskwarrior_priority(x.value("priority", "")));
  if (x.contains("due"))
    set_field(row, "due", taskwarrior_time(x.value("due", "")));
  // Projects there are names, and here keys: a label keeps it.
  if (x.contains("project"))
    add_label(row, x.value("project", ""));
  for (const auto& tag : x.value("tags", nlohmann::json::array()))
    add_label(row, text_of(tag));
  for (const auto& note : x.value("annotations", nlohmann::json::array()))
    add_text(row, note.value("description", ""));
}

} // namespace

void read_json_rows(std::istream& from, const row_taker& take) {
  each_element(from, [&](const nlohmann::json& x, std::size_t number) {
    auto row = row_of(x, number);
    for (const auto& [name, value] : x.items()) {
      if (!value.is_array()) {
        set_field(row, name, text_of(value));
        continue;
      }
      for (const auto& each : value)
        if (name == "assignees")
          row.task.add_assignees(text_of(each));
        else if (name == "labels")
          add_label(row, text_of(each));
    }
    take(std::move(row));
  });
}

void read_taskwarrior_rows(std::istream& from, const row_taker& take) {
  each_element(from, [&](const nlohmann::json& x, std::size_t number) {
    // The second is a model for tasks that are in the file themselves.
    auto status = x.value("status", "pending");
    if (status == "deleted" || status == "recurring")
      return;
    auto row = row_of(x, number);
    try {
      fill_taskwarrior(row, x);
    } catch (const nlohmann::json::exception&) {
      fail(row, "a field has another type than Taskwarrior writes");
    }
    take(std::move(row));
  });
}

} // namespace taskraft::client
