// What this user has logged in with, a file a cluster: only its owner reads it.

#pragma once

#include "bin/client/line/settings.hpp"

#include <optional>
#include <string>

namespace taskraft::client {

/// A login that this machine keeps.
struct kept_login {
  std::string username;
  std::string secret;
};

/// `$XDG_STATE_HOME/taskraft`, where runs keep things for those after them;
/// nothing without a home.
std::optional<std::string> state_folder(const environment& variable);

/// `login-CLUSTER` in there.
std::optional<std::string> login_path(const environment& variable,
                                      const std::string& cluster_id);

/// Nothing if there is none, or if it cannot be read.
std::optional<kept_login> read_login(const std::string& path);

/// With mode 0600. False if it cannot be written: then nothing has changed.
bool write_login(const std::string& path, const kept_login& x);

void remove_login(const std::string& path);

/// What to prove oneself with: the operator's token that the settings name,
/// `TASKRAFT_TOKEN`, or the login that is kept for the cluster.
credential_source credentials_of(const settings& x,
                                 const environment& variable);

} // namespace taskraft::client
