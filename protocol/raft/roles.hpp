// The three roles of §5 as values, and the function that moves them:
// step(role, consensus, event) -> effects.

#pragma once

#include "protocol/raft/consensus.hpp"
#include "protocol/raft/effects.hpp"
#include "protocol/raft/events.hpp"
#include "protocol/raft/progress.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

namespace taskraft::raft {

struct follower {
  /// Ticks since the leader was heard or a vote was granted.
  std::uint32_t quiet_ticks = 0;
  /// Drawn anew for each wait; zero until the next tick draws it.
  std::uint32_t election_ticks = 0;
  /// Up to where the log is known to equal that of the leader of this term.
  log_index verified;
  /// The leader's newest round, echoed in every answer.
  std::uint64_t round = 0;
};

struct candidate {
  /// True while it only asks whether an election could succeed.
  bool pre_vote = true;
  bool transfer = false;
  std::uint32_t elapsed_ticks = 0;
  std::uint32_t election_ticks = 0;
  std::set<node_id> granted;
  std::set<node_id> refused;
};

/// A read that waits for its round, or for the first commit of the term.
struct waiting_read {
  std::uint64_t context = 0;
  std::uint64_t round = 0;
  log_index read_index;
};

/// Which peers answer soonest, by the newest round in which all were asked.
struct quick_peers {
  std::uint64_t full_round = 0;
  /// How many have answered it: they come first.
  std::size_t answers = 0;
  std::vector<node_id> order;
};

struct transfer {
  node_id target;
  std::uint32_t elapsed_ticks = 0;
  bool told = false;
};

/// How a learner catches up, in rounds (thesis §4.2.1): the last entry at the
/// start of a round, and how long the learner has taken for it.
struct catching_up {
  log_index goal;
  std::uint32_t elapsed_ticks = 0;
  /// The heartbeat round that began once the goal was reached; zero before.
  std::uint64_t confirming_round = 0;
};

/// A change of members that waits until the voters that it leaves have answered
/// a round which began after the request.
struct requested_change {
  membership_change what;
  std::uint64_t round = 0;
  std::uint32_t elapsed_ticks = 0;
};

/// A change of members that waits for its commit.
struct waiting_change {
  std::uint64_t context = 0;
  log_index index;
};

/// What a leader's lease rests on (`leader_lease.cpp`).
struct lease {
  /// The latest time that was given with an event; never later than now.
  std::uint64_t now_us = 0;
  /// When rounds began, oldest first; only as many as may still be answered.
  struct start {
    std::uint64_t round = 0;
    std::uint64_t at_us = 0;
  };
  std::deque<start> rounds;
  /// A node may stand for election in spite of all promises: this leader gets
  /// no lease any more.
  bool forfeited = false;
};

struct leader {
  /// One for each other member.
  std::map<node_id, progress> peers;
  /// Index of the no-op that opened the term; reads wait for its commit.
  log_index opening_index;
  std::uint32_t heartbeat_elapsed = 0;
  /// The own state machine's visible index, for how many ticks it has not
  /// moved, and the commit index at half of `store_time_limit_ticks`.
  log_index awaited_visible;
  std::uint32_t store_ticks = 0;
  log_index stalled_commit;
  std::uint64_t round = 0;
  raft::quick_peers quick_peers;
  std::vector<waiting_read> reads;
  std::optional<raft::transfer> transfer;
  std::map<node_id, catching_up> learners;
  std::vector<requested_change> requested_changes;
  std::vector<waiting_change> changes;
  raft::lease lease;
  /// Everything that was committed before is known here, as a majority still
  /// followed this leader then; zero if no such moment is known.
  std::uint64_t sure_at_us = 0;
  /// The rules level that this leader has raised last, and where.
  rules_level raised_level;
  log_index raised_index;
  /// What is appended and not committed, oldest first.
  struct uncommitted {
    log_index last;
    std::size_t bytes = 0;
  };
  std::deque<uncommitted> uncommitted;
  std::size_t uncommitted_bytes = 0;
};

using role = std::variant<follower, candidate, leader>;

constexpr role_kind kind_of(const follower& /*x*/) {
  return role_kind::follower;
}
constexpr role_kind kind_of(const candidate& /*x*/) {
  return role_kind::candidate;
}
constexpr role_kind kind_of(const leader& /*x*/) {
  return role_kind::leader;
}
role_kind kind_of(const role& x);

/// Begins a role: a candidate asks for votes, a leader appends its no-op; a
/// follower has nothing to do. A candidate's `transfer` is set by the one who
/// makes it. A role that ends at once says so in `effects::become`.
effects start(follower& role, consensus& state);
effects start(candidate& role, consensus& state, std::uint64_t random);
effects start(leader& role, consensus& state, std::uint64_t time_us);

effects step(follower& role, consensus& state, const event& x);
effects step(candidate& role, consensus& state, const event& x);
effects step(leader& role, consensus& state, const event& x);

/// What this node knows to be on a disk, its own or another one's.
struct confirmation {
  node_id node;
  raft::term term;
  /// Committed, and confirmed by the node; index zero if none is known.
  log_position confirmed;
};

/// All that this node can vouch for.
std::vector<confirmation> confirmations(const follower& acting,
                                        const consensus& state);
std::vector<confirmation> confirmations(const candidate& acting,
                                        const consensus& state);
std::vector<confirmation> confirmations(const leader& acting,
                                        const consensus& state);

/// Whether this node's log is known to equal that of the leader as far as
/// anything of it is committed here.
bool agrees_with_leader(const follower& acting, const consensus& state);
bool agrees_with_leader(const candidate& acting, const consensus& state);
bool agrees_with_leader(const leader& acting, const consensus& state);

/// What a step must not break, taken before it.
struct promises {
  hard_state hard;
  log_position last;
  log_position committed;
  log_index released_index;
  bool leading = false;
};
promises promises_of(const consensus& x);

/// Checks the promises of Figure 3 that one node can see; aborts when broken.
void check_invariants(const promises& before, const consensus& after);

} // namespace taskraft::raft
