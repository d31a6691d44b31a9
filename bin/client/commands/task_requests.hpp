// Turns a command line into commands and queries of the task board.

#pragma once

#include "bin/client/line/command_line.hpp"
#include "tasks.pb.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace taskraft::client {

// All of these throw a `cli_error` about invalid values. They know the syntax
// of values, never the rules: those belong to the state machine.

/// "42" or "#42".
std::uint64_t task_id_from(std::string_view text);

/// Of a project, or of a share.
tasks::wire::ProjectRole project_role_from(std::string_view word);

tasks::wire::Command create_task_command(const invocation& x);
/// For `task edit`, `start`, `done`, `reopen`, `move`, `delete`, `restore` and
/// `purge`.
tasks::wire::Command change_task_command(const invocation& x);
tasks::wire::Query get_task_query(std::string_view id);
/// Adds the filters that are given as flags.
void read_filters(const invocation& x, tasks::wire::ListTasks& to);
/// The query for the first page.
tasks::wire::Query list_tasks_query(const invocation& x);

tasks::wire::Command put_key_command(const invocation& x, std::string_view key,
                                     std::string_view value);
tasks::wire::Command delete_key_command(const invocation& x);
tasks::wire::Query get_key_query(std::string_view key);
tasks::wire::Query list_keys_query(const invocation& x);

/// How many rows the user wants; nothing means all.
std::optional<std::size_t> row_limit(const invocation& x);

/// How many rows to ask for first, and after `have` rows have come.
std::uint32_t first_page_rows(const invocation& x);
std::uint32_t next_page_rows(std::optional<std::size_t> limit,
                             std::size_t have);

/// `text` if it is valid UTF-8. `name` names it in an error.
const std::string& checked(const std::string& text, std::string_view name);

/// A color in lower case.
std::string color_from(std::string text);

/// The most rows that one query asks for.
inline constexpr std::size_t page_rows = 200;

} // namespace taskraft::client
