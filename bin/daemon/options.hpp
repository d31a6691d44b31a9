// Reads from the command line what taskraftd has to do.

#pragma once

#include "persistence/store/dialect.hpp"
#include "protocol/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace taskraft::daemon {

struct run_node {
  std::string config;
};

/// Makes the survivor of a lost quorum a cluster of one.
struct force_new_cluster {
  std::string config;
  /// Whether the operator has confirmed it on the command line.
  bool yes = false;
  /// Whether API tokens of the old cluster open the new one.
  bool keep_tokens = false;
};

struct check_config {
  std::string config;
};

struct print_schema {
  persistence::dialect dialect = persistence::dialect::sqlite;
};

struct print_version {};

struct print_help {};

using command = std::variant<run_node, force_new_cluster, check_config,
                             print_schema, print_version, print_help>;

/// `arguments` without the program's name. The detail of a failure is one line.
result<command> parse_options(const std::vector<std::string>& arguments);

std::string help_text();

/// One option; the help and the manual page read the same table.
struct option {
  /// Its name without the dashes.
  const char* name;
  /// How help names the value; empty for a switch.
  const char* value;
  const char* summary;
};

std::span<const option> option_table();

struct exit_status {
  int code;
  std::string_view meaning;
};

std::span<const exit_status> exit_statuses();

} // namespace taskraft::daemon
