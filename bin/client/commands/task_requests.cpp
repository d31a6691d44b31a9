#include "bin/client/commands/task_requests.hpp"

#include "bin/client/text/cli_error.hpp"
#include "bin/client/text/task_text.hpp"
#include "bin/client/text/time_text.hpp"
#include "protocol/json/task_filters.hpp"
#include "protocol/tasks/text.hpp"
#include "protocol/tasks/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>
#include <vector>

namespace taskraft::client {

namespace {

namespace wire = tasks::wire;

constexpr std::size_t default_rows = 50;

[[noreturn]] void refuse(const std::string& text) {
  throw cli_error{exit_code::invalid_value, text};
}

std::optional<std::uint64_t> to_number(std::string_view text) {
  auto value = std::uint64_t{0};
  const auto* end = text.data() + text.size();
  auto [rest, problem] = std::from_chars(text.data(), end, value);
  if (problem != std::errc{} || rest != end)
    return std::nullopt;
  return value;
}

template <class Visit>
void for_each_word(std::string_view list, Visit scan) {
  while (true) {
    auto comma = list.find(',');
    scan(list.substr(0, comma));
    if (comma == std::string_view::npos)
      return;
    list.remove_prefix(comma + 1);
  }
}

wire::Due due_from(const std::string& text) {
  auto due = parse_due(text);
  if (!due)
    refuse("`" + text + "` is no date: write 2026-12-01 or 2026-12-01T15:00");
  return *due;
}

/// Sets the revision that the command expects, if one was given.
template <class Message>
void expect_revision(Message& message, const invocation& x) {
  auto text = x.value("rev");
  if (!text)
    return;
  auto revision = to_number(*text);
  if (!revision)
    refuse("`" + *text + "` is no revision: --rev takes a number");
  message.set_expected_rev(*revision);
}

/// No task has the id 0: to the rules it means no parent at all.
std::uint64_t parent_id_from(const std::string& text) {
  auto id = task_id_from(text);
  if (id == 0)
    refuse("parent: task 0 does not exist");
  return id;
}

/// White space around a title counts for nothing.
std::string title_from(const std::string& text) {
  auto title = tasks::trimmed(checked(text, "title"));
  if (tasks::holds_control(title))
    refuse("title: must be one line without control characters");
  return title;
}

/// Names between commas; none clears the list.
void add_names(google::protobuf::RepeatedPtrField<std::string>& to,
               const std::string& text) {
  if (text == "none")
    return;
  for_each_word(text, [&](std::string_view word) {
    *to.Add() = checked(std::string{word}, "name");
  });
}

void edit_fields(wire::UpdateTask& update, const invocation& x) {
  if (auto title = x.value("title"))
    update.set_title(title_from(*title));
  if (auto description = x.value("description"))
    update.set_description(checked(*description, "description"));
  if (auto status = x.value("status"))
    update.set_status(status_from(*status));
  if (auto priority = x.value("priority"))
    update.set_priority(priority_from(*priority));
  if (auto due = x.value("due"))
    *update.mutable_due() = *due == "none" ? wire::Due{} : due_from(*due);
  if (auto project = x.value("project"))
    update.set_project(*project == "none" ? "" : checked(*project, "project"));
  if (auto parent = x.value("parent"))
    update.set_parent(*parent == "none" ? 0 : parent_id_from(*parent));
  if (auto names = x.value("assign"))
    add_names(*update.mutable_assignees()->mutable_names(), *names);
  if (auto names = x.value("label"))
    add_names(*update.mutable_labels()->mutable_names(), *names);
  if (auto rule = x.value("repeat"))
    update.set_repeat(*rule == "none" ? "" : checked(*rule, "repeat"));
  auto changes = update.has_project() || update.has_parent()
                 || update.has_assignees() || update.has_labels()
                 || update.has_title() || update.has_description()
                 || update.has_status() || update.has_priority()
                 || update.has_due() || update.has_repeat();
  if (!changes)
    throw cli_error{exit_code::usage,
                    "nothing to change; see `taskraft task edit --help`"};
}

void place_of_move(wire::MoveTask& move, const invocation& x) {
  auto places = 0;
  if (auto other = x.value("before"); other && ++places > 0)
    move.set_before(task_id_from(*other));
  if (auto other = x.value("after"); other && ++places > 0)
    move.set_after(task_id_from(*other));
  if (x.has("top") && ++places > 0)
    move.set_top(true);
  if (x.has("bottom") && ++places > 0)
    move.set_bottom(true);
  if (places > 1)
    throw cli_error{exit_code::usage,
                    "--before, --after, --top and --bottom exclude each other"};
  if (auto status = x.value("status"))
    move.set_status(status_from(*status));
  if (auto project = x.value("project"))
    move.set_project(*project == "none" ? "" : checked(*project, "project"));
  if (places == 0 && !move.has_status() && !move.has_project())
    throw cli_error{exit_code::usage,
                    "nowhere to move; see `taskraft task move --help`"};
}

/// Every filter of the contract is a flag; `_` becomes `-` in its name.
std::string flag_of(std::string_view filter) {
  auto name = std::string{filter};
  std::ranges::replace(name, '_', '-');
  return name;
}

} // namespace

const std::string& checked(const std::string& text, std::string_view name) {
  if (!is_utf8(text))
    refuse(std::string{name} + ": not UTF-8");
  return text;
}

std::string color_from(std::string text) {
  for (auto& x : text)
    if (x >= 'A' && x <= 'F')
      x = static_cast<char>(x - 'A' + 'a');
  return checked(text, "color");
}

std::uint64_t task_id_from(std::string_view text) {
  auto digits = text.starts_with('#') ? text.substr(1) : text;
  auto id = to_number(digits);
  if (!id)
    refuse("`" + std::string{text} + "` is no id: a number like 42");
  return *id;
}

wire::ProjectRole project_role_from(std::string_view word) {
  auto known = tasks::number_of(tasks::project_role_words, word);
  if (!known)
    refuse("`" + std::string{word} + "` is no role: one of "
           + tasks::listed(tasks::project_role_words));
  return static_cast<wire::ProjectRole>(*known);
}

wire::Command create_task_command(const invocation& x) {
  auto command = wire::Command{};
  auto& create = *command.mutable_create_task();
  create.set_title(title_from(x.arguments.at(0)));
  if (auto description = x.value("description"))
    create.set_description(checked(*description, "description"));
  if (auto status = x.value("status"))
    create.set_status(status_from(*status));
  if (auto priority = x.value("priority"))
    create.set_priority(priority_from(*priority));
  if (auto due = x.value("due"); due && *due != "none")
    *create.mutable_due() = due_from(*due);
  if (auto project = x.value("project"))
    create.set_project(checked(*project, "project"));
  if (auto parent = x.value("parent"))
    create.set_parent(parent_id_from(*parent));
  if (auto names = x.value("assign"))
    add_names(*create.mutable_assignees(), *names);
  if (auto names = x.value("label"))
    add_names(*create.mutable_labels(), *names);
  if (auto rule = x.value("repeat"))
    create.set_repeat(checked(*rule, "repeat"));
  return command;
}

wire::Command change_task_command(const invocation& x) {
  auto command = wire::Command{};
  auto id = task_id_from(x.arguments.at(0));
  auto words = x.what->words;
  if (words == "task delete") {
    command.mutable_delete_task()->set_id(id);
    expect_revision(*command.mutable_delete_task(), x);
    return command;
  }
  if (words == "task purge") {
    command.mutable_purge_task()->set_id(id);
    expect_revision(*command.mutable_purge_task(), x);
    return command;
  }
  if (words == "task move") {
    place_of_move(*command.mutable_move_task(), x);
    command.mutable_move_task()->set_id(id);
    expect_revision(*command.mutable_move_task(), x);
    return command;
  }
  if (words == "task restore") {
    command.mutable_restore_task()->set_id(id);
    expect_revision(*command.mutable_restore_task(), x);
    return command;
  }
  auto& update = *command.mutable_update_task();
  update.set_id(id);
  expect_revision(update, x);
  if (words == "task start")
    update.set_status(wire::STATUS_IN_PROGRESS);
  else if (words == "task done")
    update.set_status(wire::STATUS_COMPLETED);
  else if (words == "task reopen")
    update.set_status(wire::STATUS_TODO);
  else
    edit_fields(update, x);
  return command;
}

wire::Query get_task_query(std::string_view id) {
  auto query = wire::Query{};
  query.mutable_get_task()->set_id(task_id_from(id));
  return query;
}

void read_filters(const invocation& x, wire::ListTasks& to) {
  auto reader = taskraft::json::filter_reader{to};
  for (const auto& [name, values, is_list] : taskraft::json::task_filters()) {
    auto flag = flag_of(name);
    auto value = x.value(flag);
    if (!value)
      continue;
    auto values_given = std::vector{*value};
    if (auto more = x.again.find(flag); more != x.again.end())
      std::ranges::copy(more->second, std::back_inserter(values_given));
    for (const auto& each : values_given) {
      checked(each, flag);
      // A switch has no value.
      if (auto why
          = reader.add(name, each.empty() && name == "deleted" ? "true" : each))
        refuse("--" + flag + " " + *why);
    }
  }
}

wire::Query list_tasks_query(const invocation& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_tasks();
  read_filters(x, list);
  if (auto field = x.value("sort"))
    if (auto why = taskraft::json::set_task_order(list, *field))
      refuse("--sort " + *why);
  list.set_limit(first_page_rows(x));
  return query;
}

wire::Command put_key_command(const invocation& x, std::string_view key,
                              std::string_view value) {
  auto command = wire::Command{};
  auto& put = *command.mutable_put_key();
  put.set_key(std::string{key});
  put.set_value(std::string{value});
  expect_revision(put, x);
  return command;
}

wire::Command delete_key_command(const invocation& x) {
  auto command = wire::Command{};
  auto& deletion = *command.mutable_delete_key();
  deletion.set_key(x.arguments.at(0));
  expect_revision(deletion, x);
  return command;
}

wire::Query get_key_query(std::string_view key) {
  auto query = wire::Query{};
  query.mutable_get_key()->set_key(std::string{key});
  return query;
}

wire::Query list_keys_query(const invocation& x) {
  auto query = wire::Query{};
  auto& list = *query.mutable_list_keys();
  if (!x.arguments.empty())
    list.set_prefix(x.arguments.at(0));
  list.set_limit(first_page_rows(x));
  return query;
}

std::optional<std::size_t> row_limit(const invocation& x) {
  auto text = x.value("limit");
  if (x.has("all")) {
    if (text)
      throw cli_error{exit_code::usage, "--all and --limit exclude each other"};
    return std::nullopt;
  }
  if (!text)
    return default_rows;
  auto rows = to_number(*text);
  if (!rows || *rows == 0)
    refuse("`" + *text + "` is no number of rows: --limit takes 1 or more");
  return *rows;
}

std::uint32_t first_page_rows(const invocation& x) {
  auto wanted = row_limit(x).value_or(page_rows);
  return static_cast<std::uint32_t>(std::min(wanted, page_rows));
}

std::uint32_t next_page_rows(std::optional<std::size_t> limit,
                             std::size_t have) {
  return static_cast<std::uint32_t>(limit ? std::min(*limit - have, page_rows)
                                          : page_rows);
}

} // namespace taskraft::client
