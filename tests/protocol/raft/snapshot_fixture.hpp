// A leader of three nodes whose log has been cut where one of them goes on.

#pragma once

#include "protocol/raft/roles.hpp"
#include "tests/support/raft/raft_logs.hpp"
#include "tests/support/unit_test.hpp"

#include <cstddef>
#include <cstdint>
#include <variant>

namespace taskraft::tests {

/// Leads three nodes in term 4 with a log that begins after entry 5.
struct snapshot_fixture {
  raft::consensus state = begin();
  raft::leader role;

  snapshot_fixture() {
    raft::start(role, state, 1);
    hear(raft::log_written{.sequence = 1, .last = state.log.last()});
    refuse({2});
    accept({3}, state.log.last());
  }

  static raft::consensus begin() {
    auto members = voters(3);
    members.cluster_id = "known";
    auto log = raft::log_terms{{{5}, {3}}};
    log.append({{9}, {3}});
    auto state = raft::make_consensus(
      {1}, {},
      {.hard = {{4}, {1}}, .log = log, .memberships = {{{5}, members}}},
      voters(3));
    state.elections_allowed = true;
    state.tuning.log_retain_entries = 2;
    state.tuning.cut_interval_ticks = 0;
    state.visible_index = {5};
    state.durable_state_index = {5};
    return state;
  }

  raft::effects hear(const raft::event& x) {
    auto before = raft::promises_of(state);
    auto out = raft::step(role, state, x);
    raft::check_invariants(before, state);
    return out;
  }

  raft::effects refuse(raft::node_id id) {
    return hear(
      raft::appended{.term = {4},
                     .from = id,
                     .match = {},
                     .matched = false,
                     .conflict_hint = {{1}, {1}},
                     .refused_previous = peer(id).next_index.previous(),
                     .round = role.round});
  }

  raft::effects accept(raft::node_id id, raft::log_position match) {
    return hear(raft::appended{
      .term = {4}, .from = id, .match = match, .round = role.round});
  }

  /// Time passes while both peers are heard.
  raft::effects pass(std::uint32_t ticks) {
    auto all = raft::effects{};
    for (auto i = 0U; i < ticks; ++i) {
      auto out = hear(raft::tick{});
      all.snapshots.insert(all.snapshots.end(), out.snapshots.begin(),
                           out.snapshots.end());
      all.messages.insert(all.messages.end(), out.messages.begin(),
                          out.messages.end());
      for (auto& [id, one] : role.peers)
        one.quiet_ticks = 0;
    }
    return all;
  }

  raft::progress& peer(raft::node_id id) {
    return role.peers.at(id);
  }

  /// Nothing is heard of the snapshot for so long that it is asked for again.
  raft::effects wait_for_snapshot() {
    return pass(state.tuning.snapshot_time_limit_ticks
                + state.tuning.heartbeat_ticks);
  }

  /// The log grows by `count` committed entries that the state has applied.
  void grow(int count) {
    for (auto i = 0; i < count; ++i) {
      hear(raft::proposal{{frames_of({"x"})}, 1});
      hear(raft::log_written{.sequence = state.last_sequence,
                             .last = state.log.last()});
      accept({3}, state.log.last());
    }
    hear(raft::state_progressed{state.commit_index, state.commit_index});
  }
};

inline std::size_t count_entries(const raft::effects& out, raft::node_id to) {
  auto count = std::size_t{0};
  for (const auto& one : out.messages)
    if (const auto* x = std::get_if<raft::append_entries>(&one.message);
        x != nullptr && one.to == to)
      count += x->entries.count();
  return count;
}

} // namespace taskraft::tests
