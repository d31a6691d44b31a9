// Help texts, made from the table of commands. The manual pages are made from
// the same parts.

#pragma once

#include "bin/client/line/commands.hpp"

#include <span>
#include <string>
#include <string_view>

namespace taskraft::client {

/// Help about a command, a group of commands or, without words, everything.
/// Throws a `cli_error` if there is nothing of that name.
std::string help_text(std::string_view words);

/// "taskraft task show ID", without flags.
std::string usage_line(const command& x);

/// "--status STATUS".
std::string flag_label(const flag& x);

/// What a flag is for, and the words that it takes.
std::string flag_summary(const flag& x);

/// Where settings come from, some lines of plain text.
std::string_view settings_help();

struct exit_status {
  int code;
  std::string_view meaning;
};

std::span<const exit_status> exit_statuses();

} // namespace taskraft::client
