// Remembers between runs how much of each cluster this user has seen, so that
// `--consistency session` never shows an older state.

#pragma once

#include "bin/client/commands/settings.hpp"
#include "protocol/raft/types.hpp"

#include <map>
#include <optional>
#include <string>

namespace taskraft::client {

/// `$XDG_STATE_HOME/taskraft/session`; nothing without a home.
std::optional<std::string> session_path(const environment& variable);

class session_file {
public:
  /// Without a path nothing is remembered.
  explicit session_file(std::optional<std::string> path);

  /// Zero for a cluster that was never seen.
  raft::log_index seen(const std::string& cluster) const;

  /// Keeps the highest index of all runs, also of those that run now. Returns
  /// false if the file cannot be written.
  bool remember(const std::string& cluster, raft::log_index index);

private:
  std::optional<std::string> path_;
  /// Highest index by cluster name, as read at the start.
  std::map<std::string, raft::log_index> seen_;
};

} // namespace taskraft::client
