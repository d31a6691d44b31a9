#include "bin/client/text/task_text.hpp"

#include "bin/client/text/cli_error.hpp"
#include "bin/client/text/time_text.hpp"

#include <array>
#include <utility>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

template <class T>
using word_table = std::span<const std::pair<T, std::string_view>>;

constexpr std::array<std::pair<wire::Status, std::string_view>, 4> statuses = {{
  {wire::STATUS_TODO, "todo"},
  {wire::STATUS_IN_PROGRESS, "in_progress"},
  {wire::STATUS_COMPLETED, "completed"},
  {wire::STATUS_CANCELLED, "cancelled"},
}};

constexpr std::array<std::pair<wire::Priority, std::string_view>, 5> priorities
  = {{
    {wire::PRIORITY_NONE, "none"},
    {wire::PRIORITY_LOW, "low"},
    {wire::PRIORITY_MEDIUM, "medium"},
    {wire::PRIORITY_HIGH, "high"},
    {wire::PRIORITY_URGENT, "urgent"},
  }};

template <class T>
std::string_view word_of(word_table<T> table, T value) {
  for (const auto& [known, word] : table)
    if (known == value)
      return word;
  return "";
}

template <class T>
T value_of(word_table<T> table, std::string_view kind, std::string_view word) {
  auto offered = std::string{};
  for (const auto& [value, known] : table) {
    if (known == word)
      return value;
    offered += offered.empty() ? "" : ", ";
    offered += known;
  }
  throw cli_error{exit_code::invalid_value, "unknown " + std::string{kind}
                                              + " `" + std::string{word}
                                              + "`: one of " + offered};
}

json time_or_null(std::uint64_t time_us) {
  if (time_us == 0)
    return nullptr;
  return to_rfc3339(static_cast<std::int64_t>(time_us));
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

std::string time_text(std::uint64_t time_us, const output_style& style) {
  auto time = static_cast<std::int64_t>(time_us);
  return style.terminal ? to_local_text(time) : to_rfc3339(time);
}

std::string to_base64(std::string_view bytes) {
  static constexpr char digits[]
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  auto result = std::string{};
  for (; !bytes.empty();
       bytes.remove_prefix(std::min<std::size_t>(3, bytes.size()))) {
    auto group = std::uint32_t{0};
    for (auto i = std::size_t{0}; i < 3; ++i)
      group = group << 8U
              | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    for (auto i = std::size_t{0}; i < 4; ++i)
      result += i <= bytes.size() ? digits[group >> (18 - 6 * i) & 63U] : '=';
  }
  return result;
}

/// JSON has no bytes: what is no text goes into `<name>_base64`, unharmed.
void add_bytes(json& object, const std::string& name,
               const std::string& bytes) {
  if (is_utf8(bytes)) {
    object[name] = bytes;
    return;
  }
  object[name] = nullptr;
  object[name + "_base64"] = to_base64(bytes);
}

} // namespace

json text_or_null(const std::string& text) {
  if (text.empty())
    return nullptr;
  return text;
}

std::string_view to_word(wire::Status x) {
  return word_of<wire::Status>(statuses, x);
}

std::string_view to_word(wire::Priority x) {
  return word_of<wire::Priority>(priorities, x);
}

wire::Status status_from(std::string_view word) {
  return value_of<wire::Status>(statuses, "status", word);
}

wire::Priority priority_from(std::string_view word) {
  return value_of<wire::Priority>(priorities, "priority", word);
}

json to_json(const wire::Task& x) {
  auto object = json{};
  object["id"] = x.id();
  object["rev"] = x.rev();
  object["project"] = nullptr;
  object["title"] = x.title();
  object["description"] = text_or_null(x.description());
  object["status"] = to_word(x.status());
  object["priority"] = to_word(x.priority());
  object["due"] = has_due(x) ? json(to_rfc3339(x.due())) : json();
  object["assignees"] = json::array();
  object["labels"] = json::array();
  object["parent"] = nullptr;
  object["creator"] = text_or_null(x.creator());
  object["created_at"] = time_or_null(x.created_at_us());
  object["updated_at"] = time_or_null(x.updated_at_us());
  object["completed_at"] = time_or_null(x.completed_at_us());
  object["deleted_at"] = time_or_null(x.deleted_at_us());
  return object;
}

json to_json(const wire::KeyValue& x) {
  auto object = json{};
  add_bytes(object, "key", x.key());
  add_bytes(object, "value", x.value());
  object["rev"] = x.rev();
  return object;
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
  auto text = std::string{};
  auto add = [&](std::string_view name, const std::string& value,
                 tint which = tint::none) {
    auto label = std::string{name};
    if (!style.terminal) {
      text += label + "\t" + escaped(value) + "\n";
      return;
    }
    label.resize(12, ' ');
    text += coloured(label, tint::dim, style)
            + coloured(printable(value), which, style) + "\n";
  };
  add("id", std::to_string(x.id()));
  add("title", x.title(), tint::bold);
  add("status", std::string{to_word(x.status())}, tint_of(x.status()));
  add("priority", std::string{to_word(x.priority())}, tint_of(x.priority()));
  if (has_due(x))
    add("due", due_text(x, style));
  if (!x.creator().empty())
    add("creator", x.creator());
  add("rev", std::to_string(x.rev()));
  add("created", time_text(x.created_at_us(), style));
  add("updated", time_text(x.updated_at_us(), style));
  if (x.completed_at_us() != 0)
    add("completed", time_text(x.completed_at_us(), style));
  if (x.deleted_at_us() != 0)
    add("deleted", time_text(x.deleted_at_us(), style), tint::red);
  if (x.description().empty())
    return text;
  if (!style.terminal) {
    add("description", x.description());
    return text;
  }
  return text + "\n" + printable_lines(x.description()) + "\n";
}

std::string key_rows(std::span<const wire::KeyValue> pairs,
                     const output_style& style) {
  auto rows = table{{"KEY", "VALUE", "REV"}, 1};
  for (const auto& x : pairs)
    rows.add({{x.key()}, {x.value()}, {std::to_string(x.rev())}});
  return rows.render(style);
}

} // namespace taskraft::client
