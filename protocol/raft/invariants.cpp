#include "protocol/invariant.hpp"
#include "protocol/raft/roles.hpp"

namespace taskraft::raft {

promises promises_of(const consensus& x) {
  auto commit_term = x.log.term_at(x.commit_index);
  RAFT_INVARIANT(commit_term);
  return {.hard = x.hard,
          .last = x.log.last(),
          .committed = {x.commit_index, *commit_term},
          .released_index = x.released_index,
          .leading = x.leader == x.self};
}

namespace {

/// Whether the log still has the entry it had before, as far as it reaches
/// back.
bool still_has(const consensus& x, log_position before) {
  return before.index < x.log.base().index
         || x.log.term_at(before.index) == before.term;
}

} // namespace

void check_invariants(const promises& before, const consensus& after) {
  // The term never falls, and a vote is never taken back (§5.1, §5.2).
  RAFT_INVARIANT(after.hard.term >= before.hard.term);
  RAFT_INVARIANT(after.hard.term > before.hard.term
                 || before.hard.vote.value == 0
                 || after.hard.vote == before.hard.vote);
  // Committed entries stay, and nothing is committed that the log lacks.
  RAFT_INVARIANT(after.commit_index >= before.committed.index);
  RAFT_INVARIANT(after.commit_index <= after.log.last().index);
  RAFT_INVARIANT(still_has(after, before.committed));
  RAFT_INVARIANT(after.released_index >= before.released_index);
  RAFT_INVARIANT(after.released_index <= after.commit_index);
  // Leader Append-Only (§5.3).
  if (before.leading && after.leader == after.self
      && before.hard.term == after.hard.term)
    RAFT_INVARIANT(still_has(after, before.last));
  // No entry is of a later term than the node itself.
  RAFT_INVARIANT(after.log.last().term <= after.hard.term);
  RAFT_INVARIANT(after.durable_index <= after.log.last().index);
  RAFT_INVARIANT(!after.memberships.empty());
  RAFT_INVARIANT(after.memberships.back().index <= after.log.last().index);
}

} // namespace taskraft::raft
