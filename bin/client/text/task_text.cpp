#include "bin/client/text/task_text.hpp"

#include "bin/client/text/cli_error.hpp"
#include "bin/client/text/time_text.hpp"
#include "protocol/tasks/words.hpp"

#include <utility>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

[[noreturn]] void refuse_word(std::string_view kind, std::string_view word,
                              std::span<const tasks::word> known) {
  throw cli_error{exit_code::invalid_value,
                  "unknown " + std::string{kind} + " `" + std::string{word}
                    + "`: one of " + tasks::listed(known)};
}

bool has_due(const wire::Task& x) {
  return x.due().form_case() != wire::Due::FORM_NOT_SET;
}

tint tint_of(wire::Status x) {
  switch (x) {
    case wire::STATUS_IN_PROGRESS:
      return tint::yellow;
    case wire::STATUS_COMPLETED:
      return tint::green;
    case wire::STATUS_CANCELLED:
      return tint::dim;
    default:
      return tint::none;
  }
}

tint tint_of(wire::Priority x) {
  switch (x) {
    case wire::PRIORITY_URGENT:
      return tint::red;
    case wire::PRIORITY_HIGH:
      return tint::yellow;
    case wire::PRIORITY_NONE:
      return tint::dim;
    default:
      return tint::none;
  }
}

std::string due_text(const wire::Task& x, const output_style& style) {
  if (!has_due(x))
    return "";
  return style.terminal ? to_local_text(x.due()) : to_rfc3339(x.due());
}

std::string
joined(const google::protobuf::RepeatedPtrField<std::string>& names) {
  auto text = std::string{};
  for (const auto& name : names)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

} // namespace

std::string_view to_word(wire::Status x) {
  return tasks::word_of(tasks::status_words, x);
}

std::string_view to_word(wire::Priority x) {
  return tasks::word_of(tasks::priority_words, x);
}

wire::Status status_from(std::string_view word) {
  auto number = tasks::number_of(tasks::status_words, word);
  if (!number)
    refuse_word("status", word, tasks::status_words);
  return static_cast<wire::Status>(*number);
}

wire::Priority priority_from(std::string_view word) {
  auto number = tasks::number_of(tasks::priority_words, word);
  if (!number)
    refuse_word("priority", word, tasks::priority_words);
  return static_cast<wire::Priority>(*number);
}

std::string print(const json& x, const output_style& style) {
  auto indent = style.terminal ? 2 : -1;
  auto text = x.dump(indent, ' ', false, json::error_handler_t::replace);
  return escaped_json(text) + "\n";
}

std::string task_rows(std::span<const wire::Task> tasks,
                      const output_style& style) {
  auto rows = table{{"ID", "TITLE", "STATUS", "PRIORITY", "DUE"}, 1};
  for (const auto& x : tasks)
    rows.add({{std::to_string(x.id())},
              {x.title()},
              {std::string{to_word(x.status())}, tint_of(x.status())},
              {std::string{to_word(x.priority())}, tint_of(x.priority())},
              {due_text(x, style)}});
  return rows.render(style);
}

std::string task_page(const wire::Task& x, const output_style& style) {
  auto page = field_page{style};
  page.add("id", std::to_string(x.id()));
  page.add("title", x.title(), tint::bold);
  page.add("status", std::string{to_word(x.status())}, tint_of(x.status()));
  page.add("priority", std::string{to_word(x.priority())},
           tint_of(x.priority()));
  if (has_due(x))
    page.add("due", due_text(x, style));
  if (!x.repeat().empty())
    page.add("repeat", x.repeat());
  if (!x.project().empty())
    page.add("project", x.project());
  if (x.assignees_size() > 0)
    page.add("assignees", joined(x.assignees()));
  if (x.labels_size() > 0)
    page.add("labels", joined(x.labels()));
  if (x.parent() != 0)
    page.add("parent", "#" + std::to_string(x.parent()));
  if (!x.creator().empty())
    page.add("creator", x.creator());
  page.add("rev", std::to_string(x.rev()));
  page.add("created", time_text(x.created_at_us(), style));
  page.add("updated", time_text(x.updated_at_us(), style));
  if (x.completed_at_us() != 0)
    page.add("completed", time_text(x.completed_at_us(), style));
  if (x.deleted_at_us() != 0)
    page.add("deleted", time_text(x.deleted_at_us(), style), tint::red);
  if (x.description().empty())
    return page.take();
  if (!style.terminal) {
    page.add("description", x.description());
    return page.take();
  }
  return page.take() + "\n" + printable_lines(x.description()) + "\n";
}

std::string key_rows(std::span<const wire::KeyValue> pairs,
                     const output_style& style) {
  auto rows = table{{"KEY", "VALUE", "REV"}, 1};
  for (const auto& x : pairs)
    rows.add({{x.key()}, {x.value()}, {std::to_string(x.rev())}});
  return rows.render(style);
}

} // namespace taskraft::client
