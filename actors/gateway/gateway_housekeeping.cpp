// What the leader proposes because its time has come.

#include "actors/gateway/account_steps.hpp"
#include "protocol/wire.hpp"

#include <memory>
#include <utility>

namespace taskraft::actors {

namespace {

namespace wire = tasks::wire;

/// How often the leader looks.
constexpr auto house_interval_ms = std::uint64_t{5'000};

using due_commands = std::shared_ptr<const wire::DueCommands>;

/// One after the other, so that they are never many at once.
void propose_next(gateway_pointer self, std::uint64_t context,
                  const due_commands& due, int place) {
  if (place == due->commands_size())
    return end_account(self, context);
  propose_own(self, context, due->commands(place).SerializeAsString(),
              [self, context, due, place](const step_answer&) {
                // One that was refused is not due any more.
                propose_next(self, context, due, place + 1);
              });
}

} // namespace

void keep_house(gateway_pointer self) {
  auto& state = self->state;
  auto leads = state.leadership.leader == state.options.self
               && !state.cluster_id.empty();
  auto next = state.now + ticks_in(state, house_interval_ms);
  if (!leads || state.keeps_house_at == 0) {
    state.keeps_house_at = leads ? next : 0;
    return;
  }
  if (state.now < state.keeps_house_at)
    return;
  state.keeps_house_at = next;
  auto context
    = begin_account(self, own_number, 0, [](errc, const std::string&) {});
  if (!context)
    return;
  auto query = wire::Query{};
  query.mutable_list_due()->set_now_us(state.options.now_us());
  ask_state(self, *context, query.SerializeAsString(), own_principal(state),
            protocol::consistency::stale,
            [self, at = *context](const step_answer& answer) {
              auto found = content<wire::Answer>(self, at, answer);
              if (!found)
                return;
              propose_next(self, at,
                           std::make_shared<const wire::DueCommands>(
                             std::move(*found->mutable_due())),
                           0);
            });
}

} // namespace taskraft::actors
