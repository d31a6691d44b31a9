#include "bin/client/text/relation_text.hpp"

#include "protocol/json/objects.hpp"

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

void add_relation(table& to, std::string_view word, const wire::Task& task) {
  to.add({{std::string{word}},
          {std::to_string(task.id())},
          {task.title()},
          {std::string{to_word(task.status())}}});
}

} // namespace

std::string relation_rows(const wire::Relations& x, const output_style& style) {
  auto rows = table{{"RELATION", "ID", "TITLE", "STATUS"}, 2};
  if (x.has_parent())
    add_relation(rows, "parent", x.parent());
  for (const auto& each : x.subtasks())
    add_relation(rows, "subtask", each);
  for (const auto& each : x.blocks())
    add_relation(rows, "blocks", each);
  for (const auto& each : x.blocked_by())
    add_relation(rows, "blocked by", each);
  return rows.render(style);
}

json relations_to_json(const wire::Relations& x) {
  using taskraft::json::card_to_json;
  using taskraft::json::cards_to_json;
  auto object = json::object();
  object["parent"] = x.has_parent() ? card_to_json(x.parent()) : json{};
  object["subtasks"] = cards_to_json(x.subtasks());
  object["blocks"] = cards_to_json(x.blocks());
  object["blocked_by"] = cards_to_json(x.blocked_by());
  object["hidden"] = x.hidden();
  return object;
}

} // namespace taskraft::client
