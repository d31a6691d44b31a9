// A board as Trello exports it: one object with lists, cards and checklists.

#include "bin/client/files/import_formats.hpp"
#include "bin/client/text/cli_error.hpp"

#include <algorithm>
#include <cctype>
#include <istream>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

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

/// What the ids of lists and people stand for.
using names_by_id = std::map<std::string, std::string>;

/// Who works on it: the users of the cluster may have other names.
void add_people(import_row& to, const std::vector<std::string>& ids,
                const names_by_id& people) {
  auto listed = std::string{};
  for (const auto& id : ids)
    if (auto found = people.find(id); found != people.end())
      listed += (listed.empty() ? "" : ", ") + found->second;
  if (!listed.empty())
    add_text(to, "Members: " + listed);
}

names_by_id named_in(const nlohmann::json& board, const char* things,
                     const char* name) {
  auto found = names_by_id{};
  for (const auto& each : board.value(things, nlohmann::json::array()))
    found[text_in(each, "id")] = text_in(each, name);
  return found;
}

std::vector<std::string> texts_in(const nlohmann::json& x, const char* field) {
  auto found = std::vector<std::string>{};
  for (const auto& each : x.value(field, nlohmann::json::array()))
    if (each.is_string())
      found.push_back(each.get<std::string>());
  return found;
}

import_row card_row(const nlohmann::json& card, std::size_t number,
                    const names_by_id& lists) {
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
    auto lists = named_in(board, "lists", "name");
    auto people = named_in(board, "members", "fullName");
    auto number = std::size_t{0};
    for (const auto& card : board.at("cards")) {
      auto row = card_row(card, ++number, lists);
      add_people(row, texts_in(card, "idMembers"), people);
      take(std::move(row));
    }
    for (const auto& checklist :
         board.value("checklists", nlohmann::json::array()))
      for (const auto& item :
           checklist.value("checkItems", nlohmann::json::array())) {
        auto row = trello_row(item, ++number);
        set_field(row, "parent", text_in(checklist, "idCard"));
        set_field(row, "due", text_in(item, "due"));
        add_people(row, {text_in(item, "idMember")}, people);
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
