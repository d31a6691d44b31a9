#include "bin/client/text/change_text.hpp"

#include "bin/client/text/time_text.hpp"
#include "protocol/json/changes.hpp"
#include "protocol/tasks/words.hpp"

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;
using json = taskraft::json::object;

std::string value_text(const json& x) {
  if (x.is_null())
    return "none";
  if (x.is_string())
    return x.get<std::string>().empty() ? "empty" : x.get<std::string>();
  if (!x.is_array())
    return x.dump();
  auto text = std::string{};
  for (const auto& each : x)
    text += (text.empty() ? "" : ", ") + each.get<std::string>();
  return text.empty() ? "none" : text;
}

/// "status: todo -> completed; due: none -> 2026-12-01"
std::string fields_text(const wire::Change& x) {
  auto text = std::string{};
  for (const auto& each : taskraft::json::fields_to_json(x, false)) {
    text += text.empty() ? "" : "; ";
    text += each["field"].get<std::string>();
    if (each.contains("from"))
      text += ": " + value_text(each["from"]) + " -> " + value_text(each["to"]);
  }
  return text;
}

} // namespace

std::string history_rows(const std::vector<wire::Change>& changes,
                         const output_style& style) {
  auto rows = table{{"INDEX", "AT", "ACTOR", "VIA", "ACTION", "CHANGES"}, 5};
  for (const auto& x : changes)
    rows.add({{std::to_string(x.index())},
              {time_text(x.at_us(), style)},
              {x.actor()},
              {std::string{tasks::word_of(tasks::via_words, x.via())}},
              {x.action()},
              {fields_text(x)}});
  return rows.render(style);
}

std::string
notification_rows(const std::vector<wire::Notification>& notifications,
                  const output_style& style) {
  auto rows
    = table{{"ID", "AT", "ACTOR", "KIND", "TASK", "TITLE", "EXCERPT"}, 6};
  for (const auto& x : notifications) {
    auto how = x.read() ? tint::dim : tint::none;
    rows.add(
      {{std::to_string(x.id()), how},
       {time_text(x.at_us(), style), how},
       {x.actor(), how},
       {std::string{tasks::word_of(tasks::notification_words, x.kind())}, how},
       {std::to_string(x.task()), how},
       {x.title(), x.read() ? tint::dim : tint::bold},
       {x.excerpt(), how}});
  }
  return rows.render(style);
}

namespace {

/// What the audit has counted together says how often it was.
std::string outcome_of(const wire::Change& x) {
  auto outcome = x.outcome().empty() ? std::string{"done"} : x.outcome();
  return x.count() > 1 ? outcome + " x" + std::to_string(x.count()) : outcome;
}

} // namespace

std::string audit_rows(const std::vector<wire::Change>& changes,
                       const output_style& style) {
  auto rows = table{
    {"INDEX", "AT", "ACTOR", "ACTION", "TARGET", "OUTCOME", "ADDRESS"}, 4};
  for (const auto& x : changes)
    rows.add({{std::to_string(x.index())},
              {time_text(x.at_us(), style)},
              {x.actor()},
              {x.action()},
              {x.subject()},
              {outcome_of(x), x.outcome().empty() ? tint::none : tint::red},
              {x.address()}});
  return rows.render(style);
}

std::string event_line(const wire::Change& x, const output_style& style) {
  auto subject = x.task() != 0 ? "#" + std::to_string(x.task()) : x.subject();
  auto line = time_text(x.at_us(), style) + "  " + x.actor() + "  "
              + coloured(x.action(), tint::bold, style) + "  "
              + on_one_line(subject);
  if (auto fields = fields_text(x); !fields.empty())
    line += "  " + on_one_line(fields);
  return line + "\n";
}

} // namespace taskraft::client
