// Looks at the machine of a node: its settings, addresses, disks, store and
// clock. Changes nothing but a small file beside the node's own, for a moment.

#pragma once

#include "bin/client/doctor/facts.hpp"

#include <string>

namespace taskraft::client {

/// Where a client finds the node of these settings, and how it is let in.
struct own_node {
  std::string endpoint;
  /// Empty if it is not readable, or nobody logs in.
  std::string operator_file;
};

machine_facts look_at_machine(const std::string& config);

/// Nothing if the settings are wrong.
std::optional<own_node> own_node_of(const std::string& config);

} // namespace taskraft::client
