#include "actors/consensus/candidate.hpp"

#include "actors/consensus/role_conduct.hpp"

namespace taskraft::actors {

protocol::role_actor::behavior_type
candidate(role_pointer<raft::candidate> self, role_environment environment,
          protocol::baton baton) {
  auto random = environment.random();
  auto transfer = baton.transfer;
  take_over(self, environment, baton,
            [=](raft::candidate& role, raft::consensus& consensus) {
              role.transfer = transfer;
              return raft::start(role, consensus, random);
            });
  return behavior_of(self, refuse_commands<raft::candidate>,
                     [](role_pointer<raft::candidate>) {});
}

} // namespace taskraft::actors
