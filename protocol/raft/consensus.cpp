#include "protocol/raft/consensus.hpp"

#include "protocol/invariant.hpp"
#include "protocol/raft/rules.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace taskraft::raft {

consensus make_consensus(node_id self, const tuning& x,
                         const recovered_state& found,
                         const membership& configured) {
  // Term and vote are durable before any entry of the term: a disk that says
  // otherwise has lost a vote.
  RAFT_INVARIANT(found.hard.term >= found.log.last().term);
  auto result = consensus{};
  result.self = self;
  result.tuning = x;
  result.hard = found.hard;
  result.durable_hard = found.hard;
  result.log = found.log;
  auto base = found.log.base().index;
  // A log that still begins with its bootstrap can lose it to a truncation.
  if (found.memberships.empty() || found.memberships.front().index > base)
    result.memberships.push_back({.index = {}, .value = configured});
  result.memberships.insert(result.memberships.end(), found.memberships.begin(),
                            found.memberships.end());
  result.commit_index = base;
  result.released_index = base;
  result.durable_index = found.log.last().index;
  // Promises made before the restart are not stored. All of them have ended
  // after this time.
  result.hold_ticks = x.election_ticks_min;
  return result;
}

const placed_membership& consensus::committed_members() const {
  auto above
    = std::ranges::find_if(memberships, [this](const placed_membership& x) {
        return x.index > commit_index;
      });
  RAFT_INVARIANT(above != memberships.begin());
  return *std::prev(above);
}

void change_hard_state(consensus& state, effects& out, const hard_state& next) {
  RAFT_INVARIANT(next.term >= state.hard.term);
  // One vote a term, whatever happens in it (§5.2).
  RAFT_INVARIANT(next.term > state.hard.term || state.hard.vote.value == 0
                 || next.vote == state.hard.vote);
  if (next == state.hard)
    return;
  state.hard = next;
  out.save = next;
}

void enter_term(consensus& state, effects& out, term later) {
  RAFT_INVARIANT(later > state.hard.term);
  change_hard_state(state, out, {.term = later, .vote = {}});
  state.leader = {};
}

void send(consensus& state, effects& out, node_id to, message content) {
  if (state.hard_state_is_durable()) {
    out.messages.push_back({to, std::move(content)});
    return;
  }
  auto older = std::find_if(
    state.withheld.begin(), state.withheld.end(), [&](const outgoing& x) {
      return x.to == to && x.message.index() == content.index();
    });
  if (older != state.withheld.end())
    older->message = std::move(content);
  else
    state.withheld.push_back({to, std::move(content)});
}

void confirm_hard_state(consensus& state, effects& out,
                        const hard_state_saved& x) {
  // The acknowledgement of an older term or vote does not count for the newest.
  if (x.saved != state.hard)
    return;
  state.durable_hard = x.saved;
  for (auto& waiting : std::exchange(state.withheld, {})) {
    auto its_term
      = std::visit([](const auto& m) { return m.term; }, waiting.message);
    if (its_term >= state.hard.term)
      out.messages.push_back(std::move(waiting));
  }
}

void confirm_log(consensus& state, const log_written& x) {
  RAFT_INVARIANT(x.sequence <= state.last_sequence);
  state.log_bytes = x.log_bytes;
  auto& pending = state.pending_writes;
  while (!pending.empty() && pending.front().sequence <= x.sequence) {
    state.durable_index = std::max(state.durable_index, pending.front().last);
    state.pending_bytes -= pending.front().bytes;
    pending.pop_front();
  }
}

namespace {

/// What `entries` mean for everything but the disk.
void take_in(consensus& state, const entry_batch& entries,
             std::vector<placed_membership> memberships) {
  if (entries.first().term == entries.last().term)
    state.log.append(entries.last());
  else
    for (auto entry : entries)
      state.log.append({entry.index, entry.term});
  for (auto& one : memberships)
    state.memberships.push_back(std::move(one));
  state.recent.append(entries, state.tuning.recent_bytes, state.released_index);
}

void write(consensus& state, effects& out,
           std::optional<log_index> truncate_from, entry_batch entries) {
  auto sequence = ++state.last_sequence;
  state.pending_writes.push_back(
    {sequence, state.log.last().index, entries.size_bytes()});
  state.pending_bytes += entries.size_bytes();
  out.writes.push_back({.sequence = sequence,
                        .truncate_from = truncate_from,
                        .begin = std::nullopt,
                        .entries = std::move(entries)});
}

} // namespace

void append_to_log(consensus& state, effects& out, entry_batch entries,
                   std::vector<placed_membership> memberships) {
  RAFT_INVARIANT(entries.first().index == state.log.last().index.next());
  take_in(state, entries, std::move(memberships));
  write(state, out, std::nullopt, std::move(entries));
}

