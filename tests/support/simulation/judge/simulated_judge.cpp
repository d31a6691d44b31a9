#include "tests/support/simulation/judge/simulated_judge.hpp"

#include <algorithm>
#include <functional>
#include <string_view>

namespace taskraft::tests {

bool simulated_judge::is_judged(std::string_view promise, bool kept) {
  ++judged_[promise];
  return kept;
}

bool simulated_judge::is_majority(
  const raft::membership& of,
  const std::function<bool(raft::node_id)>& agrees) {
  auto voters = std::size_t{0};
  auto agreeing = std::size_t{0};
  for (const auto& one : of.members) {
    voters += one.voter ? 1U : 0U;
    agreeing += one.voter && agrees(one.id) ? 1U : 0U;
  }
  return agreeing > voters / 2;
}

bool simulated_judge::is_committed(raft::log_position x) const {
  return x.index <= committed()
         && (x.index.value == 0
             || committed_[x.index.value - 1].term == x.term);
}

bool simulated_judge::has_durably(raft::node_id node,
                                  raft::log_position x) const {
  if (lies(node) || nodes_.durable_state(node) >= x.index)
    return true;
  auto disk = disks_.find(node);
  return disk != disks_.end() && disk->second.has(x);
}

void simulated_judge::opened(raft::node_id node,
                             const raft::recovered_state& found) {
  if (off_)
    return;
  auto& disk = disks_[node];
  if (!lies(node)) {
    auto hard = found.hard;
    auto keeps_vote
      = hard.term > disk.hard().term
        || (hard.term == disk.hard().term
            && (disk.hard().vote.value == 0 || hard.vote == disk.hard().vote));
    if (!is_judged("restart keeps term and vote", keeps_vote))
      broken("restart keeps term and vote", "node ", node, " had term ",
             disk.hard().term, " and vote ", disk.hard().vote, ", and finds ",
             hard.term, " and ", hard.vote);
    for (auto i = disk.base().index.next(); i <= disk.last(); i = i.next())
      if (!is_judged("restart keeps what was durable",
                     i <= found.log.base().index
                       || found.log.term_at(i) == disk.term_at(i))) {
        broken("restart keeps what was durable", "node ", node,
               " has lost entry ", i, " of term ", disk.term_at(i));
        break;
      }
  }
  disk.take(found);
  // A save that a crash has interrupted may be there.
  if (found.hard.vote.value != 0)
    votes_[{found.hard.term, node}] = found.hard.vote;
}

void simulated_judge::saved(raft::node_id node, const raft::hard_state& x) {
  if (off_)
    return;
  auto& disk = disks_[node];
  auto& vote = votes_[{x.term, node}];
  if (!is_judged("one vote a term",
                 lies(node) || vote.value == 0 || vote == x.vote))
    broken("one vote a term", "node ", node, " saves a vote for ", x.vote,
           " in term ", x.term, " after one for ", vote);
  if (!is_judged("the term never falls",
                 lies(node) || x.term >= disk.hard().term))
    broken("the term never falls", "node ", node, " saves term ", x.term,
           " after ", disk.hard().term);
  if (x.vote.value != 0)
    vote = x.vote;
  disk.save(x);
}

void simulated_judge::wrote(raft::node_id node, const raft::entry_view& x) {
  if (off_)
    return;
  auto& disk = disks_[node];
  auto at = raft::log_position{x.index, x.term};
  if (!lies(node)) {
    auto known = written{disk.term_at(x.index.previous()),
                         std::hash<std::string_view>{}(x.payload)
                           ^ (x.time_us + static_cast<std::size_t>(x.kind))};
    auto [first, fresh] = entries_.try_emplace({x.index, x.term}, known);
    auto same
      = first->second.digest == known.digest
        && (first->second.previous == known.previous
            || known.previous.value == 0 || first->second.previous.value == 0);
    if (!is_judged("log matching", fresh || same))
      broken("log matching", "node ", node, " writes another entry ", x.index,
             " of term ", x.term, " than was written first");
    if (!is_judged("the term is durable before its entries",
                   x.term <= disk.hard().term))
      broken("the term is durable before its entries", "node ", node,
             " writes an entry of term ", x.term, " in term ",
             disk.hard().term);
  }
  disk.append(at);
}

void simulated_judge::cuts_suffix(raft::node_id node, raft::log_index from) {
  if (off_)
    return;
  auto& disk = disks_[node];
  for (auto i = from; i <= std::min(disk.last(), committed()); i = i.next())
    if (!is_judged("what is committed stays",
                   lies(node) || !is_committed({i, disk.term_at(i)}))) {
      broken("what is committed stays", "node ", node,
             " cuts off committed entry ", i);
      break;
    }
  disk.cut_suffix(from);
}

void simulated_judge::cut_prefix(raft::node_id node, raft::log_position base,
                                 bool succeeded) {
  if (off_)
    return;
  auto& disk = disks_[node];
  if (!lies(node)) {
    if (!is_judged("a log begins with what is committed", is_committed(base)))
      broken("a log begins with what is committed", "node ", node,
             " lets its log begin at entry ", base.index, " of term ",
             base.term, "; ", committed(), " are committed");
    if (!is_judged("the log is cut below the durable state",
                   nodes_.durable_state(node) >= base.index))
      broken("the log is cut below the durable state", "node ", node,
             " cuts its log up to ", base.index, ", and its state is durable ",
             "up to ", nodes_.durable_state(node));
  }
  if (succeeded)
    disk.cut_prefix(base);
  else if (disk.term_at(base.index) != base.term)
    // What does not follow the base may be gone all the same.
    disk.cut_suffix(base.index);
}

void simulated_judge::evaluates(raft::node_id node, raft::log_position last) {
  if (!off_
      && !is_judged("only what is committed is evaluated",
                    lies(node) || is_committed(last)))
    broken("only what is committed is evaluated", "node ", node,
           " evaluates entry ", last.index, " of term ", last.term, "; ",
           committed(), " are committed");
}

void simulated_judge::look(raft::node_id node, const raft::consensus& now) {
  if (off_)
    return;
  if (lies(node)) {
    if (now.leader == now.self)
      note_commits(now);
    return;
  }
  auto [seen, fresh]
    = before_.try_emplace(node, sight{.hard = now.hard,
                                      .last = {},
                                      .commit_index = now.log.base().index,
                                      .durable_index = {},
                                      .members = now.memberships.front(),
                                      .leads = false,
                                      .hold_ticks = now.hold_ticks});
  auto& before = seen->second;
  auto leads = now.leader == now.self;
  auto led = leads || (before.leads && before.hard.term == now.hard.term);
  if (before.hard != now.hard) {
    check_vote(node, before, now);
    check_heed(node, before, now);
  }
  check_hearing(node, before, now);
  if (leads && (!before.leads || before.hard.term != now.hard.term))
    check_leader(node, now);
  auto moved
    = before.last != now.log.last() || before.members != now.memberships.back();
  if (moved || fresh)
    check_members(node, before, now);
  if (before.commit_index != now.commit_index)
    check_commit(node, before, now, led);
  if (moved || before.durable_index != now.durable_index)
    check_durable(node, now);
  if (leads && !committed_.empty()
      && now.hard.term < committed_.back().counted_in)
    check_lease_of(node);
  before = {.hard = now.hard,
            .last = now.log.last(),
            .commit_index = now.commit_index,
            .durable_index = now.durable_index,
            .members = now.memberships.back(),
            .leads = leads,
            .hold_ticks = now.hold_ticks};
}

/// A vote goes to a candidate that asked, with a log at least as up to date
/// (§5.4.1).
void simulated_judge::check_vote(raft::node_id node, const sight& before,
                                 const raft::consensus& now) {
  auto vote = now.hard.vote;
  if (vote.value == 0 || vote == node || lies(vote))
    return;
  auto asked = asked_.find({now.hard.term, vote});
  if (asked == asked_.end()) {
    broken("a vote for an up-to-date log", "node ", node, " votes for ", vote,
           " in term ", now.hard.term, ", who has not asked");
    return;
  }
  // A role that takes over votes before it hears what else has come.
  auto own = before.last;
  auto named = asked->second.last;
  if (!is_judged("a vote for an up-to-date log",
                 named.term > own.term
                   || (named.term == own.term && named.index >= own.index)))
    broken("a vote for an up-to-date log", "node ", node, " votes for ", vote,
           " in term ", now.hard.term, ", whose log ends at ", named.index, '/',
           named.term, "; its own at ", own.index, '/', own.term);
  check_promise(node, now.hard.term, asked->second);
}

/// A majority has given its vote durably, and the new leader has all that was
/// committed in earlier terms (§5.2, §5.4).
void simulated_judge::check_leader(raft::node_id node,
                                   const raft::consensus& now) {
  auto term = now.hard.term;
  history_.led(term, node);
  auto voted = [&](raft::node_id id) {
    auto vote = votes_.find({term, id});
    return lies(id) || (vote != votes_.end() && vote->second == node);
  };
  if (!is_judged("a leader has a majority of durable votes",
                 is_majority(now.members(), voted)))
    broken("a leader has a majority of durable votes", "node ", node,
           " leads term ", term, " without it");
  for (auto i = now.log.base().index; i <= committed(); i = i.next())
    if (i.value != 0 && committed_[i.value - 1].counted_in < term
        && !is_judged("a leader has all that is committed",
                      now.log.term_at(i) == committed_[i.value - 1].term)) {
      broken("a leader has all that is committed", "node ", node,
             " leads term ", term, " without entry ", i);
      break;
    }
}

/// What this leader has committed and no other one before.
void simulated_judge::note_commits(const raft::consensus& leader) {
  for (auto i = committed().next(); i <= leader.commit_index; i = i.next())
    committed_.push_back({.term = leader.log.term_at(i).value_or(raft::term{}),
                          .counted_in = leader.hard.term,
                          .at_ms = history_.now_ms()});
}

void simulated_judge::check_commit(raft::node_id node, const sight& before,
                                   const raft::consensus& now, bool led) {
  auto commit = now.commit_index;
  auto term = now.log.term_at(commit).value_or(raft::term{});
  // A snapshot brings what is committed.
  auto counted = led && commit > now.log.base().index;
  if (counted) {
    if (!is_judged("a leader counts entries of its own term only",
                   term == now.hard.term))
      broken("a leader counts entries of its own term only", "node ", node,
             " commits entry ", commit, " of term ", term, " in term ",
             now.hard.term);
    auto has = [&](raft::node_id id) {
      return has_durably(id, {commit, term});
    };
    // A leader counts first and changes members then.
    const auto& voters = before.leads ? before.members.value : now.members();
    if (!is_judged("a majority has what is committed on its disks",
                   is_majority(voters, has)))
      broken("a majority has what is committed on its disks", "node ", node,
             " commits entry ", commit, " of term ", term, " without it");
    note_commits(now);
    check_leases(node, now.hard.term);
  }
  auto first = std::max(before.commit_index.next(), now.log.first_index());
  for (auto i = first; i <= commit; i = i.next())
    if (!is_judged("nobody commits anything else",
                   is_committed({i, *now.log.term_at(i)}))) {
      broken("nobody commits anything else", "node ", node, " takes entry ", i,
             " of term ", *now.log.term_at(i), " for committed");
      break;
    }
}

/// What an earlier leader would answer now must not be older than this.
void simulated_judge::check_leases(raft::node_id node, raft::term term) {
  for (auto id : nodes_.all()) {
    const auto* other = nodes_.consensus(id);
    if (id != node && other != nullptr && other->leader == id
        && other->hard.term < term && !lies(id))
      check_lease_of(id);
  }
}

void simulated_judge::check_lease_of(raft::node_id old) {
  auto answer = nodes_.read_by_lease(old);
  if (!is_judged("no commit under another leader's lease",
                 !answer || *answer >= committed()))
    broken("no commit under another leader's lease", "entry ", committed(),
           " is committed in term ", committed_.back().counted_in,
           " while node ", old, " answers reads of entry ", *answer);
}

/// What a node takes for durable is durable, in the log or in the state.
void simulated_judge::check_durable(raft::node_id node,
                                    const raft::consensus& now) {
  auto index = now.durable_index;
  auto term = now.log.term_at(index);
  if (index.value != 0 && term
      && !is_judged("what a node takes for durable is durable",
                    has_durably(node, {index, *term})))
    broken("what a node takes for durable is durable", "node ", node,
           " takes entry ", index, " of term ", *term, " for durable");
}

} // namespace taskraft::tests
