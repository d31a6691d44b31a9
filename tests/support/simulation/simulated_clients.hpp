// Clients of a simulated cluster. They write and read at any node, repeat a
// request under the same id when no answer comes, and compare every answer with
// the committed log. Some act for people, whose rights come and go.

#pragma once

#include "tests/support/actors/gateway_client.hpp"
#include "tests/support/simulation/linearizability.hpp"
#include "tests/support/simulation/simulated_cluster.hpp"
#include "tests/support/simulation/simulated_keys.hpp"
#include "tests/support/simulation/simulated_people.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// How many clients of each kind there are.
struct client_counts {
  /// Everybody, as where nobody logs in.
  std::size_t open = 4;
  /// Those that act with sessions.
  std::size_t people = 0;
  /// Those that act as nodes do: they make users and sessions.
  std::size_t nodes = 0;
};

class simulated_clients {
public:
  simulated_clients(simulated_cluster& cluster, const client_counts& counts);
  simulated_clients(const simulated_clients&) = delete;
  /// The nodes may go on for a moment.
  ~simulated_clients() {
    cluster_.history.on_result = nullptr;
  }

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
  const simulated_people& people() const {
    return people_;
  }
  /// How often the digests of all nodes were compared.
  std::uint64_t comparisons() const {
    return comparisons_;
  }
  /// How many stale reads showed a state that was not the newest.
  std::uint64_t aged_reads() const {
    return aged_reads_;
  }

private:
  enum class kind { open, people, node };
  struct write {
    std::uint64_t number = 0;
    std::string command;
    /// Of people.
    std::uint64_t session = 0;
    raft::log_index seen = {};
    /// How often it was sent, and when first.
    std::uint64_t sent = 0;
    std::uint64_t began = 0;
    /// The index of an earlier answer to the same request.
    std::optional<raft::log_index> known = {};
  };
  struct read {
    std::uint64_t id = 0;
    protocol::consistency consistency = protocol::consistency::linearizable;
    std::string key;
    /// Of people, who read a task.
    std::uint64_t session = 0;
    std::uint64_t task = 0;
    /// The least index that the answer must have seen.
    raft::log_index floor;
    sim_time asked_at = 0;
    std::uint64_t began = 0;
  };
  struct client {
    std::unique_ptr<gateway_client> door;
    kind acts_as = kind::open;
    /// Acknowledged: number, command and index.
    std::vector<write> done = {};
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
  static bool is_locked_out(const client& x, const command_outcome& outcome);
  void check_outcome(client& x, const command_outcome& outcome);
  void compare_digests(client& x, const command_outcome& outcome);
  void check_digests(const protocol::digests_compared& told);
  void hear_outcome(client& x, const command_outcome& outcome);
  void hear_reply(client& x, const query_outcome& reply);
  void give_up_or_retry(client& x, const command_outcome& outcome);
  void note_write(const write& x, bool heard);
  void note_read(const read& asked, const std::optional<std::string>& found);
  void check_read(const read& asked, const query_outcome& reply);
  void check_age(const read& asked, const query_outcome& reply);
  std::string a_key();
  std::string a_command(std::uint64_t number);

  // simulated_client_people.cpp
  /// Nothing if nobody has logged in.
  std::optional<write> write_of_people();
  write write_of_node();
  std::string command_of_node();
  bool begin_read_of_people(client& x);
  void introduce(client& x, const protocol::inner_gateway_actor& gateway,
                 std::uint64_t session);
  void check_task(const read& asked, const query_outcome& reply);

  simulated_cluster& cluster_;
  key_history keys_;
  simulated_people people_;
  std::vector<client> clients_;
  /// What was done with each key, as its clients know.
  std::map<std::string, std::vector<register_operation>> operations_;
  /// Counts what clients do and hear.
  std::uint64_t moment_ = 0;
  bool finishing_ = false;
  std::uint64_t last_number_ = 0;
  /// The highest index that any client has seen.
  raft::log_index floor_;
  /// Numbers of commands that were refused and must never be applied.
  std::vector<std::uint64_t> refused_;
  std::uint64_t writes_ = 0;
  std::uint64_t reads_ = 0;
  std::uint64_t aged_reads_ = 0;
  std::uint64_t comparisons_ = 0;
};

} // namespace taskraft::tests
