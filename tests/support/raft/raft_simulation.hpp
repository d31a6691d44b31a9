// Nodes of pure rules, network and disks driven by dice; the promises of
// Figure 3 are checked after each throw.

#pragma once

#include "tests/support/raft/raft_harness.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace taskraft::tests {

/// The cluster that `id` would found.
inline std::string cluster_named_by(std::uint64_t id) {
  return std::string(31, '0') + std::to_string(id);
}

/// Small bounds, so that windows fill and memory forgets.
inline raft::tuning bounds_for(std::uint64_t seed) {
  auto bounds = raft::tuning{};
  if (seed % 4 >= 2) {
    bounds.log_retain_entries = seed % 7;
    bounds.cut_interval_ticks = static_cast<std::uint32_t>(seed % 5);
    bounds.snapshot_time_limit_ticks = 60;
  }
  if (seed % 2 == 0)
    return bounds;
  bounds.max_batch_bytes = 150;
  bounds.max_inflight_bytes = 500;
  bounds.max_inflight_messages = 3;
  bounds.recent_bytes = 400;
  return bounds;
}

/// Nodes, network and disks driven by dice; the promises of Figure 3 are
/// checked after each throw.
class raft_simulation {
public:
  virtual ~raft_simulation() = default;

  explicit raft_simulation(std::uint64_t seed)
    : cluster_(seed % 3 == 0 ? 5 : 3, bounds_for(seed), seed), dice_(seed) {
    for (auto& [id, one] : cluster_.nodes())
      one.allow_elections(cluster_named_by(id.value));
  }

  void run(std::size_t throws) {
    for (auto i = std::size_t{0}; i < throws; ++i) {
      set_time(now_us_ + roll(3000));
      act();
      cluster_.collect();
      if (cluster_.network().size() > 300)
        cluster_.network().pop_front();
      check_each();
      if (i % 50 == 0)
        check_pairs();
    }
  }

  /// Ends all faults and checks that a write succeeds everywhere within a
  /// bounded time.
  void recover() {
    cluster_.mend();
    cluster_.settle();
    cluster_.pass(200);
    auto& leader = cluster_.await_leader();
    leader.propose({"the end"});
    cluster_.pass(40);
    check_each();
    check_pairs();
    for (auto& [id, one] : cluster_.nodes()) {
      if (leader.state.members().find(id) == nullptr)
        continue;
      BOOST_REQUIRE(one.applied == committed_);
      BOOST_REQUIRE(one.disk.log == committed_);
      BOOST_REQUIRE(one.state.members() == leader.state.members());
    }
    BOOST_REQUIRE(committed_.back().payload == "the end");
  }

  std::size_t committed() const {
    return committed_.size();
  }
  std::size_t snapshots() const {
    return cluster_.installations;
  }
  std::size_t reads() const {
    return reads_;
  }
  std::size_t aged() const {
    return aged_;
  }
  std::size_t terms() const {
    return leaders_.size();
  }

protected:
  std::uint64_t roll(std::uint64_t sides) {
    return dice_() % sides;
  }

  test_node& any_node() {
    return cluster_.node(1 + roll(cluster_.nodes().size()));
  }

  /// Further faults of derived simulations.
  virtual void make_other_trouble() {
    pass_time();
  }

  void act() {
    auto what = roll(1000);
    if (what < 400)
      deliver_one();
    else if (what < 550)
      any_node().tick(1 + static_cast<std::uint32_t>(roll(2)));
    else if (what < 750)
      any_node().finish_disk_step();
    else if (what < 800)
      propose();
    else if (what < 850)
      request_read();
    else if (what < 900)
      run_request(any_node());
    else
      make_trouble(what - 900);
  }

  /// Does one of the things that a node's rules asked for.
  void run_request(test_node& one) {
    auto id = one.state.self.value;
    switch (roll(4)) {
      case 0:
        return cluster_.serve_snapshots(id);
      case 1:
        // HAZARDS 35: between the state and the log.
        if (one.to_install != 0 && roll(4) == 0) {
          cluster_.install_snapshot(id, true);
          return crash(one);
        }
        return cluster_.install_snapshot(id);
      case 2:
        return one.tell_state();
      default:
        return cluster_.serve_reads_from_disk(id);
    }
  }

