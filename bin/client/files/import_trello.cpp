// A board as Trello exports it: one object with lists, cards and checklists.

#include "bin/client/files/import_formats.hpp"
#include "bin/client/text/cli_error.hpp"

#include <algorithm>
#include <cctype>
#include <istream>
#include <map>
#include <nlohmann/json.hpp>

namespace taskraft::client {

namespace {

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char x) {
    return static_cast<char>(std::tolower(x));
  });
  return text;
}

bool holds(const std::string& text, const char* word) {
  return text.find(word) != std::string::npos;
}

/// What a list's name says of its cards.
const char* status_of(const std::string& list) {
  auto name = lower(list);
  if (holds(name, "done") || holds(name, "complete"))
    return "completed";
  return holds(name, "doing") || holds(name, "progress") ? "in_progress"
                                                         : "todo";
}

std::string text_in(const nlohmann::json& x, const char* field) {
  auto found = x.find(field);
  return found != x.end() && found->is_string() ? found->get<std::string>()
                                                : std::string{};
}

bool flag_in(const nlohmann::json& x, const char* field) {
  auto found = x.find(field);
  return found != x.end() && found->is_boolean() && found->get<bool>();
}

import_row trello_row(const nlohmann::json& x, std::size_t number) {
  auto row = import_row{};
  row.number = number;
  row.source
    = x.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  set_field(row, "id", text_in(x, "id"));
  set_field(row, "title", text_in(x, "name"));
  return row;
}

import_row card_row(const nlohmann::json& card, std::size_t number,
                    const std::map<std::string, std::string>& lists) {
  auto row = trello_row(card, number);
  auto list = lists.find(text_in(card, "idList"));
  auto status
    = list == lists.end() ? std::string{"todo"} : status_of(list->second);
  if (flag_in(card, "dueComplete"))
    status = "completed";
  else if (flag_in(card, "closed") && status != "completed")
    status = "cancelled";
  set_field(row, "status", status);
  set_field(row, "description", text_in(card, "desc"));
  set_field(row, "due", text_in(card, "due"));
  for (const auto& label : card.value("labels", nlohmann::json::array())) {
    auto name = text_in(label, "name");
    if (name.empty())
      name = text_in(label, "color");
    // A label may have neither.
    if (!name.empty())
      add_label(row, name);
  }
  return row;
}

} // namespace

void read_trello_rows(std::istream& from, const row_taker& take) {
  try {
    auto board = nlohmann::json::parse(from);
    auto lists = std::map<std::string, std::string>{};
    for (const auto& list : board.value("lists", nlohmann::json::array()))
      lists[text_in(list, "id")] = text_in(list, "name");
    auto number = std::size_t{0};
    for (const auto& card : board.at("cards"))
      take(card_row(card, ++number, lists));
    for (const auto& checklist :
         board.value("checklists", nlohmann::json::array()))
      for (const auto& item :
           checklist.value("checkItems", nlohmann::json::array())) {
        auto row = trello_row(item, ++number);
        set_field(row, "parent", text_in(checklist, "idCard"));
        set_field(row, "due", text_in(item, "due"));
        set_field(row, "status",
                  text_in(item, "state") == "complete" ? "completed" : "todo");
        take(std::move(row));
      }
  } catch (const nlohmann::json::exception& problem) {
    throw cli_error{exit_code::invalid_value,
                    std::string{"the file is no board of Trello: "}
                      + problem.what()};
  }
}

} // namespace taskraft::client
