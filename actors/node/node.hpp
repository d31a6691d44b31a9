// Opens a node's disks, spawns its actors, and closes them again.
// The only file of the actors that knows settings and concrete stores.

#pragma once

#include "config/settings.hpp"
#include "protocol/node_messages.hpp"
#include "protocol/tasks/limits.hpp"

#include <cstdint>
#include <string>

namespace taskraft::actors {

/// How `taskraftd` ends; scripts rely on the numbers.
enum class exit_code : int {
  stopped = 0,
  wrong_usage = 2,
  identity_refused = 3,
  disk_not_trusted = 4,
  address_not_bound = 5,
};

/// What a program tells other nodes of itself: its version, and the newest wire
/// version and rules that it knows. Tests of upgrades build programs that
/// differ in nothing else.
struct program_versions {
  std::string text = TASKRAFT_VERSION;
  std::uint32_t wire = protocol::wire_version;
  std::uint32_t rules_level = tasks::newest_rules_level;
};

/// Runs one node until it is asked to stop (SIGTERM, SIGINT) or cannot go on.
/// Gives the exit code.
int run_node(const config::settings& settings,
             const program_versions& versions = {});

} // namespace taskraft::actors
