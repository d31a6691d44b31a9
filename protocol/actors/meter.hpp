// What a node measures while it works, for those who watch over it.

#pragma once

#include "protocol/raft/types.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace taskraft::protocol {

/// What entries wait for on their way.
enum class timed_step : std::uint8_t {
  /// Entries into the log, with the sync.
  log_append,
  /// One sync of a file of the node; stores sync by themselves.
  disk_sync,
  /// Committed entries under the rules.
  state_evaluate,
  /// Their effects into the store.
  state_commit,
  /// What the store shows, to where no crash can take it.
  state_sync,
};
constexpr auto timed_steps = std::size_t{5};

enum class counted_event : std::uint8_t {
  /// The node has become a candidate.
  election,
  /// A command of a client of this node was not done, or perhaps not.
  command_failed,
  /// The node has begun to send a snapshot.
  snapshot_sent,
  snapshot_installed,
};
constexpr auto counted_events = std::size_t{4};

/// Another node, as the leader sees it.
struct follower_seen {
  raft::node_id node;
  /// Highest index known to be durable there.
  raft::log_index match_index;
  raft::log_index visible_index;
  /// From the beginning of a round of messages to its first answer; zero until
  /// there was one.
  std::uint64_t round_trip_us = 0;
};

/// Called in any thread; must take no time.
class meter {
public:
  virtual ~meter() = default;

  virtual void took(timed_step what, std::uint64_t us) = 0;
  virtual void count(counted_event what, std::uint64_t times) = 0;
  /// All others, of a leader; nobody, of other roles.
  virtual void see_followers(std::vector<follower_seen> all) = 0;
  /// Commands of this node's clients that are not answered yet, and who is
  /// connected.
  virtual void see_clients(std::size_t commands, std::size_t clients) = 0;
};

} // namespace taskraft::protocol
