// Where the cluster is and how long the client waits: from flags, then the
// environment, then the configuration file.

#pragma once

#include "bin/client/connection/credential.hpp"
#include "bin/client/line/command_line.hpp"
#include "protocol/messages/client_frames.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace taskraft::client {

struct settings {
  /// `host:port` or `[IPv6]:port`.
  std::vector<std::string> endpoints
    = {"127.0.0.1:7201", "127.0.0.1:7202", "127.0.0.1:7203"};
  std::chrono::milliseconds timeout = std::chrono::seconds{5};
  /// Whether the user chose the timeout. Then it bounds slow commands, too.
  bool timeout_given = false;
  protocol::consistency consistency = protocol::consistency::linearizable;
  bool json = false;
  /// Whose certificates are believed; empty: plain text.
  std::string ca_file;
  /// The own certificate, and its key; empty: none.
  std::string certificate_file;
  std::string key_file;
  /// Whether logins may go in plain text to endpoints beyond loopback.
  bool insecure = false;
  /// The operator token of the node at the endpoint; empty: none.
  std::string operator_file;
  credential_source credentials = {};
};

/// A variable of the environment; nothing if it is unset or empty.
using environment
  = std::function<std::optional<std::string>(const std::string& name)>;

std::optional<std::string> process_environment(const std::string& name);

/// `$XDG_CONFIG_HOME/taskraft/config.toml`; nothing without a home.
std::optional<std::string> configuration_file(const environment& variable);

/// Throws a `cli_error` about wrong usage that names the source at fault.
settings load_settings(const invocation& x, const environment& variable);

} // namespace taskraft::client
