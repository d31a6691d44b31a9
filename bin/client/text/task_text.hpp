// Tasks and keys as people, scripts and machines read them.

#pragma once

#include "bin/client/text/output.hpp"
#include "protocol/json/objects.hpp"
#include "tasks.pb.h"

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::client {

/// JSON whose fields stay in the order of the contract.
using json = taskraft::json::object;
using taskraft::json::text_or_null;
using taskraft::json::to_json;

std::string_view to_word(tasks::wire::Status x);
std::string_view to_word(tasks::wire::Priority x);

/// Throws a `cli_error` about an invalid value.
tasks::wire::Status status_from(std::string_view word);
tasks::wire::Priority priority_from(std::string_view word);

/// An array of rows.
template <class Row>
json to_json(const std::vector<Row>& rows) {
  auto array = json::array();
  for (const auto& row : rows)
    array.push_back(to_json(row));
  return array;
}

/// Text of JSON as it is printed: one line into a pipe, indented on a terminal.
std::string print(const json& x, const output_style& style);

std::string task_rows(std::span<const tasks::wire::Task> tasks,
                      const output_style& style);
/// Every field of one task.
std::string task_page(const tasks::wire::Task& x, const output_style& style);
std::string key_rows(std::span<const tasks::wire::KeyValue> pairs,
                     const output_style& style);

} // namespace taskraft::client
