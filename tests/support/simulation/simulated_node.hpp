// One simulated node: the data that survives its crashes, and the node_actors
// of its current run, spawned as the real node spawns them.

#pragma once

#include "actors/node/node_actors.hpp"
#include "actors/node/node_data.hpp"
#include "persistence/disk/identity.hpp"
#include "protocol/tasks/limits.hpp"
#include "tests/support/dice.hpp"
#include "tests/support/disks/faulty_disk.hpp"
#include "tests/support/next/next_program.hpp"
#include "tests/support/simulation/judge/observed_machine.hpp"
#include "tests/support/simulation/simulated_network.hpp"
#include "tests/support/simulation/simulated_people.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace taskraft::tests {

/// A state machine and its readers, open.
struct opened_state {
  std::unique_ptr<persistence::state_machine> machine;
  std::vector<std::unique_ptr<persistence::state_reader>> readers;
  std::unique_ptr<persistence::state_reader> snapshot_reader;
  /// A digest of what is visible; valid as long as the machine.
  std::function<std::string()> digest;
  /// The newest time that it has seen in the log; may be empty.
  std::function<std::uint64_t()> clock_us = nullptr;
};

/// The differences between two versions of the program.
struct simulated_program {
  std::uint32_t wire_version = protocol::wire_version;
  std::uint32_t rules_level = tasks::newest_rules_level;
};

/// The program after this one.
inline constexpr simulated_program next_program{protocol::wire_version + 1,
                                                next_level};

/// The database of one node, which survives crashes.
class simulated_state {
public:
  virtual ~simulated_state() = default;
  /// For a program that knows rules up to `newest_level`.
  virtual result<opened_state> open(std::uint32_t newest_level) = 0;
  /// Falls back to some commit at or after the last durable one.
  virtual void crash(dice& chance) = 0;
  /// What a crash cannot take.
  virtual raft::log_index durable() const = 0;
  /// What is wrong with what is in it, after all that people have done.
  virtual std::vector<std::string>
  broken(const simulated_people& /*people*/) const {
    return {};
  }
};

/// The settings that all nodes of a cluster share.
struct cluster_plan {
  /// Founders, and nodes that wait to be added.
  std::size_t size = 3;
  std::size_t spares = 0;
  raft::tuning tuning;
  actors::pending_limits limits;
  std::uint64_t segment_bytes = 16U << 10U;
  std::size_t snapshot_chunk_bytes = 1U << 10U;
  /// While there is work, time passes at one of this many throws. A greater
  /// number means faster machines.
  std::uint64_t throws_a_moment = 40;
  /// By how much the rates of clocks that never go back, and of ticks, differ
  /// from the right one. With leases, less than `tuning::clock_drift_percent`.
  std::uint64_t clock_spread_permille = 30;
  /// Whether the clocks are as good as the rules take them to be.
  bool clocks_are_good() const {
    return clock_spread_permille < tuning.clock_drift_percent * 10;
  }
  std::function<std::unique_ptr<simulated_state>()> make_state;
  /// The program that each node runs first, and the one that operators upgrade
  /// it to.
  simulated_program program;
  std::optional<simulated_program> upgrade_to;
  /// Whether every step is judged.
  bool judged = true;
};

/// The simulation, as a node sees it.
struct surroundings {
  caf::actor_system& system;
  dice& chance;
  simulated_history& history;
  simulated_judge& judge;
  /// Microseconds since the epoch.
  std::function<std::uint64_t()> now_us;
  protocol::peer_maker make_peer;
};

class simulated_node {
public:
  simulated_node(raft::node_id id, const cluster_plan& plan,
                 surroundings around);

  simulated_node(const simulated_node&) = delete;

  const raft::consensus& consensus() const {
    return *consensus_;
  }
  const simulated_state& state() const {
    return *state_;
  }
  bool alive() const {
    return actors_.has_value();
  }
  const taskraft::actors::node_actors& actors() const {
    return *actors_;
  }
  raft::node_id id() const {
    return id_;
  }

  /// How often its data was opened.
  std::uint64_t incarnation() const {
    return identity_->incarnation;
  }
  /// How this node introduces itself.
  protocol::hello introduction() const;

  /// Spawns all actors from what is on the disk.
  status start();

  /// Whether roles have said something late (see `node_plan::after_sends`).
  bool says_late() const {
    return !late_.empty();
  }
  /// Says the first of it.
  void say_late();

  /// Ends the actors; data that was not durable may be lost.
  void lose_power();

  /// Ends the actors; nothing is lost that was written.
  void kill();

  /// Puts older files back, those whose path begins with `prefix`; the node
  /// must not be alive. False if nothing is older then.
  bool roll_back(const std::map<std::string, std::string>& older,
                 const std::string& prefix);

  /// The whole log as a restart would find it; the node must not be alive.
  result<std::vector<committed_entry>> read_log();

  /// Whether the cluster has removed the node, so that it does not come back.
  bool retired = false;
  /// The incarnation of the next start.
  simulated_program program;
  /// The newest rules level of all programs that have opened its state.
  std::uint32_t opened_by_level = 0;
  faulty_disk disk;
  /// How wrong this node's clock is.
  std::uint64_t clock_skew_us = 0;
  /// How fast its clock that never goes back is.
  std::uint64_t clock_permille = 1000;
  std::uint64_t uptime_us() const;
  /// How often, in percent, the database refuses a commit for a while.
  std::uint64_t busy_percent = 0;

private:
  void end_actors();
  result<std::unique_ptr<persistence::log_store>> open_log();
  actors::node_plan start_server(std::unique_ptr<persistence::log_store> log,
                                 opened_state state, actors::log_of_state found,
                                 protocol::seen_disks seen);

  raft::node_id id_;
  const cluster_plan& plan_;
  surroundings around_;
  std::unique_ptr<simulated_state> state_;
  /// Shared with the writer of the bootstrap.
  std::shared_ptr<persistence::identity> identity_;
  std::unique_ptr<persistence::file_lock> lock_;
  std::uint64_t start_id_ = 0;
  std::deque<std::function<void()>> late_;
  std::optional<actors::node_actors> actors_;
  /// The consensus that the roles of the newest start pass on.
  std::shared_ptr<const raft::consensus> consensus_;
};

/// Where simulated members listen.
std::vector<raft::member> simulated_members(std::size_t count);

} // namespace taskraft::tests
