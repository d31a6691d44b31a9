// All of taskraftd but the node itself.

#pragma once

#include "config/settings.hpp"

#include <functional>
#include <ostream>
#include <string>
#include <vector>

namespace taskraft::daemon {

/// The meanings that are decided before a node runs.
enum exit_code : int { stopped = 0, failed = 1, wrong_usage = 2 };

/// Runs a node until it is told to stop; returns the exit code.
using node_runner = std::function<int(const config::settings&)>;

/// Does what `arguments` ask for. Data goes to `out`, one line of complaint to
/// `complaints`. Returns the exit code.
int run(const std::vector<std::string>& arguments, const node_runner& run_node,
        std::ostream& out, std::ostream& complaints);

} // namespace taskraft::daemon
