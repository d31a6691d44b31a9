#include "actors/role.hpp"

#include "actors/candidate.hpp"
#include "actors/follower.hpp"
#include "actors/leader.hpp"
#include "actors/role_conduct.hpp"

namespace taskraft::actors {

std::string_view to_string(raft::role_kind kind) {
  switch (kind) {
    case raft::role_kind::follower:
      return "follower";
    case raft::role_kind::candidate:
      return "candidate";
    case raft::role_kind::leader:
      return "leader";
  }
  return "unknown";
}

protocol::node_status status_of(const role_environment& environment,
                                const raft::consensus& consensus,
                                raft::role_kind kind) {
  auto status = environment.about;
  const auto* self = consensus.members().find(consensus.self);
  auto learner = self != nullptr && !self->voter;
  status.role = learner ? "learner" : std::string{to_string(kind)};
  status.term = consensus.hard.term;
  status.leader = consensus.leader;
  status.last_index = consensus.log.last().index;
  status.commit_index = consensus.commit_index;
  status.applied_index = environment.applied.visible;
  return status;
}

protocol::role_actor spawn_role(caf::actor_system& system,
                                const role_environment& environment,
                                const protocol::baton& baton) {
  switch (baton.next) {
    case raft::role_kind::candidate:
      return system.spawn(candidate, environment, baton);
    case raft::role_kind::leader:
      return system.spawn(leader, environment, baton);
    case raft::role_kind::follower:
      break;
  }
  return system.spawn(follower, environment, baton);
}

} // namespace taskraft::actors
