#include "actors/consensus/follower.hpp"

#include "actors/consensus/role_conduct.hpp"

namespace taskraft::actors {

protocol::role_actor::behavior_type follower(role_pointer<raft::follower> self,
                                             role_environment environment,
                                             protocol::baton baton) {
  take_over(self, environment, baton,
            [](raft::follower& role, raft::consensus& consensus) {
              return raft::start(role, consensus);
            });
  return behavior_of(self, refuse_commands<raft::follower>,
                     [](role_pointer<raft::follower>) {});
}

} // namespace taskraft::actors
