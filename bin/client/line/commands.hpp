// The one table of commands and flags: parsing, help and completion read it.

#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace taskraft::client {

/// How help names the value of a flag, or an argument, that is the name of a
/// file. Completion offers files for it.
inline constexpr std::string_view file_name = "FILE";

/// Values that the cluster knows, for completion.
enum class known_values : std::uint8_t {
  none,
  tasks,
  /// Tasks in the trash.
  deleted_tasks,
  users,
  labels,
  projects,
};

struct flag {
  /// Its name without the dashes.
  std::string_view name;
  /// How help names the value; empty for a switch.
  std::string_view value;
  std::string_view summary;
  /// What completion offers.
  std::vector<std::string_view> choices = {};
  /// Whether it may be given again: its values have commas between them then.
  bool many = false;
  /// Whether it may be given again, and all that it says must hold then.
  bool all_hold = false;
};

struct argument {
  std::string_view name;
  bool required = true;
  /// Whether it takes all arguments that follow.
  bool many = false;
  /// What completion offers.
  std::vector<std::string_view> choices = {};
  known_values known = known_values::none;
};

struct command {
  /// "task create"; empty for the older form without a command.
  std::string_view words;
  std::string_view summary;
  std::vector<argument> arguments = {};
  std::vector<flag> flags = {};
  /// More help, one line each.
  std::vector<std::string_view> notes = {};
};

/// Every command, in the order of the help.
std::span<const command> command_table();

/// The form without a command: `--action add --key K --value V`.
const command& older_form();

/// Flags that every command takes.
std::span<const flag> common_flags();

/// The command with exactly these words, or null.
const command* find_command(std::string_view words);

/// Whether some command begins with these words and goes on.
bool is_group(std::string_view words);

} // namespace taskraft::client
