// How a role answers requests. Included by the roles only.

#pragma once

#include "actors/consensus/role.hpp"
#include "protocol/messages/wire.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

namespace taskraft::actors {

/// This node as an operator sees it.
protocol::node_status status_of(const role_environment& environment,
                                const raft::consensus& consensus,
                                raft::role_kind kind);

/// What a role has on its way, and when it last heard of a leader.
void note_work(protocol::node_status& to, const raft::consensus& consensus,
               const raft::follower& role);
void note_work(protocol::node_status& to, const raft::consensus& consensus,
               const raft::candidate& role);
void note_work(protocol::node_status& to, const raft::consensus& consensus,
               const raft::leader& role);

/// All others, as a leader sees them; nobody, for other roles.
std::vector<protocol::follower_seen> followers_of(const raft::follower& role);
std::vector<protocol::follower_seen> followers_of(const raft::candidate& role);
std::vector<protocol::follower_seen> followers_of(const raft::leader& role);

/// How a request for members went, in words.
protocol::members_answered members_answer(std::uint64_t context,
                                          raft::membership_outcome outcome,
                                          const raft::membership& members);

/// What is wrong with a disk, in words.
std::string meaning_of(const raft::disk_verdict& x);

/// An operator's request for members, as the rules know it.
raft::membership_change change_of(const protocol::request_members& request,
                                  std::uint64_t context);

/// Sends an answer to the gateway of node `to`.
template <class Role>
void answer(role_pointer<Role> self, raft::node_id to,
            const protocol::gateway_answer& x) {
  answer_gateway(self, self->state.environment, to, x);
}

/// Takes the requester of `context` off the list.
template <class Role>
std::optional<requester> take_requester(role_state<Role>& state,
                                        std::uint64_t context) {
  auto found = state.requesters.find(context);
  if (found == state.requesters.end())
    return std::nullopt;
  auto who = found->second;
  state.requesters.erase(found);
  return who;
}

template <class Role>
std::uint64_t add_requester(role_state<Role>& state, raft::node_id node,
                            std::uint64_t context, bool wants_members = false) {
  state.requesters[++state.last_context]
    = requester{node, context, wants_members};
  return state.last_context;
}

/// Answers with a read index, or with the members in force at that index or
/// later.
template <class Role>
void answer_read(role_pointer<Role> self, const requester& who, bool granted,
                 raft::log_index index) {
  if (!who.wants_members)
    return answer(self, who.node,
                  protocol::read_index_answered{who.context, granted, index});
  auto outcome = granted ? raft::membership_outcome::done
                         : raft::membership_outcome::not_leader;
  answer(self, who.node,
         members_answer(who.context, outcome,
                        self->state.consensus->committed_members().value));
}

template <class Role>
void answer_requesters(role_pointer<Role> self, const raft::effects& effects) {
  auto& state = self->state;
  for (const auto& read : effects.reads_granted)
    if (auto who = take_requester(state, read.context))
      answer_read(self, *who, true, read.read_index);
  for (auto context : effects.reads_refused)
    if (auto who = take_requester(state, context))
      answer_read(self, *who, false, {});
  for (const auto& change : effects.membership_answers)
    if (auto who = take_requester(state, change.context))
      answer(self, who->node,
             members_answer(who->context, change.outcome,
                            state.consensus->committed_members().value));
  for (const auto& transfer : effects.transfers)
    if (auto who = take_requester(state, transfer.context))
      answer(self, who->node,
             protocol::transfer_answered{who->context, transfer.outcome,
                                         transfer.target});
}

template <class Role>
void answer_status(role_pointer<Role> self, const requester& who) {
  auto& state = self->state;
  auto status
    = status_of(state.environment, *state.consensus, raft::kind_of(state.role));
  note_work(status, *state.consensus, state.role);
  answer(self, who.node,
         protocol::node_status_answered{who.context, std::move(status)});
}

/// Answers the requesters that wait for a shorter log: when the log is cut, or
/// when their time is up, because a follower may still need the entries.
template <class Role>
void answer_compactions(role_pointer<Role> self, std::uint32_t ticks) {
  auto& state = self->state;
  if (state.over)
    return;
  std::erase_if(state.compactions, [&](compaction_requester& x) {
    x.ticks_left -= std::min(ticks, x.ticks_left);
    auto due
      = x.ticks_left == 0 || state.consensus->log.base().index >= x.until;
    if (due)
      answer_status(self, x.who);
    return due;
  });
}

} // namespace taskraft::actors
