// Rows as the JSON of the contract, for every door of the product: one walk
// over a row's fields, with names, words, dates and instants as users know
// them.

#pragma once

#include "protocol/tasks/row_type.hpp"
#include "tasks.pb.h"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace taskraft::json {

/// Fields in the order of the contract.
using object = nlohmann::ordered_json;

/// What is unset is null, and text that is empty is "".
object to_json(const tasks::row_message& row);
/// The same as text, without an object in between.
std::string to_json_text(const tasks::row_message& row);

/// A task with its card, as boards show it: without the description.
object card_to_json(const tasks::wire::Task& task);
/// Each of them.
object cards_to_json(
  const google::protobuf::RepeatedPtrField<tasks::wire::Task>& tasks);

/// JSON has no bytes: what is no text goes into `<name>_base64`, unharmed. The
/// object has neither member yet.
void add_bytes(object& to, const std::string& name, const std::string& bytes);

object text_or_null(const std::string& text);

} // namespace taskraft::json
