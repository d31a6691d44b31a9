#include "bin/client/line/help.hpp"

#include "bin/client/line/commands.hpp"
#include "bin/client/text/cli_error.hpp"

#include <algorithm>

namespace taskraft::client {

namespace {

constexpr std::size_t left_column = 32;

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size() + 2, width), ' ');
  return text;
}

std::string usage(const command& x) {
  auto line = std::string{"taskraft"};
  if (!x.words.empty())
    line += " " + std::string{x.words};
  for (const auto& argument : x.arguments) {
    auto name = std::string{argument.name};
    if (argument.many)
      name += "...";
    line += argument.required ? " " + name : " [" + name + "]";
  }
  return line;
}

std::string flag_line(const flag& x) {
  auto left = "  --" + std::string{x.name};
  if (!x.value.empty())
    left += " " + std::string{x.value};
  auto line = padded(left, left_column) + std::string{x.summary};
  // The summaries of `--due` and `--sort` name their words already.
  if (x.choices.size() > 3) {
    line += " (";
    for (const auto& choice : x.choices)
      line += std::string{choice} + (&choice == &x.choices.back() ? ")" : ", ");
  }
  return line + "\n";
}

std::string flag_lines(std::span<const flag> flags) {
  auto text = std::string{};
  for (const auto& x : flags)
    text += flag_line(x);
  return text;
}

std::string command_help(const command& x) {
  auto text
    = std::string{x.summary} + ".\n\nUsage\n  " + usage(x) + " [flags]\n";
  if (!x.flags.empty())
    text += "\nFlags\n" + flag_lines(x.flags);
  text += "\nFlags of every command\n" + flag_lines(common_flags());
  if (!x.notes.empty())
    text += "\nNotes\n";
  for (const auto& note : x.notes)
    text += "  " + std::string{note} + "\n";
  return text;
}

std::string command_lines(std::string_view group) {
  auto text = std::string{};
  for (const auto& x : command_table())
    if (group.empty() || x.words.starts_with(std::string{group} + " "))
      text += padded("  " + usage(x).substr(9), left_column)
              + std::string{x.summary} + "\n";
  return text;
}

std::string group_help(std::string_view group) {
  auto text = "Usage\n  taskraft " + std::string{group}
              + " COMMAND [flags]\n\nCommands\n" + command_lines(group);
  return text + "\n`taskraft " + std::string{group}
         + " COMMAND --help` says more about a command.\n";
}

std::string general_help() {
  return "taskraft: tasks and keys that survive the loss of nodes.\n"
         "\nUsage\n  taskraft COMMAND [flags]\n"
         "  taskraft --action add --key KEY --value VALUE\n"
         "  taskraft --action get --key KEY\n\nCommands\n"
         + command_lines("") + "\nFlags of every command\n"
         + flag_lines(common_flags())
         + "\nSettings\n"
           "  Each of --endpoints, --timeout and --consistency may also come "
           "from\n"
           "  TASKRAFT_ENDPOINTS, TASKRAFT_TIMEOUT and TASKRAFT_CONSISTENCY, "
           "or from\n"
           "  $XDG_CONFIG_HOME/taskraft/config.toml:\n"
           "    endpoints   = [\"127.0.0.1:7201\", \"127.0.0.1:7202\"]\n"
           "    timeout     = \"5s\"\n"
           "    consistency = \"linearizable\"\n"
           "\nExit codes\n"
           "  0 done, 1 failure, 2 wrong usage, 3 not found, 4 not allowed,\n"
           "  5 conflict, 6 unavailable or outcome unknown, 7 invalid value\n"
           "\n`taskraft COMMAND --help` says more about a command.\n";
}

} // namespace

std::string help_text(std::string_view words) {
  if (words.empty())
    return general_help();
  if (const auto* found = find_command(words))
    return command_help(*found);
  if (is_group(words))
    return group_help(words);
  throw cli_error{exit_code::usage,
                  "unknown command `" + std::string{words} + "`"};
}

} // namespace taskraft::client
