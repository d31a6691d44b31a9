// All of taskraftd but the node itself.

#pragma once

#include "config/settings.hpp"
#include "protocol/result.hpp"

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace taskraft::daemon {

/// The exit codes of failures before a node runs.
enum exit_code : int {
  stopped = 0,
  failed = 1,
  wrong_usage = 2,
  identity_refused = 3,
  disk_not_trusted = 4,
};

/// Runs a node until it is told to stop, with the settings of a file, which it
/// may read again; returns the exit code.
using node_runner
  = std::function<int(const config::settings&, const std::string& file)>;

/// What the program does with a node; tests have their own.
struct node_programs {
  node_runner run;
  /// Returns the new cluster's id.
  std::function<result<std::string>(const config::settings&, bool keep_tokens)>
    force_new_cluster;
  /// Asks the person at the terminal; nothing if there is no terminal.
  std::function<std::optional<std::string>(const std::string& question)> ask;
};

/// Does what `arguments` ask for. Data goes to `out`, the one line of a failure
/// to `errors`. Returns the exit code.
int run(const std::vector<std::string>& arguments, const node_programs& nodes,
        std::ostream& out, std::ostream& errors);

} // namespace taskraft::daemon
