// The house: opens a node's disks, spawns its rooms, and closes them again.
// The only file of the actors that knows settings and concrete stores.

#pragma once

#include "config/settings.hpp"

namespace taskraft::actors {

/// How `taskraftd` ends; scripts rely on the numbers.
enum class exit_code : int {
  stopped = 0,
  wrong_usage = 2,
  identity_refused = 3,
  disk_not_trusted = 4,
  address_not_bound = 5,
};

/// Runs one node until it is asked to stop (SIGTERM, SIGINT) or cannot go on.
/// Gives the exit code.
int run_node(const config::settings& settings);

} // namespace taskraft::actors
