// One node of pure rules with a disk that the test controls: what is written
// becomes durable when the test says so, and a crash loses the rest.

#pragma once

#include "protocol/raft/roles.hpp"
#include "tests/support/raft/raft_logs.hpp"
#include "tests/support/unit_test.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace taskraft::tests {

/// One request of the rules to the disk.
using disk_step = std::variant<raft::hard_state, raft::log_write>;

class test_node {
public:
  test_node(raft::node_id self, raft::membership configured,
            const raft::tuning& bounds = {}, durable_state disk_content = {},
            std::uint64_t seed = 1)
    : disk(fit(std::move(disk_content))), log(disk.log), applied(disk.state),
      random(seed * 1000 + self.value), configured_(std::move(configured)) {
    state = raft::make_consensus(self, bounds, recover(disk), configured_);
    state.lacks_state = applied.size() < disk.base.index.value;
    if (!state.lacks_state) {
      state.commit_index
        = std::max(state.commit_index, raft::log_index{applied.size()});
      state.released_index = state.commit_index;
    }
    state.visible_index = {applied.size()};
    state.level = level_of(applied);
    state.durable_state_index = {disk.state.size()};
    // The node counts as running for a while, except in tests of restarts.
    state.hold_ticks = 0;
  }

  raft::consensus state;
  raft::role role = raft::follower{};

  /// The durable log, the writes that are pending, and the log as the rules see
  /// it.
  durable_state disk;
  std::deque<disk_step> pending;
  plain_log log;

  /// The effects of the rules, until the test takes them.
  std::vector<raft::outgoing> outbox;
  std::vector<raft::entries_wanted> reads;
  std::vector<raft::read_granted> granted;
  std::vector<std::uint64_t> refused_reads;
  std::vector<raft::transfer_answer> transfers;
  std::vector<raft::membership_answer> changes;
  std::size_t refused_proposals = 0;
  /// Disks that were found out, absurd terms and wrong clocks.
  std::vector<raft::disk_verdict> verdicts;
  std::vector<raft::refused_term> refused_terms;
  std::vector<raft::clock_difference> clock_differences;
  /// The entries that the state machine has applied.
  plain_log applied;

  /// Snapshots that are sent and received.
  std::vector<raft::snapshot_wanted> seeds;
  std::vector<raft::install_snapshot> pieces;
  std::vector<raft::snapshot_received> answers;
  std::uint32_t gathering = 0;
  std::uint64_t gathered = 0;
  std::uint32_t to_install = 0;
  /// Whether the rules asked to make the state durable.
  bool wants_durable = false;

  /// Whether the state machine's store is stuck, so that no entry becomes
  /// visible.
  bool store_stands_still = false;

  std::mt19937_64 random;
  std::uint64_t now_us = 1;

  raft::role_kind kind() const {
    return raft::kind_of(role);
  }
  bool leads() const {
    return kind() == raft::role_kind::leader;
  }
  raft::leader& as_leader() {
    return std::get<raft::leader>(role);
  }
  raft::follower& as_follower() {
    return std::get<raft::follower>(role);
  }
  raft::candidate& as_candidate() {
    return std::get<raft::candidate>(role);
  }

  void step(const raft::event& x) {
    auto before = raft::promises_of(state);
    auto out = std::visit(
      [&](auto& acting) { return raft::step(acting, state, x); }, role);
    raft::check_invariants(before, state);
    carry_out(out);
    if (out.become)
      change_role(*out.become, x);
  }

  /// Lets elections begin; with a cluster id the first leader founds
  /// that cluster.
  void allow_elections(const std::string& cluster_id = "") {
    auto bootstrap = configured_;
    bootstrap.cluster_id = cluster_id;
    step(raft::elections_allowed{bootstrap});
  }

  void tick(std::uint32_t times = 1) {
    for (auto i = 0U; i < times; ++i)
      step(raft::tick{random(), state.now_us});
  }

  /// Begins an election, as if the leader had asked for it.
  void stand() {
    change_role({.next = raft::role_kind::candidate, .transfer = true},
                raft::tick{});
  }

  void propose(const std::vector<std::string>& payloads) {
    step(raft::proposal{{frames_of(payloads)}, now_us});
  }

  /// Makes the oldest pending step durable and tells the rules; false if there
  /// is none.
  bool finish_disk_step() {
    if (pending.empty())
      return false;
    auto next = std::move(pending.front());
    pending.pop_front();
    make_durable(next);
    if (const auto* hard = std::get_if<raft::hard_state>(&next))
      step(raft::hard_state_saved{*hard});
    else
      step(acknowledgement_of(std::get<raft::log_write>(next)));
    return true;
  }

  bool has_state_news() const {
    return wants_durable
           || (!store_stands_still
               && state.visible_index.value != applied.size());
  }

  /// The state machine says how far it is.
  void tell_state() {
    if (std::exchange(wants_durable, false))
      disk.state = applied;
    if (!store_stands_still)
      step(raft::state_progressed{
        {applied.size()}, {disk.state.size()}, level_of(applied)});
  }

  /// The state becomes that of a snapshot; the rules hear of it afterwards.
  void replace_state(const plain_log& content) {
    applied = content;
    disk.state = content;
  }
  void hear_installed(const raft::snapshot_base& base) {
    step(raft::snapshot_installed{base});
    while (applied.size() < state.released_index.value)
      applied.push_back(log.at(applied.size()));
    tell_state();
  }

  void finish_disk() {
    while (finish_disk_step()) {
    }
  }

