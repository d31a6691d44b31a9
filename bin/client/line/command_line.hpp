// Reads the words of a command line against the table of commands.

#pragma once

#include "bin/client/line/commands.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::client {

struct invocation {
  const command* what = nullptr;
  /// Positional arguments, as many as the command asks for.
  std::vector<std::string> arguments;
  /// Flags by name; a switch has an empty value.
  std::map<std::string, std::string, std::less<>> flags;
  /// The values after the first of flags whose values must all hold.
  std::map<std::string, std::vector<std::string>, std::less<>> again;
  /// Whether help was asked for, about this command or group of commands.
  std::optional<std::string> help_topic;

  bool has(std::string_view flag) const;
  std::optional<std::string> value(std::string_view flag) const;
};

/// Throws a `cli_error` about wrong usage.
invocation parse_command_line(std::span<const std::string> words);

} // namespace taskraft::client
