// Opens a node's disks, spawns its actors, and closes them again.
// The only file of the actors that knows settings and concrete stores.

#pragma once

#include "actors/node/reloading.hpp"
#include "config/settings.hpp"
#include "protocol/messages/node_messages.hpp"

#include <cstdint>
#include <string>

namespace taskraft::persistence {
class schema;
}
namespace taskraft::tasks {
struct rule_set;
}

namespace taskraft::actors {

/// How `taskraftd` ends; scripts rely on the numbers.
enum class exit_code : int {
  stopped = 0,
  wrong_usage = 2,
  identity_refused = 3,
  disk_not_trusted = 4,
  address_not_bound = 5,
};

/// What a program tells other nodes of itself and knows: its version, the
/// newest wire version, rules and tables. Tests of upgrades build programs that
/// differ in nothing else.
struct program_versions {
  std::string text = TASKRAFT_VERSION;
  std::uint32_t wire = protocol::wire_version;
  /// Null: those of this program.
  const tasks::rule_set* rules = nullptr;
  const persistence::schema* tables = nullptr;
};

/// Runs one node until it is asked to stop (SIGTERM, SIGINT) or cannot go on.
/// SIGHUP has it read its settings again. Gives the exit code.
int run_node(const config::settings& settings, settings_source read_again,
             const program_versions& versions = {});

} // namespace taskraft::actors