  void make_trouble(std::uint64_t what) {
    auto size = cluster_.nodes().size();
    if (what < 50)
      lose_or_double();
    else if (what < 60)
      cluster_.cut_one_way(1 + roll(size), 1 + roll(size));
    else if (what < 65)
      cluster_.isolate(1 + roll(size));
    else if (what < 85)
      cluster_.mend();
    else if (what < 90)
      crash(any_node());
    else if (what < 93)
      any_node().step(raft::transfer_requested{1, {roll(size + 1)}});
    else if (what < 94)
      pass_time();
    else
      make_other_trouble();
  }

  void pass_time() {
    for (auto& [id, one] : cluster_.nodes())
      one.tick(1 + static_cast<std::uint32_t>(roll(4)));
  }

  void deliver_one() {
    auto& network = cluster_.network();
    if (network.empty())
      return;
    // Messages arrive mostly in order.
    auto at = roll(4) == 0 ? roll(network.size())
                           : roll(std::min<std::size_t>(network.size(), 3));
    auto picked = network.begin() + static_cast<std::ptrdiff_t>(at);
    auto one = std::move(*picked);
    network.erase(picked);
    if (!cluster_.is_cut(one.from, one.to))
      cluster_.deliver(one);
  }

  void lose_or_double() {
    auto& network = cluster_.network();
    if (network.empty())
      return;
    auto at
      = network.begin() + static_cast<std::ptrdiff_t>(roll(network.size()));
    if (roll(2) == 0)
      network.erase(at);
    else
      network.push_back(envelope{*at});
  }

  void propose() {
    auto payloads = std::vector<std::string>{};
    for (auto i = roll(5); i > 0; --i)
      payloads.push_back("command " + std::to_string(++proposed_)
                         + std::string(roll(60), '.'));
    auto& one = any_node();
    one.now_us += roll(10);
    one.propose(payloads);
  }

  void request_read() {
    auto context = ++asked_;
    floors_[context] = committed_.size();
    any_node().step(raft::read_requested{context});
  }

  bool cuts_logs() const {
    return cluster_.bounds().log_retain_entries < 1000;
  }

  /// Whether another voter, in every possible membership, has the entries
  /// before this node's log.
  bool may_lose_its_state(const test_node& one) {
    auto can_help = [&](const raft::member& x) {
      const auto& other = cluster_.node(x.id.value);
      return x.voter && x.id != one.state.self && !other.state.lacks_state
             && other.disk.log.size() >= one.state.log.base().index.value;
    };
    auto leaves_help = [&](const raft::placed_membership& x) {
      return !x.value.has_voter(one.state.self)
             || std::ranges::any_of(x.value.members, can_help);
    };
    return std::ranges::all_of(cluster_.nodes(), [&](const auto& x) {
      return std::ranges::all_of(x.second.state.memberships, leaves_help);
    });
  }

  /// A crash makes a store fall back to some commit at or after the durable
  /// one. If `may_go`, it may lose everything, unless another node has lost its
  /// state.
  void fall_back(plain_log& durable, const plain_log& applied, bool may_go) {
    if (applied.size() > durable.size()) {
      auto kept = durable.size() + roll(applied.size() - durable.size() + 1);
      durable.assign(applied.begin(),
                     applied.begin() + static_cast<std::ptrdiff_t>(kept));
    }
    auto whole = std::ranges::none_of(cluster_.nodes(), [](const auto& x) {
      return x.second.state.lacks_state;
    });
    if (may_go && whole && roll(5) == 0)
      durable.clear();
  }

  void crash(test_node& one) {
    auto id = one.state.self.value;
    auto applied = one.applied;
    one.crash(roll(one.pending.size() + 1));
    if (cuts_logs()) {
      fall_back(one.disk.state, applied, may_lose_its_state(one));
      one.crash();
    }
    one.allow_elections(cluster_named_by(id));
  }

  void set_time(std::uint64_t us) {
    now_us_ = us;
    for (auto& [id, one] : cluster_.nodes())
      one.state.now_us = us;
  }

