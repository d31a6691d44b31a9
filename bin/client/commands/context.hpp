// What the code of one command works with: the cluster, the settings and the
// world around the process.

#pragma once

#include "bin/client/bench/bench_actor.hpp"
#include "bin/client/connection/request_client_actor.hpp"
#include "bin/client/line/command_line.hpp"
#include "bin/client/line/settings.hpp"
#include "bin/client/text/output.hpp"
#include "protocol/result.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <span>
#include <string>

namespace taskraft::client {

/// The cluster, as commands use it.
class cluster {
public:
  virtual ~cluster() = default;

  /// Returns when there is an outcome, at the latest after the timeout of the
  /// settings.
  virtual outcome ask(const question& what) = 0;

  virtual bench_result measure(const bench_plan& plan) = 0;
};

/// The identity of a restored node.
struct restored_node {
  std::uint64_t node = 0;
  std::string cluster_id;
  raft::log_index index;
  std::uint64_t rows = 0;
};

/// Makes a node out of two files: a backup and the node's settings.
using restorer = std::function<result<restored_node>(
  const std::string& backup, const std::string& config, bool keep_tokens)>;

/// Reads standard input like read(2): returns the number of bytes, zero at the
/// end.
using input_reader = std::function<result<std::size_t>(std::span<char> into)>;

/// What a run uses of the process and its surroundings.
struct surroundings {
  input_reader read_input;
  std::ostream& out;
  std::ostream& err;
  output_style style;
  environment variable;
  /// Called at most once, for commands that need a cluster.
  std::function<cluster&(const settings&)> connect;
  restorer restore;
  /// Asks the person at the terminal, without echo; nothing if there is none.
  std::function<std::optional<std::string>(const std::string& prompt)>
    ask_secret = {};
  /// The same with what is typed shown.
  std::function<std::optional<std::string>(const std::string& prompt)> ask_line
    = {};
};

/// What the code of one command works with.
struct context {
  const invocation& what;
  const client::settings& settings;
  const surroundings& world;
  client::cluster& cluster;
};

} // namespace taskraft::client
