// What the leader proposes because its time has come.

#include "actors/gateway/account_steps.hpp"
#include "protocol/messages/wire.hpp"

#include <memory>
#include <utility>

namespace taskraft::actors {

namespace {

namespace wire = tasks::wire;

/// How often the leader looks.
constexpr auto house_interval_ms = std::uint64_t{5'000};

using due_commands = std::shared_ptr<const wire::DueCommands>;

/// Whether something was done of which there may be more.
bool did_something(const step_answer& x) {
  auto result = wire::Result{};
  return x.status == protocol::answer_status::done
         && result.ParseFromString(x.bytes) && !result.has_refusal();
}

/// One after the other, so that they are never many at once.
void propose_next(gateway_pointer self, std::uint64_t context,
                  const due_commands& due, int place) {
  if (place == due->commands_size())
    return end_account(self, context);
  propose_own(self, context, due->commands(place).SerializeAsString(),
              [self, context, due, place](const step_answer& x) {
                // One that was refused is not due any more. After others, the
                // leader looks again at once.
                if (did_something(x) && self->state.keeps_house_at != 0)
                  self->state.keeps_house_at = self->state.now;
                propose_next(self, context, due, place + 1);
              });
}

} // namespace

void note_disk_room(gateway_pointer self, const protocol::disk_room& x) {
  auto command = wire::Command{};
  command.mutable_note_disk_room()->set_low(x.low);
  propose_and_forget(self, command);
}

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
  auto query = wire::Query{};
  query.mutable_list_due()->set_now_us(state.options.now_us());
  look_up(self, query, [self](std::uint64_t at, wire::Answer& found) {
    propose_next(self, at,
                 std::make_shared<const wire::DueCommands>(
                   std::move(*found.mutable_due())),
                 0);
  });
}

} // namespace taskraft::actors
