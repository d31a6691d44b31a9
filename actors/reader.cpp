#include "actors/reader.hpp"

#include "actors/report.hpp"
#include "protocol/gateway_actor.hpp"
#include "protocol/wire.hpp"

#include <utility>
#include <vector>

namespace taskraft::actors {

protocol::reader_actor::behavior_type
reader(protocol::reader_actor::stateful_pointer<reader_state> self,
       std::unique_ptr<persistence::state_reader> store) {
  self->state.store = std::move(store);
  return {
    [self](const protocol::answer_queries& x) {
      auto gateway = caf::actor_cast<protocol::inner_gateway_actor>(
        self->current_sender());
      if (!gateway)
        return;
      auto reply = protocol::queries_read{x.context, nullptr};
      if (auto answers = self->state.store->answer(x.queries))
        reply.answers
          = std::make_shared<const std::vector<protocol::query_answer>>(
            std::move(*answers));
      else
        report::warn("read_failed", "detail", answers.error().detail);
      self->send(gateway, reply);
    },
  };
}

} // namespace taskraft::actors
