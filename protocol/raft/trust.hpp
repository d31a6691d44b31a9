// Whom to believe: another node's words, and this node's own disk. A disk that
// has lost what it had promised to keep must not vote, confirm or serve again.
// Included by the roles' sources only.

#pragma once

#include "protocol/raft/consensus.hpp"
#include "protocol/raft/effects.hpp"
#include "protocol/raft/events.hpp"

#include <cstdint>

namespace taskraft::raft {

/// No honest node is further ahead than this: a term costs an election.
inline constexpr auto most_terms_ahead = std::uint64_t{1} << 20U;

/// What every role asks before it looks at an event. False: the event ends
/// here.
bool may_proceed(consensus& state, effects& out, const event& x);

/// This node's disk is found out: nothing follows but the end.
void distrust_own_disk(consensus& state, effects& out, disk_fault fault,
                       log_index index);

/// Finds out whether this node's log has what it confirmed to the leader of its
/// term, and whether its committed entries are those of that leader. False, and
/// the leader is told, if not: §5.4.3 makes both impossible as long as disks
/// keep what they were given.
bool agrees_with(consensus& state, effects& out, const append_entries& x);

} // namespace taskraft::raft
