// Remembers between runs how much of each cluster this user has seen, so that
// `--consistency session` never shows an older state. Clusters are known by
// their ids, so a new cluster with an old name begins at zero.

#pragma once

#include "bin/client/line/settings.hpp"
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

  /// False if there is a file but it cannot be read.
  bool readable() const {
    return readable_;
  }
  /// Empty if nothing is remembered.
  std::string path() const {
    return path_.value_or("");
  }

  /// Zero for a cluster that was never seen.
  raft::log_index seen(const std::string& cluster_id) const;

  /// Writes the highest index of all runs, those included that run at the same
  /// time. Returns false if the file cannot be written.
  bool remember(const std::string& cluster_id, raft::log_index index);

private:
  std::optional<std::string> path_;
  bool readable_ = true;
  /// Highest index by cluster id, as read at the start.
  std::map<std::string, raft::log_index> seen_;
};

} // namespace taskraft::client
