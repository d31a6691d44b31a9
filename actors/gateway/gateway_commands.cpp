#include "actors/gateway/gateway_work.hpp"
#include "protocol/messages/client_frames.hpp"
#include "protocol/messages/wire.hpp"

#include <utility>

namespace taskraft::actors {

namespace {

void answer(gateway_pointer self, client_number number,
            const protocol::command_answer& x) {
  if (number == own_number)
    return take_proposed(self, x);
  auto client = self->state.clients.find(number);
  if (client == self->state.clients.end())
    return;
  make_room(self, number, client->second, x.result.size());
  protocol::append_command_answer(client->second.command_answers, x);
  ++client->second.command_count;
}

/// The command was not evaluated, so it has no place in the log.
void refuse(gateway_pointer self, client_number number,
            const protocol::request_id& id, protocol::answer_status status) {
  if (self->state.options.measures)
    self->state.options.measures->count(protocol::counted_event::command_failed,
                                        1);
  answer(self, number, {.id = id, .status = status, .index = {}, .result = {}});
}

void forward(gateway_pointer self, std::uint64_t batch, std::uint32_t count,
             protocol::blob frames) {
  self->send(self->state.server,
             protocol::forward_commands{self->state.options.self, batch, count,
                                        std::move(frames)});
}

void forward(gateway_pointer self, std::vector<forward_batch> batches) {
  for (auto& batch : batches)
    forward(self, batch.number, batch.count,
            protocol::blob{std::move(batch.frames)});
}

} // namespace

void submit(gateway_pointer self, const protocol::submit_commands& x) {
  auto& state = self->state;
  auto client = current_client(self);
  if (!client)
    return;
  const auto& who = state.clients.at(*client).principal;
  auto is_somebody = who.kind != protocol::principal_kind::nobody;
  auto frames = protocol::stamped(x.frames, who);
  auto rest = std::string_view{frames.view()};
  auto whole = rest;
  auto fresh = forward_batch{};
  auto all_fresh = true;
  // A message that is too long for one batch leaves in several.
  auto at_once = state.leadership.leader.value != 0
                 && rest.size() <= state.options.limits.max_forward_batch_bytes
                 && state.commands.may_forward(rest.size());
  auto batch = at_once ? state.commands.next_batch() : 0;
  while (auto request = protocol::next_command_frame(rest)) {
    auto frame = whole.substr(0, whole.size() - rest.size());
    whole = rest;
    if (!is_somebody || request->command.size() > protocol::max_command_bytes) {
      refuse(self, *client, request->id,
             is_somebody ? protocol::answer_status::malformed
                         : protocol::answer_status::unauthenticated);
      all_fresh = false;
      continue;
    }
    auto admitted
      = state.commands.admit(*client, request->id, frame, frames, state.now);
    if (admitted == pending_commands::admission::full
        || admitted == pending_commands::admission::of_another)
      refuse(self, *client, request->id, protocol::answer_status::overloaded);
    if (admitted != pending_commands::admission::admitted) {
      all_fresh = false;
      continue;
    }
    if (at_once)
      state.commands.forwarded(request->id, batch, state.leadership.term,
                               state.now);
    fresh.frames += frame;
    ++fresh.count;
  }
  all_fresh = all_fresh && rest.empty();
  if (!at_once)
    forward_waiting(self);
  else if (fresh.count > 0)
    forward(self, batch, fresh.count,
            all_fresh ? frames : protocol::blob{std::move(fresh.frames)});
  send_answers(self);
}

void give_out(gateway_pointer self, const protocol::commands_evaluated& x) {
  auto& state = self->state;
  for (const auto& command : *x.commands)
    if (auto number = state.commands.take(command.request, command.by))
      answer(self, *number,
             {.id = command.request,
              .status = command.status,
              .index = command.index,
              .result = command.result});
  forward_waiting(self);
  send_answers(self);
}

void forward_pending(gateway_pointer self) {
  auto& state = self->state;
  if (state.leadership.leader.value != 0 && state.commands.size() != 0)
    forward(self, state.commands.collect(state.leadership.term, state.now));
}

void forward_waiting(gateway_pointer self) {
  auto& state = self->state;
  if (state.leadership.leader.value != 0)
    forward(self,
            state.commands.collect_waiting(state.leadership.term, state.now));
}

void take_answer(gateway_pointer self, const protocol::commands_refused& x) {
  auto& state = self->state;
  if (!x.overloaded)
    return state.commands.refused(x.batches);
  for (const auto& command : state.commands.overloaded(x.batches))
    refuse(self, command.client, command.id, command.status);
  send_answers(self);
}

void expire_commands(gateway_pointer self) {
  for (const auto& command : self->state.commands.expire(self->state.now))
    refuse(self, command.client, command.id, command.status);
}

} // namespace taskraft::actors
