#include "bin/client/line/commands.hpp"
#include "bin/client/line/help.hpp"
#include "bin/manual/pages.hpp"

#include <set>

namespace taskraft::manual {

namespace {

std::string_view first_word(const client::command& x) {
  return x.words.substr(0, x.words.find(' '));
}

void add_flags(roff_page& to, std::span<const client::flag> flags) {
  for (const auto& x : flags)
    to.item(bold(client::flag_label(x)), escape(client::flag_summary(x)) + ".");
}

void add_command(roff_page& to, const client::command& x) {
  to.subsection(client::usage_line(x));
  to.paragraph(escape(x.summary) + ".");
  for (const auto& note : x.notes)
    to.paragraph(escape(note));
  add_flags(to, x.flags);
}

/// "taskraft label: create, list, edit, delete"
std::string summary_of_group(std::string_view word) {
  auto summary = "taskraft " + std::string{word};
  auto separator = std::string_view{": "};
  for (const auto& x : client::command_table())
    if (first_word(x) == word && x.words != word) {
      summary += std::string{separator}
                 + std::string{x.words.substr(word.size() + 1)};
      separator = ", ";
    }
  return summary;
}

/// Every command that begins with `word`, with all of its flags.
page page_of_word(std::string_view word) {
  auto name = page_name{"taskraft-" + std::string{word}};
  const auto* alone = client::find_command(word);
  auto is_group = client::is_group(word);
  auto summary
    = is_group ? summary_of_group(word) : std::string{alone->summary};
  auto to = roff_page{name, summary};
  to.section("SYNOPSIS");
  for (const auto& x : client::command_table())
    if (first_word(x) == word)
      to.paragraph(bold(client::usage_line(x)) + " [flags]");
  to.section(is_group ? "COMMANDS" : "DESCRIPTION");
  for (const auto& x : client::command_table())
    if (first_word(x) == word)
      add_command(to, x);
  to.section("FLAGS OF EVERY COMMAND");
  add_flags(to, client::common_flags());
  to.section("SEE ALSO");
  to.paragraph(bold("taskraft") + "(1), for settings, files and exit status");
  return {name, to.text()};
}

void add_commands(roff_page& to) {
  for (const auto& x : client::command_table())
    to.item(bold(client::usage_line(x)), escape(x.summary) + ".");
  to.paragraph("A page of its own says more about each: "
               + bold("man taskraft-task") + ", for example. So does "
               + bold("taskraft task create --help") + ".");
}

page client_page() {
  auto name = page_name{"taskraft"};
  auto to = roff_page{name, "tasks and keys that survive the loss of nodes"};
  to.section("SYNOPSIS");
  to.paragraph(bold("taskraft") + " COMMAND [flags]");
  to.paragraph(bold("taskraft --action add --key") + " KEY " + bold("--value")
               + " VALUE");
  to.paragraph(bold("taskraft --action get --key") + " KEY");
  to.section("DESCRIPTION");
  to.paragraph(escape(
    "The command line client of a taskraft cluster. It tries all endpoints, "
    "finds the leader by itself, and repeats a request with the same id, so "
    "that it is applied once. Data goes to standard output, everything else "
    "to standard error. On a terminal rows are a table; in a pipe they are "
    "separated by tabs; with --json they are JSON."));
  to.section("COMMANDS");
  add_commands(to);
  to.section("FLAGS OF EVERY COMMAND");
  add_flags(to, client::common_flags());
  to.section("SETTINGS");
  to.lines(client::settings_help());
  to.section("ENVIRONMENT");
  to.item(bold("TASKRAFT_TOKEN"), "An API token, instead of a login.");
  to.item(bold("NO_COLOR"), "When it is set, there is no colour.");
  to.section("EXIT STATUS");
  for (const auto& [code, meaning] : client::exit_statuses())
    to.item(bold(std::to_string(code)), escape(meaning));
  to.section("FILES");
  to.item(escape("$XDG_CONFIG_HOME/taskraft/config.toml"), "Settings.");
  to.item(escape("$XDG_STATE_HOME/taskraft/login-CLUSTER"),
          "The login at a cluster; only its owner may read it.");
  to.section("SEE ALSO");
  to.paragraph(bold("taskraftd") + "(8), " + bold("taskraftd.toml") + "(5)");
  return {name, to.text()};
}

} // namespace

std::vector<page> client_pages() {
  auto pages = std::vector<page>{client_page()};
  auto seen = std::set<std::string_view>{};
  for (const auto& x : client::command_table())
    if (seen.insert(first_word(x)).second)
      pages.push_back(page_of_word(first_word(x)));
  return pages;
}

} // namespace taskraft::manual
