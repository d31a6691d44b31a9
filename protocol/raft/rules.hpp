// What the three roles do alike: keep promises after the disk, change the
// log, judge who may lead. Included by the roles' sources only.

#pragma once

#include "protocol/raft/consensus.hpp"
#include "protocol/raft/effects.hpp"
#include "protocol/raft/events.hpp"
#include "protocol/raft/types.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace taskraft::raft {

/// Changes term or vote; whatever is sent from now on waits for the disk.
void change_hard_state(consensus& state, effects& out, const hard_state& next);

/// A later term begins: nobody has this node's vote, nobody leads yet (§5.1).
void enter_term(consensus& state, effects& out, term later);

/// Sends, or withholds until the term and vote it rests on are durable.
void send(consensus& state, effects& out, node_id to, message content);

/// The disk has `x`: what waited for it goes out.
void confirm_hard_state(consensus& state, effects& out,
                        const hard_state_saved& x);

/// The disk has all writes up to `x.sequence`.
void confirm_log(consensus& state, const log_written& x);

/// Continues the log with entries that carry no membership but those given.
void append_to_log(consensus& state, effects& out, entry_batch entries,
                   std::vector<placed_membership> memberships = {});

/// Removes `from` and all entries after it, then appends what replaces it.
void replace_suffix(consensus& state, effects& out, log_index from,
                    entry_batch entries,
                    std::vector<placed_membership> memberships);

/// Raises the commit index to `index` if it is lower, and hands over what is
/// committed. Nothing waits for this node's own disk: committed entries are
/// durable on a majority, and a state machine that is ahead of its restarted
/// node's log gets the same entries again.
void commit_to(consensus& state, effects& out, log_index index);

/// The memberships among `entries`; nothing if one of them is unreadable.
std::optional<std::vector<placed_membership>>
find_memberships(const entry_batch& entries);

/// One tick more, whatever the role.
void pass_tick(consensus& state);

/// Whether this node may ask for votes.
bool may_campaign(const consensus& state);

/// Whether this node would vote as it is asked to (§5.2, §5.4.1).
bool would_grant(const consensus& state, const request_vote& x);

/// Answers a pre-vote, or refuses a vote: neither changes any state.
void answer_without_voting(consensus& state, effects& out,
                           const request_vote& x);

/// Tells the sender of an append of an older term that its term is over.
void answer_older_append(consensus& state, effects& out,
                         const append_entries& x);

/// The same to the sender of a piece of a snapshot.
void answer_older_snapshot(consensus& state, effects& out,
                           const install_snapshot& x);

/// How many ticks to wait before an election.
std::uint32_t draw_election_ticks(const tuning& bounds, std::uint64_t random);

/// Answers to clients' requests by a node that does not lead.
struct refuses_clients {
  effects& out;

  explicit refuses_clients(effects& wanted) : out(wanted) {
  }

  void operator()(const proposal& /*x*/) const {
    out.proposal_refused = true;
  }
  void operator()(const read_requested& x) const {
    out.reads_refused.push_back(x.context);
  }
  void operator()(const transfer_requested& x) const {
    out.transfers.push_back(
      {x.context, transfer_outcome::not_leader, x.target});
  }
  void operator()(const membership_change& x) const {
    out.membership_answers.push_back(
      {x.context, membership_outcome::not_leader});
  }
};

} // namespace taskraft::raft
