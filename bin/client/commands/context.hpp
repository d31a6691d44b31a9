// What the code of one command works with: the cluster, the settings and the
// world around the process.

#pragma once

#include "bin/client/bench/bench_actor.hpp"
#include "bin/client/commands/command_line.hpp"
#include "bin/client/commands/settings.hpp"
#include "bin/client/connection/request_client_actor.hpp"
#include "bin/client/text/output.hpp"
#include "protocol/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>

namespace taskraft::client {

/// What a run needs of a cluster.
class cluster {
public:
  virtual ~cluster() = default;

  /// Returns once there is an outcome, within the timeout of the settings.
  virtual outcome ask(const question& what) = 0;

  virtual bench_result measure(const bench_plan& plan) = 0;
};

/// What a restored node begins with.
struct restored_node {
  std::uint64_t node = 0;
  std::string cluster_id;
  raft::log_index index;
  std::uint64_t rows = 0;
};

/// Makes a node of a backup and of its settings: two files.
using restorer = std::function<result<restored_node>(
  const std::string& backup, const std::string& config)>;

/// Reads standard input like read(2): how many bytes there were, zero at its
/// end.
using input_reader = std::function<result<std::size_t>(std::span<char> into)>;

/// What a run needs of the world.
struct surroundings {
  input_reader read_input;
  std::ostream& out;
  std::ostream& err;
  output_style style;
  environment variable;
  /// Called at most once, for commands that need a cluster.
  std::function<cluster&(const settings&)> connect;
  restorer restore;
};

/// What the code of one command works with.
struct context {
  const invocation& what;
  const client::settings& settings;
  const surroundings& world;
  client::cluster& cluster;
};

} // namespace taskraft::client
