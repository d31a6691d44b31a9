#include "actors/storage/reader.hpp"

#include "actors/logging/logging.hpp"
#include "protocol/actors/inner_gateway_actor.hpp"
#include "protocol/messages/wire.hpp"

#include <utility>
#include <vector>

namespace taskraft::actors {

namespace {

void warn_of_outage(reader_state& state, const failure& why) {
  // `snapshot_installs` has said so.
  if (persistence::is_being_installed(why))
    return;
  if (state.outage.is_due())
    logging::warn("reads_fail", "detail", why.detail);
}

void announce_recovery(reader_state& state) {
  if (state.outage.ends())
    logging::info("reads_work");
}

} // namespace

protocol::reader_actor::behavior_type
reader(protocol::reader_actor::stateful_pointer<reader_state> self,
       std::unique_ptr<persistence::state_reader> store,
       logging::outage outage) {
  self->state.store = std::move(store);
  self->state.outage = std::move(outage);
  return {
    [self](const protocol::answer_queries& x) {
      auto gateway = caf::actor_cast<protocol::inner_gateway_actor>(
        self->current_sender());
      if (!gateway)
        return;
      auto reply = protocol::queries_read{x.context, nullptr};
      if (auto answers = self->state.store->answer(x.queries, x.now_us)) {
        announce_recovery(self->state);
        reply.answers
          = std::make_shared<const std::vector<protocol::query_answer>>(
            std::move(*answers));
      } else {
        warn_of_outage(self->state, answers.error());
      }
      self->send(gateway, reply);
    },
  };
}

} // namespace taskraft::actors
