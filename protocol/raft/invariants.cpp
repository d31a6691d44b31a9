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

void check_hard_state(const hard_state& before, const hard_state& after) {
  // The term never falls, and a vote is never taken back (§5.1, §5.2).
  RAFT_INVARIANT(after.term >= before.term);
  RAFT_INVARIANT(after.term > before.term || before.vote.value == 0
                 || after.vote == before.vote);
}

void check_commit(const promises& before, const consensus& after) {
  // Committed entries stay, and nothing is committed that the log lacks.
  RAFT_INVARIANT(after.commit_index >= before.committed.index);
  RAFT_INVARIANT(after.commit_index <= after.log.last().index);
  RAFT_INVARIANT(after.log.may_have(before.committed));
  RAFT_INVARIANT(after.released_index >= before.released_index);
  RAFT_INVARIANT(after.released_index <= after.commit_index);
}

void check_log(const promises& before, const consensus& after) {
  // Leader Append-Only (§5.3).
  auto still_leads = before.leading && after.leader == after.self
                     && before.hard.term == after.hard.term;
  RAFT_INVARIANT(!still_leads || after.log.may_have(before.last));
  // No entry is of a later term than the node itself.
  RAFT_INVARIANT(after.log.last().term <= after.hard.term);
  RAFT_INVARIANT(after.durable_index <= after.log.last().index);
  RAFT_INVARIANT(!after.memberships.empty());
  RAFT_INVARIANT(after.memberships.back().index <= after.log.last().index);
}

} // namespace

void check_invariants(const promises& before, const consensus& after) {
  check_hard_state(before.hard, after.hard);
  check_commit(before, after);
  check_log(before, after);
}

} // namespace taskraft::raft
