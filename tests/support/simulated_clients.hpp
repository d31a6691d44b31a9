// Clients of a simulated cluster. They write and read at any node, repeat a
// request under the same id when no answer comes, and compare every answer with
// the committed log.

#pragma once

#include "tests/support/gateway_client.hpp"
#include "tests/support/simulated_cluster.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// The value of each key after each entry of the committed log.
class key_history {
public:
  void take(const committed_entry& entry);

  /// The value; nothing if the key did not exist.
  std::optional<std::string> at(const std::string& key,
                                raft::log_index index) const;

private:
  std::map<std::string, std::map<raft::log_index, std::optional<std::string>>>
    keys_;
};

class simulated_clients {
public:
  simulated_clients(simulated_cluster& cluster, std::size_t count);

  /// To be called whenever time has passed.
  void pass_time();

  /// From now on the clients begin no new request.
  void finish() {
    finishing_ = true;
  }
  /// From now on they begin new requests again.
  void go_on() {
    finishing_ = false;
  }
  bool idle() const;

  /// Checks what must be true at the end of the run.
  void check_end();

  std::uint64_t writes() const {
    return writes_;
  }
  std::uint64_t reads() const {
    return reads_;
  }
  /// How many stale reads showed a state that was not the newest.
  std::uint64_t aged_reads() const {
    return aged_reads_;
  }

private:
  struct write {
    std::uint64_t number = 0;
    std::string command;
    raft::log_index seen;
    /// How often it was sent.
    std::uint64_t sent = 0;
    /// The index of an earlier answer to the same request.
    std::optional<raft::log_index> known;
  };
  struct read {
    std::uint64_t id = 0;
    protocol::consistency consistency = protocol::consistency::linearizable;
    std::string key;
    /// The least index that the answer must have seen.
    raft::log_index floor;
    sim_time asked_at = 0;
  };
  struct client {
    std::unique_ptr<gateway_client> door;
    std::optional<write> writing;
    std::optional<read> reading;
    sim_time ask_again_at = 0;
    raft::log_index seen;
  };

  void begin(client& x);
  void begin_write(client& x);
  void begin_read(client& x);
  void ask(client& x);
  void hear(client& x);
  void hear_outcome(client& x, const command_outcome& outcome);
  void hear_reply(client& x, const query_outcome& reply);
  void give_up_or_retry(client& x, const command_outcome& outcome);
  void check_read(const read& asked, const query_outcome& reply);
  void check_age(const read& asked, const query_outcome& reply);
  std::string a_key();
  std::string a_command(std::uint64_t number);

  simulated_cluster& cluster_;
  key_history keys_;
  std::vector<client> clients_;
  bool finishing_ = false;
  std::uint64_t last_number_ = 0;
  /// The highest index that any client has seen.
  raft::log_index floor_;
  /// Acknowledged: number, command and index.
  std::vector<write> done_;
  /// Numbers of commands that were refused and must never be applied.
  std::vector<std::uint64_t> refused_;
  std::uint64_t writes_ = 0;
  std::uint64_t reads_ = 0;
  std::uint64_t aged_reads_ = 0;
};

} // namespace taskraft::tests
