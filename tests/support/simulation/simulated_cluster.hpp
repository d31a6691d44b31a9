// Whole nodes in one actor system and one thread. Dice with a seed decide which
// actor runs next, which packet arrives and when time passes, so a run can be
// repeated.

#pragma once

#include "tests/support/actors/stage.hpp"
#include "tests/support/simulation/simulated_links.hpp"
#include "tests/support/simulation/simulated_node.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace taskraft::tests {

class simulated_cluster : public actor_fixture {
public:
  simulated_cluster(std::uint64_t seed, cluster_plan plan);
  ~simulated_cluster();

  dice chance;
  simulated_history history;
  simulated_judge judge;
  simulated_network network{system, chance, history, judge};

  /// Called whenever time has passed.
  std::function<void()> on_time;
  /// Called before a node gets a message.
  std::function<void(raft::node_id from, raft::node_id to,
                     const caf::message& content)>
    on_arrival;
  /// Until that time clients write nothing.
  sim_time quiet_until = 0;

  sim_time now() const {
    return now_;
  }
  /// Of a clock that is right, in microseconds since the epoch.
  std::uint64_t now_us() const {
    // 2026-01-01, so that stamps look like stamps.
    constexpr auto epoch_us = std::uint64_t{1'767'225'600'000'000};
    return epoch_us + now_ * 1000;
  }
  std::size_t size() const {
    return nodes_.size();
  }
  simulated_node& node(raft::node_id id) {
    return *nodes_.at(id);
  }
  std::vector<raft::node_id> ids() const;
  std::vector<raft::node_id> living() const;
  /// The members by the newest membership that any node has evaluated.
  std::vector<raft::node_id> members() const;

  /// Somebody who stands for election, or who learns; zero if there is nobody.
  raft::node_id candidate();
  raft::node_id learner() const;

  bool has_spares() const {
    return plan_.spares > 0;
  }
  /// By how many permille a clock may be slow.
  std::uint64_t clock_spread() const {
    return plan_.clock_spread_permille;
  }

  /// Checks that all removed nodes have ended, and no others.
  void check_retired();
  bool removed_have_retired() const;

  void start(raft::node_id id);
  /// How often a node was started again.
  std::uint64_t restarts() const {
    return starts_ - nodes_.size();
  }

  /// Whether the node has ended, or could not start, because its program is too
  /// old; a later start with another one may do.
  bool is_outdated(raft::node_id id) const {
    return outdated_.contains(id);
  }
  /// From now on the disk of the node lies, and the node may end because of it.
  void expect_lie(raft::node_id id) {
    liars_.insert(id);
    judge.distrust(id);
  }
  bool is_found_out(raft::node_id id) const {
    return found_out_.contains(id);
  }

  /// Ends the node at once, by a power cut.
  void crash(raft::node_id id);
  /// Ends its process only: what it has written stays.
  void kill(raft::node_id id);
  /// Lets one of the next calls to the node's disk fail.
  void fail_disk_soon(raft::node_id id);
  /// No disk fails any more.
  void spare_disks();
  /// Lets the power fail during one of the next calls to the node's disk.
  void cut_power_soon(raft::node_id id);

  /// Until that time no actor of this name runs on the node; no actor at all if
  /// the name is empty.
  void pause(raft::node_id id, std::string_view actor, sim_time until);
  void resume_all() {
    pauses_.clear();
  }

  /// One throw: an actor runs, a packet arrives, or time passes.
  void step();
  void run_for(sim_time duration);
  /// Runs until `done` holds; false if it does not within `limit`.
  bool run_until(const std::function<bool()>& done, sim_time limit);

  /// Closes all links of a node; they open again later.
  void flap_links(raft::node_id id);

  /// Compares the logs on all disks; ends every node.
  void compare_logs();

  /// A digest of all that has happened.
  std::uint64_t trace() const {
    return trace_;
  }

private:
  struct owner {
    raft::node_id node;
    /// CAF keeps it for ever.
    std::string_view name;
  };
  struct pause_of {
    std::string name;
    sim_time until = 0;
  };

  // simulated_cluster_judging.cpp
  judged_nodes insides();
  std::optional<raft::log_index> read_by_lease(raft::node_id id);
  void show_to_judge(const owner& whose);

  void mix(std::uint64_t x);
  void note_outdated(raft::node_id id);
  void note_distrusted(raft::node_id id);
  bool can_hear_of_removal(raft::node_id id) const;
  void adopt(const caf::actor& handle, raft::node_id node);
  void adopt_newcomers(raft::node_id node);
  const owner* owner_of(std::size_t job) const;
  bool is_paused(const owner& x) const;
  std::vector<simulated_node*> late_speakers();
  bool run_some_job();
  void run_job(std::size_t job);
  void deliver(const packet& x);
  void pass_time();
  std::optional<link_ends> ends_of(raft::node_id from, raft::node_id to);
  void spy();
  void bury_the_dead();
  void end_actors(raft::node_id id);

  template <class Message>
  void tell(const simulated_node& to, Message message) {
    postman_.tell(to.actors().server, std::move(message));
  }

  cluster_plan plan_;
  sim_time now_ = 0;
  std::uint64_t trace_ = 14695981039346656037U;
  std::uint64_t starts_ = 0;
  probe postman_{system};
  std::map<raft::node_id, std::unique_ptr<simulated_node>> nodes_;
  std::unordered_map<caf::actor_id, owner> owners_;
  std::multimap<raft::node_id, pause_of> pauses_;
  simulated_links links_{system, chance, history};
  /// Nodes of which an actor has ended by itself, and why.
  std::map<raft::node_id, std::string> dying_;
  /// Those that ended because they have no place in the cluster.
  std::set<raft::node_id> leaving_;
  /// Those whose program does not know the rules that are in force.
  std::set<raft::node_id> outdated_;
  /// Those with lying disks, and those that ended because of that.
  std::set<raft::node_id> liars_;
  std::set<raft::node_id> found_out_;
  /// Those whose disk may fail once.
  std::set<raft::node_id> failing_;
};

} // namespace taskraft::tests