void replace_suffix(consensus& state, effects& out, log_index from,
                    entry_batch entries,
                    std::vector<placed_membership> memberships) {
  // Nothing at or below the commit index is ever cut (§5.4.3).
  RAFT_INVARIANT(from > state.commit_index);
  RAFT_INVARIANT(entries.first().index == from);
  state.log.truncate_suffix(from);
  state.recent.truncate_suffix(from);
  while (state.memberships.size() > 1 && state.memberships.back().index >= from)
    state.memberships.pop_back();
  // A late acknowledgement must not vouch for what took the place of the
  // entries that it was about.
  for (auto& one : state.pending_writes)
    one.last = std::min(one.last, from.previous());
  state.durable_index = std::min(state.durable_index, from.previous());
  take_in(state, entries, std::move(memberships));
  write(state, out, from, std::move(entries));
}

void commit_to(consensus& state, effects& out, log_index index) {
  if (index <= state.commit_index)
    return;
  RAFT_INVARIANT(index <= state.log.last().index);
  state.commit_index = index;
  // What a committed membership replaced cannot come back.
  auto& memberships = state.memberships;
  auto kept = std::ranges::find_if(
    memberships, [&](const placed_membership& x) { return x.index > index; });
  memberships.erase(memberships.begin(), std::prev(kept));
  auto news = state.recent.range(state.released_index.next(), index);
  if (!out.committed)
    out.committed.emplace();
  out.committed->commit_index = index;
  for (auto& one : news)
    out.committed->entries.push_back(std::move(one));
  state.released_index = index;
}

std::optional<std::vector<placed_membership>>
find_memberships(const entry_batch& entries) {
  auto result = std::vector<placed_membership>{};
  for (auto entry : entries) {
    if (entry.kind != entry_kind::membership)
      continue;
    auto value = decode_membership(entry.payload);
    if (!value)
      return std::nullopt;
    result.push_back({entry.index, std::move(*value)});
  }
  return result;
}

void pass_tick(consensus& state) {
  if (state.refusal_pause_ticks > 0)
    --state.refusal_pause_ticks;
  if (state.hold_ticks > 0)
    --state.hold_ticks;
  watch_disk(state);
}

bool may_campaign(const consensus& state) {
  // Thesis §4.2.2: until it is committed that this node goes, it may be the
  // only one that can win an election.
  auto leaves = state.memberships.back().index > state.commit_index
                && state.committed_members().value.has_voter(state.self);
  return state.elections_allowed && state.log.last().index >= state.named_commit
         && (leaves || state.members().has_voter(state.self));
}

bool would_grant(const consensus& state, const request_vote& x) {
  if (x.term < state.hard.term || (state.hold_ticks > 0 && !x.transfer))
    return false;
  auto vote_is_free
    = x.term > state.hard.term
      || (state.leader.value == 0
          && (state.hard.vote.value == 0 || state.hard.vote == x.candidate));
  // §5.4.1: the later term wins, then the longer log.
  auto own = state.log.last();
  auto up_to_date = x.last.term != own.term ? x.last.term > own.term
                                            : x.last.index >= own.index;
  // §5.4: the node that is elected has everything that is committed.
  auto has_committed = x.last.index >= state.named_commit;
  return vote_is_free && up_to_date && has_committed;
}

void answer_without_voting(consensus& state, effects& out,
                           const request_vote& x) {
  auto granted = x.pre_vote && would_grant(state, x);
  send(state, out, x.candidate,
       voted{.term = granted ? x.term : state.hard.term,
             .from = state.self,
             .granted = granted,
             .pre_vote = x.pre_vote,
             .clock_us = state.clock_us});
}

void answer_older_append(consensus& state, effects& out,
                         const append_entries& x) {
  send(state, out, x.leader,
       appended{.term = state.hard.term,
                .from = state.self,
                .match = {},
                .matched = false,
                .conflict_hint = {},
                .refused_previous = x.previous.index,
                .round = x.round,
                .hold_us = 0,
                .no_room = false,
                .visible = {},
                .lacks_state = state.lacks_state});
}

void answer_older_snapshot(consensus& state, effects& out,
                           const install_snapshot& x) {
  send(state, out, x.leader,
       snapshot_received{.term = state.hard.term,
                         .from = state.self,
                         .file_checksum = x.about.checksum,
                         .offset = 0,
                         .outcome = snapshot_outcome::wanted});
}

std::uint32_t draw_election_ticks(const tuning& bounds, std::uint64_t random) {
  auto spread
    = std::uint64_t{bounds.election_ticks_max} - bounds.election_ticks_min + 1;
  return bounds.election_ticks_min
         + static_cast<std::uint32_t>(random % spread);
}

} // namespace taskraft::raft
