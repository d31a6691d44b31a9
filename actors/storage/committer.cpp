#include "actors/storage/committer.hpp"

#include "protocol/actors/applier_actor.hpp"
#include "protocol/messages/wire.hpp"

#include <utility>

namespace taskraft::actors {

protocol::committer_actor::behavior_type
committer(protocol::committer_actor::pointer self) {
  return {
    [self](const protocol::carry_out& x) {
      auto applier
        = caf::actor_cast<protocol::applier_actor>(self->current_sender());
      auto outcome = x.run();
      auto reply = protocol::carried_out{};
      if (!outcome)
        reply.refusal = outcome.error();
      if (applier)
        self->send(applier, std::move(reply));
    },
  };
}

} // namespace taskraft::actors
