// What the judge knows of memberships.

#include "tests/support/simulation/judge/simulated_judge.hpp"

#include <algorithm>

namespace taskraft::tests {

/// That of the newest membership entry in the log, as far as it was seen; null
/// if there is none.
const raft::membership*
simulated_judge::members_in(const raft::consensus& log) const {
  auto base = log.log.base().index;
  for (auto at = memberships_.rbegin(); at != memberships_.rend(); ++at) {
    auto [index, term] = at->first;
    if (index > log.log.last().index)
      continue;
    auto is_there = index > base ? log.log.term_at(index) == term
                                 : is_committed({index, term});
    if (is_there)
      return &at->second;
  }
  return nullptr;
}

void simulated_judge::check_members(raft::node_id node, const sight& before,
                                    const raft::consensus& now) {
  const auto& newest = now.memberships.back();
  auto term = now.log.term_at(newest.index);
  if (newest.index.value != 0 && term && newest.index > now.log.base().index) {
    auto [known, fresh]
      = memberships_.try_emplace({newest.index, *term}, newest.value);
    auto leads = now.leader == now.self && *term == now.hard.term;
    if (fresh && leads)
      check_change(node, before.members.value, now);
  }
  const auto* expected = members_in(now);
  if (!is_judged("members are those of the log",
                 expected == nullptr || *expected == newest.value))
    broken("members are those of the log", "node ", node,
           ", whose log ends at ", now.log.last().index,
           ", goes by a membership of entry ", newest.index);
}

/// One change at a time, each once the one before is committed and after an
/// entry of the leader's own term (thesis §4.1).
void simulated_judge::check_change(raft::node_id node,
                                   const raft::membership& before,
                                   const raft::consensus& now) {
  const auto& next = now.members();
  if (before.cluster_id.empty() && !next.cluster_id.empty())
    return;
  auto differs
    = [&](const raft::membership& one, const raft::membership& other) {
        return std::ranges::count_if(one.members, [&](const raft::member& x) {
          return x.voter && !other.has_voter(x.id);
        });
      };
  auto count = differs(before, next) + differs(next, before);
  if (!is_judged("one voter changes at a time", count <= 1))
    broken("one voter changes at a time", "node ", node, " changes ", count,
           " voters at entry ", now.memberships.back().index);
  auto is_over
    = now.memberships.size() < 2
      || now.memberships[now.memberships.size() - 2].index <= now.commit_index;
  if (!is_judged("one change of members at a time", is_over))
    broken("one change of members at a time", "node ", node,
           " changes members at entry ", now.memberships.back().index,
           " before the last change is committed");
  auto own = now.log.term_at(now.commit_index) == now.hard.term;
  if (!is_judged("a leader commits before it changes members", own))
    broken("a leader commits before it changes members", "node ", node,
           " changes members at entry ", now.memberships.back().index,
           " before anything of term ", now.hard.term, " is committed");
  auto is_back = std::ranges::any_of(
    next.members, [&](const auto& x) { return before.has_removed(x.id); });
  if (!is_judged("who was removed stays away", !is_back))
    broken("who was removed stays away", "node ", node,
           " adds a removed node at entry ", now.memberships.back().index);
}

} // namespace taskraft::tests
