// A cluster of real `taskraftd` processes on loopback, and the real client.

#pragma once

#include "persistence/mysql/mysql_connection.hpp"
#include "tests/support/processes/run_program.hpp"

#include <boost/process/child.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace taskraft::tests {

/// The folder, addresses and program of one node.
struct node_place {
  std::uint64_t id = 0;
  std::string node_address;
  std::string client_address;
  std::string http_address;
  std::filesystem::path directory;
  std::filesystem::path config;
  /// What the node says of itself since its first start.
  std::filesystem::path logging_file;
  /// The `taskraftd` that it runs.
  std::string program;
  /// The schema of a node that keeps its rows in MySQL.
  std::optional<persistence::mysql::access> schema;
};

/// The store of tests that do not choose one: SQLite, or MySQL if the
/// environment has TASKRAFT_TEST_STORE=mysql.
bool tests_run_on_mysql();

/// Whether nodes and clients speak TLS: if the environment has
/// TASKRAFT_TEST_TLS. HTTP stays as it is.
bool tests_run_with_tls();

class authority;
/// The CA of a cluster whose files lie in `folder`; null without TLS.
std::shared_ptr<authority>
cluster_authority(const std::filesystem::path& folder);
/// The table of a node's file; empty without TLS.
std::string tls_settings(const authority* ca, std::uint64_t id);

class process_cluster {
public:
  using seconds = std::chrono::seconds;

  /// Places for `size` nodes in a fresh directory, none of them running.
  explicit process_cluster(std::uint64_t size = 3,
                           const std::string& name = "test");
  process_cluster(const process_cluster&) = delete;
  process_cluster& operator=(const process_cluster&) = delete;
  /// Kills what still runs. Keeps the directory if the test failed.
  ~process_cluster();

  /// Adds a place for one more node, which is no founder; returns its id.
  std::uint64_t grow();

  /// From its next start on, the node keeps its rows in this schema, or in
  /// SQLite.
  void set_store(std::uint64_t id,
                 const std::optional<persistence::mysql::access>& schema);
  /// From its next start on, the node runs this `taskraftd`.
  void set_program(std::uint64_t id, const std::string& path);
  /// More lines for the table `raft` of every node's file; before any start.
  void use_raft_settings(const std::string& lines);

  /// Clients must log in, with these further lines in the table `auth`; before
  /// any start. `leader` and `converged` ask as a node's operator then.
  void require_logins(const std::string& lines = {});

  const node_place& place(std::uint64_t id) const;
  std::vector<std::uint64_t> ids() const;
  /// More TOML for each node that has not been started yet.
  void add_settings(const std::string& toml) const;

  void start(std::uint64_t id);
  /// Starts a node with a full disk: no file may be larger than `bytes`.
  void start_full(std::uint64_t id, std::uint64_t bytes);
  void start_all();
  /// kill -9.
  void kill(std::uint64_t id);
  /// SIGTERM; gives the exit code.
  int stop(std::uint64_t id);
  void pause(std::uint64_t id);
  void resume(std::uint64_t id);
  bool is_running(std::uint64_t id);
  /// Lets nodes that are started later take the next two faults.
  void preload_faults() {
    preloads_faults_ = true;
  }
  /// From now on each sync of the node takes this many milliseconds; "hang"
  /// means for ever, and an empty text its normal time.
  void set_sync_time(std::uint64_t id, const std::string& milliseconds) const {
    set_fault(id, "sync", milliseconds);
  }
  /// From now on the node's time of day is wrong by this.
  void set_clock(std::uint64_t id, seconds ahead) const {
    set_fault(id, "clock", std::to_string(ahead.count()));
  }
  /// No file of the node may become larger than `bytes`: for the node the disk
  /// is full.
  void limit_files(std::uint64_t id, std::uint64_t bytes);
  /// How much memory the node has now.
  std::uint64_t memory_bytes(std::uint64_t id);
  /// Waits until the node has ended by itself and returns its exit code;
  /// nothing if it still runs.
  std::optional<int> wait_for_end(std::uint64_t id, seconds time_limit);
  /// Removes everything the node had: its data directory, and its rows.
  void wipe(std::uint64_t id);
  /// Removes the rows alone.
  void lose_store(std::uint64_t id);
  /// What the node has said of itself since its first start.
  std::string logged(std::uint64_t id) const;
  /// How often `text` stands in that.
  std::size_t count_logged(std::uint64_t id, const std::string& text) const;

  std::string endpoints() const;
  /// Runs `taskraft` with all endpoints, or with that of one node.
  program_output client(std::vector<std::string> arguments) const;
  /// Runs a program that takes the flags of `taskraft`, with one endpoint.
  program_output run_at(std::uint64_t id, const std::string& program,
                        std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(),
                     {"--endpoints", place(id).client_address});
    return run_program(program, arguments);
  }
  program_output client_at(std::uint64_t id,
                           std::vector<std::string> arguments) const;
  /// The same with `--json`; the output must be JSON.
  nlohmann::json json(std::vector<std::string> arguments) const;

  /// The leader that a majority sees; waits for one. Fails the test if none
  /// comes up in time.
  std::uint64_t leader(seconds time_limit = seconds{20}) const;
  /// Waits until every node in `ids` has applied as much as the leader.
  bool converged(const std::vector<std::uint64_t>& ids,
                 seconds time_limit = seconds{30}) const;

private:
  struct running;

  running& at(std::uint64_t id);
  void set_fault(std::uint64_t id, const std::string& kind,
                 const std::string& text) const;
  void spawn(std::uint64_t id, std::uint64_t file_bytes);
  /// Of three addresses: for nodes, clients and HTTP.
  std::uint64_t make_place(std::span<const std::string> addresses);
  program_output status() const;
  void write_config(const node_place& place) const;

  std::string name_;
  std::string raft_settings_;
  std::string auth_settings_ = "mode = \"open\"\n";
  std::filesystem::path directory_;
  std::shared_ptr<authority> certificates_;
  std::uint64_t founders_;
  bool preloads_faults_ = false;
  std::vector<std::unique_ptr<running>> nodes_;
};

/// Asks again and again until `holds`; false when time is up.
template <class Predicate>
bool eventually(Predicate holds, std::chrono::milliseconds time_limit) {
  auto deadline = std::chrono::steady_clock::now() + time_limit;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline)
      return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  return true;
}

} // namespace taskraft::tests
