// Random faults of a simulated cluster, thrown with its dice. Half of them are
// aimed: at who leads, stands, has just answered, learns or gets a snapshot.

#pragma once

#include "tests/support/simulation/simulated_cluster.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

class simulated_faults {
public:
  /// With `upgrade_to`, nodes change between two versions of the program; in
  /// the end all have the newer one. Half of the faults are of the
  /// `favourites`.
  simulated_faults(simulated_cluster& cluster,
                   std::optional<simulated_program> upgrade_to,
                   std::vector<std::string> favourites);
  simulated_faults(const simulated_faults&) = delete;
  ~simulated_faults() {
    cluster_.on_arrival = nullptr;
  }

  /// To be called whenever time has passed.
  void pass_time();
  /// From now on at most this many faults are thrown.
  void stop_after(std::uint64_t most) {
    most_ = most;
  }

  /// The operator wants this node to lead.
  void ask_to_lead(raft::node_id id);

  /// Ends all faults and starts all nodes.
  void end();

  /// While everything works, one disk lies: it has lost the end of its log, or
  /// is an older copy as a whole. Gives its node, or nothing if no node can be
  /// spared.
  std::optional<raft::node_id> lie(sim_time time_limit);

  /// While everything works, less than half of the voters are lost, and
  /// leadership moves to one of them. Gives who they are; nobody if none can be
  /// spared.
  std::vector<raft::node_id> lose_a_minority();
  /// They are back, and start again.
  void give_back(const std::vector<raft::node_id>& lost);

  std::uint64_t count() const {
    return count_;
  }
  /// How often each kind of fault was thrown.
  const std::map<std::string, std::uint64_t>& kinds() const {
    return kinds_;
  }
  /// How many faults hit somebody on purpose.
  std::uint64_t aimed() const {
    return aimed_;
  }
  std::uint64_t program_changes() const {
    return program_changes_;
  }

private:
  simulated_program newest() const {
    return upgrade_to_.value_or(simulated_program{});
  }
  using thrower = void (simulated_faults::*)();
  struct fault_kind {
    const char* name;
    thrower act;
    /// How often it comes.
    unsigned weight = 1;
  };
  static const std::vector<fault_kind>& all_kinds();

  bool is_possible(const fault_kind& x) const;
  const fault_kind& draw_kind();
  void throw_fault();
  void damage_file(raft::node_id liar);
  void roll_back_log(raft::node_id liar);
  void roll_back_all(raft::node_id liar);
  void crash_one();
  void change_program();
  void kill_one();
  void crash_all();
  void cut_power_of_one();
  void fail_disk_of_one();
  void fill_disk_of_one();
  void isolate_one();
  void isolate_leader_with_learners();
  void restart_voters();
  void cut_one_link();
  void cut_one_direction();
  void split();
  void leave_a_bridge();
  void leave_a_ring();
  void slow_down(std::string_view actor);
  void slow_log();
  void slow_store();
  void slow_node();
  void flap_one();
  void disturb_clock_or_database();
  void change_weather();
  void ask_for_transfer();
  void ask_for_cut();
  void change_members();
  void disturb_clock();
  void disturb_database();

  // simulated_acts.cpp
  void let_answers_come_late();
  void let_the_word_come_late();
  void restart_those_that_promised();
  void change_members_at_once();
  void add_who_is_removed();
  void transfer_to_the_lost();
  void let_a_leader_return();
  void overtake_a_snapshot();
  using strike = std::function<bool(raft::node_id from, raft::node_id to,
                                    const caf::message& content)>;
  /// Waits for a message on which `strikes` is true, no longer than that.
  void lie_in_wait(sim_time duration, strike strikes);
  /// Voters beside a leader that runs; nobody if there is none.
  std::vector<raft::node_id> followers();
  template <class Message>
  void tell_leader(const Message& message);
  void isolate(raft::node_id id, sim_time duration);

  raft::node_id anyone();
  /// Half of the time somebody whom it hurts.
  raft::node_id victim();
  sim_time a_while(sim_time most);
  void later(sim_time delay, std::function<void()> action);
  void cut_for(sim_time duration, raft::node_id one, raft::node_id other);
  void restart_the_dead();

  simulated_cluster& cluster_;
  std::optional<simulated_program> upgrade_to_;
  std::vector<std::string> favourites_;
  probe operator_{cluster_.system};
  std::multimap<sim_time, std::function<void()>> planned_;
  struct ambush {
    sim_time until = 0;
    strike strikes;
  };
  std::vector<ambush> ambushes_;
  /// Of those that an operator has made; the other ones are `count_`.
  std::uint64_t last_request_ = std::uint64_t{1} << 32U;
  std::set<raft::node_id> restarting_;
  /// The nodes whose power may fail at any call to the disk.
  std::set<raft::node_id> doomed_;
  sim_time next_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t most_ = UINT64_MAX;
  std::map<std::string, std::uint64_t> kinds_;
  std::uint64_t aimed_ = 0;
  bool year_ahead_ = false;
  std::uint64_t program_changes_ = 0;
};

} // namespace taskraft::tests