  /// The power fails after the first `surviving` pending steps became durable.
  void crash(std::size_t surviving = 0) {
    for (auto i = std::size_t{0}; i < surviving && i < pending.size(); ++i)
      make_durable(pending[i]);
    auto fresh = test_node{state.self, configured_, state.tuning, disk};
    fresh.random = random;
    fresh.now_us = now_us;
    fresh.state.now_us = state.now_us;
    fresh.state.clock_us = state.clock_us;
    *this = std::move(fresh);
  }

  /// The power fails, and the disk has lost the last `count` entries that it
  /// had confirmed.
  void crash_and_lose(std::size_t count) {
    disk.log.resize(disk.log.size() - std::min(count, disk.log.size()));
    if (disk.state.size() > disk.log.size())
      disk.state.resize(disk.log.size());
    crash();
  }

  /// The messages of one kind to one node, taken out of the outbox.
  template <class Message>
  std::vector<Message> take(raft::node_id to) {
    auto taken = std::vector<Message>{};
    auto rest = std::vector<raft::outgoing>{};
    for (auto& one : outbox)
      if (one.to == to && std::holds_alternative<Message>(one.message))
        taken.push_back(std::get<Message>(one.message));
      else
        rest.push_back(std::move(one));
    outbox = std::move(rest);
    return taken;
  }

  /// Wins an election without a network: all other nodes vote for it.
  void win() {
    stand();
    finish_disk();
    for (const auto& member : state.members().members)
      if (kind() == raft::role_kind::candidate)
        step(raft::voted{.term = state.hard.term,
                         .from = member.id,
                         .granted = member.id != state.self,
                         .pre_vote = false});
    BOOST_REQUIRE(leads());
  }

private:
  static raft::log_written acknowledgement_of(const raft::log_write& x) {
    return {x.sequence, x.entries.last()};
  }

  void make_durable(const disk_step& x) {
    if (const auto* hard = std::get_if<raft::hard_state>(&x)) {
      disk.hard = *hard;
      return;
    }
    const auto& write = std::get<raft::log_write>(x);
    write_to(disk.log, write, disk.state);
    if (write.begin)
      disk.base = write.begin->last;
  }

  void carry_out(raft::effects& out) {
    if (out.save)
      pending.push_back(*out.save);
    for (auto& write : out.writes) {
      // The log is cut only where the state is durable.
      if (write.begin)
        BOOST_REQUIRE(disk.state.size() >= write.begin->last.index.value);
      write_to(log, write, applied);
      pending.push_back(std::move(write));
    }
    auto move_all = [](auto& from, auto& to) {
      to.insert(to.end(), from.begin(), from.end());
    };
    move_all(out.messages, outbox);
    move_all(out.reads, reads);
    move_all(out.reads_granted, granted);
    move_all(out.reads_refused, refused_reads);
    move_all(out.transfers, transfers);
    move_all(out.membership_answers, changes);
    move_all(out.snapshots, seeds);
    move_all(out.snapshot_pieces, pieces);
    move_all(out.snapshot_answers, answers);
    move_all(out.distrusted, verdicts);
    move_all(out.clocks_differ, clock_differences);
    if (out.term_refused)
      refused_terms.push_back(*out.term_refused);
    wants_durable = wants_durable || out.make_state_durable;
    refused_proposals += out.proposal_refused ? 1U : 0U;
    if (out.committed)
      apply(*out.committed);
  }

  /// Applies committed entries from memory, or from the disk where memory has
  /// forgotten them.
  void apply(const raft::committed& x) {
    // Entries after a gap cannot be applied.
    if (state.lacks_state)
      return;
    for (const auto& batch : x.entries) {
      while (applied.size() + 1 < batch.first().index.value)
        applied.push_back(read_back());
      for (auto entry : batch) {
        if (entry.index.value <= applied.size())
          continue;
        BOOST_REQUIRE(entry.index.value == applied.size() + 1);
        applied.push_back(
          {entry.term, entry.kind, entry.time_us, std::string{entry.payload}});
      }
    }
    while (applied.size() < x.commit_index.value)
      applied.push_back(read_back());
    if (store_stands_still)
      return;
    state.visible_index = {applied.size()};
    state.level = level_of(applied);
  }

  /// The entry that is to be applied next; it must not be cut.
  const logged_entry& read_back() const {
    BOOST_REQUIRE(applied.size() >= disk.base.index.value);
    return disk.log.at(applied.size());
  }

  void change_role(const raft::transition& next, const raft::event& x) {
    auto before = raft::promises_of(state);
    auto out = raft::effects{};
    switch (next.next) {
      case raft::role_kind::follower:
        out = raft::start(role.emplace<raft::follower>(), state);
        break;
      case raft::role_kind::candidate: {
        auto& acting = role.emplace<raft::candidate>();
        acting.transfer = next.transfer;
        out = raft::start(acting, state, random());
        break;
      }
      case raft::role_kind::leader:
        out = raft::start(role.emplace<raft::leader>(), state, now_us);
        break;
    }
    raft::check_invariants(before, state);
    carry_out(out);
    if (out.become)
      change_role(*out.become, x);
    else if (next.redeliver)
      step(x);
  }

  raft::membership configured_;
};

/// Node 1 of three, which has reached `term` with entries of such terms.
inline test_node voter_in_term(std::uint64_t term,
                               const std::vector<std::uint64_t>& log = {}) {
  auto one = test_node{{1}, voters(3), {}, disk_of(log, term)};
  one.allow_elections();
  return one;
}

} // namespace taskraft::tests
