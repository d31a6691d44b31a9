// The network between simulated nodes. It loses, delays, doubles and reorders
// packets of bytes, and links are cut in one or both directions.

#pragma once

#include "protocol/actors/node_actor.hpp"
#include "tests/support/dice.hpp"
#include "tests/support/simulation/judge/simulated_history.hpp"
#include "tests/support/simulation/judge/simulated_judge.hpp"

#include <caf/actor_system.hpp>
#include <caf/message.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// Simulated time in milliseconds since the beginning.
using sim_time = std::uint64_t;

struct weather {
  std::uint64_t loss_percent = 0;
  std::uint64_t duplicate_percent = 0;
  /// The longest time of most packets. Each takes its own time, some a far
  /// longer one, so packets overtake each other.
  std::uint64_t delay_ms = 2;
  std::uint64_t late_percent = 0;
  std::uint64_t late_ms = 400;
};

struct packet {
  raft::node_id from;
  raft::node_id to;
  std::vector<char> bytes;
  sim_time due = 0;
};

class simulated_network {
public:
  simulated_network(caf::actor_system& system, dice& chance,
                    simulated_history& history, simulated_judge& judge)
    : system_(system), chance_(chance), history_(history), judge_(judge) {
  }

  /// Ends its actors.
  void close();

  weather now_is;

  /// The actor that `from` uses as the node `to`.
  protocol::node_actor wire(raft::node_id from, raft::node_id to);

  /// From now on all messages from one node to the other are lost.
  void cut_one_way(raft::node_id from, raft::node_id to) {
    cut_.insert({from, to});
  }
  void cut(raft::node_id one, raft::node_id other) {
    cut_one_way(one, other);
    cut_one_way(other, one);
  }
  void mend(raft::node_id one, raft::node_id other) {
    cut_.erase({one, other});
    cut_.erase({other, one});
  }
  void mend_all() {
    cut_.clear();
    slowed_.clear();
    words_late_until = 0;
  }
  /// Until that time messages from one node to the other take longer.
  void slow(raft::node_id from, raft::node_id to, sim_time until,
            sim_time more_ms) {
    slowed_[{from, to}] = {until, more_ms};
  }
  /// Until that time leaders' words to stand come when the transfer was given
  /// up.
  sim_time words_late_until = 0;
  bool is_cut(raft::node_id from, raft::node_id to) const {
    return cut_.contains({from, to});
  }

  void pass(sim_time now) {
    now_ = now;
  }

  /// How many packets arrive now.
  std::size_t due() const;

  /// Takes a random one of those.
  std::optional<packet> take();

  /// The message that a packet carries.
  caf::message open(const packet& x);

  /// Asks for a node's status, to be seen by the history alone.
  static constexpr auto spy_context = std::uint64_t{1} << 63U;

  /// Who has given its vote or confirmed entries last.
  raft::node_id last_answer_of() const {
    return last_answer_of_;
  }
  raft::node_id last_snapshot_to() const {
    return last_snapshot_to_;
  }

  std::uint64_t delivered() const {
    return delivered_;
  }
  /// Messages that nodes have sent to each other.
  std::uint64_t sent() const {
    return sent_;
  }

private:
  void send(raft::node_id from, raft::node_id to, const caf::message& content);
  bool observe(raft::node_id from, const caf::message& content);
  sim_time more_time(raft::node_id from, raft::node_id to,
                     const caf::message& content);

  caf::actor_system& system_;
  dice& chance_;
  simulated_history& history_;
  simulated_judge& judge_;
  sim_time now_ = 0;
  std::map<std::pair<raft::node_id, raft::node_id>, caf::actor> wires_;
  std::set<std::pair<raft::node_id, raft::node_id>> cut_;
  struct slowness {
    sim_time until = 0;
    sim_time more_ms = 0;
  };
  std::map<std::pair<raft::node_id, raft::node_id>, slowness> slowed_;
  /// Packets by the time of their arrival.
  std::multimap<sim_time, packet> under_way_;
  std::uint64_t delivered_ = 0;
  std::uint64_t sent_ = 0;
  raft::node_id last_answer_of_;
  raft::node_id last_snapshot_to_;
};

} // namespace taskraft::tests
