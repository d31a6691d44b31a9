// When a leader raises the rules level, and whom it takes in afterwards.

#include "protocol/invariant.hpp"
#include "protocol/raft/leader/leader_turn.hpp"

#include <algorithm>

namespace taskraft::raft {

void leader_turn::operator()(const levels_announced& x) {
  state.announced = x.levels;
}

/// A leader whose own state shows the entry that opened its term has seen every
/// level that was raised before; what it raises itself it remembers.
bool leader_turn::knows_level() const {
  return state.visible_index >= role.opening_index;
}

rules_level leader_turn::level_in_log() const {
  RAFT_INVARIANT(knows_level());
  return std::max(state.level, role.raised_level);
}

/// One level at a time, each only once the one before is in force: no level is
/// ever skipped, so its rules can rely on those of the level before.
void leader_turn::raise_level() {
  if (role.transfer || is_overloaded() || !knows_level()
      || state.visible_index < role.raised_index)
    return;
  auto next = level_in_log().next();
  if (!all_know(state.members(), state.announced, next))
    return;
  role.raised_level = next;
  role.raised_index = state.log.last().index.next();
  auto payload = encode(next);
  auto builder = entry_batch_builder{};
  builder.add({.term = state.hard.term,
               .index = role.raised_index,
               .kind = entry_kind::level,
               .time_us = state.newest_time_us,
               .payload = payload});
  append(builder.build());
  feed_peers();
}

/// A node that does not know the rules in force must not become a member: it
/// would stop at once, and every majority would lack it.
std::optional<membership_outcome>
leader_turn::objection_to_level_of(node_id newcomer) const {
  auto announced = [&](node_id id) {
    auto said = state.announced.find(id);
    return said == state.announced.end() ? std::nullopt
                                         : std::optional{said->second};
  };
  auto theirs = announced(newcomer);
  // This node knows all rules in force, so a newcomer that knows as many does,
  // too.
  if (theirs.value_or(first_rules_level)
      >= announced(state.self).value_or(first_rules_level))
    return std::nullopt;
  if (!knows_level())
    return membership_outcome::busy;
  if (theirs.value_or(first_rules_level) >= level_in_log())
    return std::nullopt;
  return theirs ? membership_outcome::outdated : membership_outcome::busy;
}

} // namespace taskraft::raft
