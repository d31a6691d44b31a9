#include "actors/consensus/leader.hpp"

#include "actors/consensus/role_conduct.hpp"
#include "protocol/messages/forwarded_frames.hpp"

namespace taskraft::actors {

namespace {

using leader_pointer = role_pointer<raft::leader>;

/// What goes into the log: commands of other nodes with the id of their node,
/// for which its link has vouched, once all members know that form.
protocol::blob entries_of(const raft::consensus& state,
                          const protocol::forward_commands& x) {
  auto is_own = x.from == state.self;
  return is_own || state.level < protocol::forwarder_level
           ? x.frames
           : protocol::with_forwarder(x.frames, x.from);
}

void gather(leader_pointer self, const protocol::forward_commands& x) {
  auto& state = self->state;
  if (!x.frames.bytes)
    return;
  state.gathered.push_back(entries_of(*state.consensus, x).bytes);
  state.gathered_from[x.from].push_back(x.batch);
  if (!std::exchange(state.flushing, true))
    self->send(self, protocol::flush_proposals{});
}

void propose(leader_pointer self) {
  auto& state = self->state;
  state.flushing = false;
  if (state.over || state.gathered.empty())
    return;
  auto from = std::exchange(state.gathered_from, {});
  auto proposal = raft::proposal{std::exchange(state.gathered, {}),
                                 state.environment.now_us()};
  auto term = state.consensus->hard.term;
  auto leader = state.consensus->leader;
  auto effects = perform(self, raft::event{std::move(proposal)});
  if (effects.proposal_refused)
    for (const auto& [node, batches] : from)
      answer(self, node,
             protocol::commands_refused{term, leader, batches,
                                        effects.proposal_overloads});
}

} // namespace

protocol::role_actor::behavior_type leader(leader_pointer self,
                                           role_environment environment,
                                           protocol::baton baton) {
  auto now = environment.now_us();
  take_over(self, environment, baton,
            [=](raft::leader& role, raft::consensus& consensus) {
              return raft::start(role, consensus, now);
            });
  return behavior_of(self, gather, propose);
}

} // namespace taskraft::actors
