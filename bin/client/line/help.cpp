#include "bin/client/line/help.hpp"

#include "bin/client/line/commands.hpp"
#include "bin/client/text/cli_error.hpp"

#include <algorithm>
#include <array>

namespace taskraft::client {

namespace {

constexpr std::size_t left_column = 32;

std::string padded(std::string text, std::size_t width) {
  text.resize(std::max(text.size() + 2, width), ' ');
  return text;
}

std::string flag_line(const flag& x) {
  return padded("  " + flag_label(x), left_column) + flag_summary(x) + "\n";
}

std::string flag_lines(std::span<const flag> flags) {
  auto text = std::string{};
  for (const auto& x : flags)
    text += flag_line(x);
  return text;
}

std::string command_help(const command& x) {
  auto text
    = std::string{x.summary} + ".\n\nUsage\n  " + usage_line(x) + " [flags]\n";
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
      text += padded("  " + usage_line(x).substr(9), left_column)
              + std::string{x.summary} + "\n";
  return text;
}

std::string group_help(std::string_view group) {
  auto text = "Usage\n  taskraft " + std::string{group}
              + " COMMAND [flags]\n\nCommands\n" + command_lines(group);
  return text + "\n`taskraft " + std::string{group}
         + " COMMAND --help` says more about a command.\n";
}

std::string exit_lines() {
  auto text = std::string{};
  for (const auto& [code, meaning] : exit_statuses())
    text += "  " + std::to_string(code) + "  " + std::string{meaning} + "\n";
  return text;
}

std::string general_help() {
  return "taskraft: tasks and keys that survive the loss of nodes.\n"
         "\nUsage\n  taskraft COMMAND [flags]\n"
         "  taskraft --action add --key KEY --value VALUE\n"
         "  taskraft --action get --key KEY\n\nCommands\n"
         + command_lines("") + "\nFlags of every command\n"
         + flag_lines(common_flags()) + "\nSettings\n"
         + std::string{settings_help()} + "\nExit codes\n" + exit_lines()
         + "\n`taskraft COMMAND --help` says more about a command.\n";
}

constexpr auto statuses = std::to_array<exit_status>({
  {0, "done"},
  {1, "failure"},
  {2, "wrong usage"},
  {3, "not found"},
  {4, "not logged in, or not allowed"},
  {5, "conflict: a stale revision, a duplicate, a cycle"},
  {6, "unavailable: no quorum, or timed out with the outcome unknown"},
  {7, "invalid value"},
});

} // namespace

std::span<const exit_status> exit_statuses() {
  return statuses;
}

std::string_view settings_help() {
  return "  --endpoints, --timeout, --consistency, --ca and --insecure may "
         "also\n"
         "  come from TASKRAFT_ENDPOINTS, TASKRAFT_TIMEOUT, "
         "TASKRAFT_CONSISTENCY,\n"
         "  TASKRAFT_CA and TASKRAFT_INSECURE, or from\n"
         "  $XDG_CONFIG_HOME/taskraft/config.toml:\n"
         "    endpoints   = [\"127.0.0.1:7201\", \"127.0.0.1:7202\"]\n"
         "    timeout     = \"5s\"\n"
         "    consistency = \"linearizable\"\n"
         "    ca          = \"certs/ca.crt\"\n"
         "    insecure    = false\n";
}

std::string usage_line(const command& x) {
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

std::string flag_label(const flag& x) {
  auto label = "--" + std::string{x.name};
  return x.value.empty() ? label : label + " " + std::string{x.value};
}

std::string flag_summary(const flag& x) {
  auto text = std::string{x.summary};
  // The summaries of `--due` and `--sort` name their words already.
  if (x.choices.size() > 3) {
    text += " (";
    for (const auto& choice : x.choices)
      text += std::string{choice} + (&choice == &x.choices.back() ? ")" : ", ");
  }
  return text;
}

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