  /// The age that a node claims for its state is never less than the truth.
  void check_freshness(const test_node& one) {
    auto known = one.state.fresh.known_us();
    auto visible = one.state.visible_index.value;
    if (!known || visible >= committed_at_us_.size())
      return;
    ++aged_;
    BOOST_REQUIRE_LE(*known, committed_at_us_[visible]);
  }

  void check_each() {
    for (auto& [id, one] : cluster_.nodes()) {
      // Honest disks are never accused.
      BOOST_REQUIRE(one.verdicts.empty());
      check_applied(one);
      check_disk(one);
      check_leader(one);
      for (const auto& read : std::exchange(one.granted, {})) {
        ++reads_;
        BOOST_REQUIRE(read.read_index.value >= floors_.at(read.context));
      }
    }
    for (auto& [id, one] : cluster_.nodes())
      check_freshness(one);
  }

  /// State Machine Safety (§5.4.3).
  void check_applied(const test_node& one) {
    auto& checked = checked_[one.state.self];
    checked = std::min(checked, one.applied.size());
    for (; checked < one.applied.size(); ++checked) {
      if (checked == committed_.size()) {
        committed_.push_back(one.applied[checked]);
        committed_at_us_.push_back(static_cast<std::int64_t>(now_us_));
      }
      BOOST_REQUIRE(one.applied[checked] == committed_[checked]);
    }
  }

  /// All that the rules take for durable is on the disk.
  static void check_disk(const test_node& one) {
    auto durable = one.state.durable_index.value;
    auto has_it = [&](const plain_log& where) {
      return where.size() >= durable
             && where[durable - 1] == one.log[durable - 1];
    };
    BOOST_REQUIRE(one.log.size() == one.state.log.last().index.value);
    BOOST_REQUIRE(
      (durable == 0 || has_it(one.disk.log) || has_it(one.disk.state)));
    BOOST_REQUIRE(one.disk.hard == one.state.durable_hard
                  || !one.state.hard_state_is_durable());
  }

  /// Election Safety (§5.2) and Leader Completeness (§5.4).
  void check_leader(const test_node& one) {
    if (!one.leads())
      return;
    auto [known, fresh] = leaders_.emplace(one.state.hard.term, one.state.self);
    BOOST_REQUIRE(known->second == one.state.self);
    if (!fresh)
      return;
    BOOST_REQUIRE(one.log.size() >= committed_.size());
    BOOST_REQUIRE(
      std::equal(committed_.begin(), committed_.end(), one.log.begin()));
  }

  /// Log Matching (§5.3), and log_terms against the log itself.
  void check_pairs() {
    for (auto& [id, one] : cluster_.nodes()) {
      auto gone = one.state.log.base().index.previous().value;
      for (auto i = std::size_t{gone}; i < one.log.size(); ++i)
        BOOST_TEST_REQUIRE(one.state.log.term_at({i + 1}) == one.log[i].term);
      for (auto& [other_id, other] : cluster_.nodes())
        check_pair(one.log, other.log);
    }
  }

  static void check_pair(const plain_log& one, const plain_log& other) {
    auto shared = std::min(one.size(), other.size());
    while (shared > 0 && one[shared - 1].term != other[shared - 1].term)
      --shared;
    auto end = static_cast<std::ptrdiff_t>(shared);
    BOOST_REQUIRE(std::equal(one.begin(), one.begin() + end, other.begin()));
  }

  raft_cluster cluster_;
  std::mt19937_64 dice_;
  /// Time since the start of the run, the same on all nodes.
  std::uint64_t now_us_ = 1;
  plain_log committed_;
  std::vector<std::int64_t> committed_at_us_;
  /// How often a state was older than the newest commit and its claimed age
  /// said so.
  std::size_t aged_ = 0;
  std::map<raft::node_id, std::size_t> checked_;
  std::map<raft::term, raft::node_id> leaders_;
  std::map<std::uint64_t, std::size_t> floors_;
  std::uint64_t proposed_ = 0;
  std::uint64_t asked_ = 0;
  std::size_t reads_ = 0;
};

/// A number from the environment.
inline std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
  const auto* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

} // namespace taskraft::tests
